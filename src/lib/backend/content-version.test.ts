// How soon a change is seen: at once where it was made, within two seconds by every other server.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const { maybeSingle } = vi.hoisted(() => ({ maybeSingle: vi.fn() }));
vi.mock('./backend.server.ts', () => ({
	backend: () => ({ visitor: { from: () => ({ select: () => ({ maybeSingle }) }) } })
}));

const { contentChanged, contentVersion } = await import('./content-version.server.ts');

const stands = (version: number) =>
	maybeSingle.mockResolvedValue({ data: { version }, error: null });

beforeEach(() => {
	vi.useFakeTimers();
	contentChanged();
	maybeSingle.mockReset();
});
afterEach(() => vi.useRealTimers());

test('is asked once for everybody within two seconds, then again', async () => {
	stands(1);
	expect(await Promise.all([contentVersion(), contentVersion()])).toEqual(['1', '1']);
	stands(2);
	vi.advanceTimersByTime(1999);
	expect(await contentVersion()).toBe('1');
	vi.advanceTimersByTime(1);
	expect(await contentVersion()).toBe('2');
	expect(maybeSingle).toHaveBeenCalledTimes(2);
});

test('is asked at once after a change made by this server, even while it was being asked', async () => {
	stands(1);
	expect(await contentVersion()).toBe('1');
	stands(2);
	contentChanged();
	expect(await contentVersion()).toBe('2');

	contentChanged();
	let answer = (_: unknown) => {};
	maybeSingle.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
	const before = contentVersion();
	contentChanged();
	stands(3);
	expect(await contentVersion()).toBe('3');
	answer({ data: { version: 2 }, error: null });
	await before;
	// The answer that was under way when the change was made says nothing about it.
	expect(await contentVersion()).toBe('3');
});

test('is not known before the database has answered once, and asked again by the next one', async () => {
	vi.resetModules();
	const fresh = await import('./content-version.server.ts');
	maybeSingle.mockResolvedValueOnce({ data: null, error: { message: 'gone' } });
	expect(await fresh.contentVersion()).toBeNull();
	stands(4);
	expect(await fresh.contentVersion()).toBe('4');
});

test('is the one last known while the database is busy or away, and another one after a change made here', async () => {
	stands(5);
	expect(await contentVersion()).toBe('5');
	let answer = (_: unknown) => {};
	maybeSingle.mockReturnValue(new Promise((resolve) => (answer = resolve)));
	vi.advanceTimersByTime(2000);
	const busy = Promise.all([contentVersion(), contentVersion()]);
	await vi.advanceTimersByTimeAsync(100);
	expect(await busy).toEqual(['5', '5']);
	expect(maybeSingle).toHaveBeenCalledTimes(2);
	// Who comes now does not even wait that long, while the same question is under way.
	expect(await contentVersion()).toBe('5');
	expect(maybeSingle).toHaveBeenCalledTimes(2);
	// Who saved sees what was saved, not the page that was kept before.
	contentChanged();
	const changed = contentVersion();
	await vi.advanceTimersByTimeAsync(100);
	expect(await changed).not.toBe('5');
	expect(await changed).toMatch(/^5\+/);
	answer({ data: null, error: { message: 'gone' } });
	expect(await contentVersion()).toBe(await changed);
	stands(6);
	expect(await contentVersion()).toBe('6');
});
