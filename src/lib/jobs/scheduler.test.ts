// The clock of the server: visitors learn of what it published, a database that does not answer
// stops nothing and is told once.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const rpc = vi.fn();
const contentChanged = vi.fn();
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => ({ visitor: { rpc } }) }));
vi.mock('#lib/backend/content-version.server.ts', () => ({ contentChanged }));
const { runJobs } = await import('./scheduler.server.ts');

beforeEach(() => {
	vi.spyOn(console, 'error').mockReturnValue(undefined);
});
afterEach(() => {
	vi.restoreAllMocks();
	rpc.mockReset();
	contentChanged.mockReset();
});

it.each([
	[{ published: 0, erased: 0 }, 0],
	[{ published: 1, erased: 0 }, 1],
	[{ published: 0, erased: 2 }, 1],
	[{ published: 0, erased: 0, pictures: 3 }, 0],
	[{ published: 0, erased: 0, refused: 1 }, 0],
	[null, 0]
])('%o makes visitors ask anew %i times', async (data, times) => {
	rpc.mockResolvedValue({ data, error: null });
	await runJobs();
	expect(rpc).toHaveBeenCalledExactlyOnceWith('run_jobs');
	expect(contentChanged).toHaveBeenCalledTimes(times);
});

it('a failure is logged once as long as it lasts, and once again when it comes back', async () => {
	rpc.mockResolvedValue({ data: null, error: { message: 'away' } });
	await runJobs();
	await runJobs();
	expect(console.error).toHaveBeenCalledTimes(1);
	rpc.mockRejectedValue(new Error('away for another reason'));
	await runJobs();
	expect(console.error).toHaveBeenCalledTimes(2);
	rpc.mockResolvedValue({ data: { published: 0, erased: 0 }, error: null });
	await runJobs();
	rpc.mockRejectedValue(new Error('away for another reason'));
	await runJobs();
	expect(console.error).toHaveBeenCalledTimes(3);
});

it('what a rule refused is said in the log', async () => {
	rpc.mockResolvedValue({ data: { published: 0, erased: 0, refused: 1 }, error: null });
	await runJobs();
	expect(console.error).toHaveBeenCalledTimes(1);
});
