// The outline is a stand-in's answer here; the SQL function has tests of its own on both databases.
import { expect, it, vi } from 'vitest';

const { rpc } = vi.hoisted(() => ({ rpc: vi.fn() }));
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => ({ visitor: { rpc } }) }));
vi.mock('#lib/backend/content-version.server.ts', () => ({ contentVersion: async () => '7' }));

const { networkOutline } = await import('./outline.server.ts');

it('the outline is asked once as long as the content stays as it is', async () => {
	rpc.mockResolvedValue({ data: { regions: [], municipalities: [], topics: [] }, error: null });
	await networkOutline();
	await networkOutline();
	expect(rpc).toHaveBeenCalledOnce();
});
