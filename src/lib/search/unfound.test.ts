// What a server collects of searches that found nothing: few, short, nobody's; written once a
// minute, tried again when it could not be, and never in anybody's way.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { emptyFilter } from '#lib/filter/filter.ts';
import { maxWaiting, noteUnfound, writeUnfound, writtenAfter } from './unfound.server.ts';

const rpc = vi.fn();
const seam: { server: { rpc: typeof rpc } | null } = { server: { rpc } };
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => seam }));
vi.mock('#lib/log/log.server.ts', () => ({ log: () => undefined }));

const search = (words: string) => ({ ...emptyFilter, words });
const written = () =>
	rpc.mock.calls.map(([, given]) => (given as { given: { words: string }[] }).given);

beforeEach(async () => {
	vi.useFakeTimers();
	seam.server = { rpc };
	rpc.mockReset().mockResolvedValue({ error: null });
	await writeUnfound();
	rpc.mockClear();
});
afterEach(() => vi.useRealTimers());

it('writes them folded, each once, after a minute', async () => {
	noteUnfound(search('Jurists  Kuldīgā'), 'organisations');
	noteUnfound(search('jurists kuldiga'), 'organisations');
	noteUnfound(search('jurists'), 'events');
	await vi.advanceTimersByTimeAsync(writtenAfter - 1);
	expect(rpc).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1);
	expect(rpc).toHaveBeenCalledWith('note_unfound', {
		given: [
			{ subject: 'organisation', words: 'jurists kuldiga' },
			{ subject: 'event', words: 'jurists' }
		]
	});
	await vi.advanceTimersByTimeAsync(writtenAfter * 10);
	expect(rpc).toHaveBeenCalledTimes(1);
});

it('leaves out what names anything beside the words, and what may not be kept', async () => {
	noteUnfound({ ...search('jurists'), regions: ['kurzeme'] }, 'organisations');
	noteUnfound({ ...search('jurists'), online: true }, 'events');
	noteUnfound({ ...emptyFilter, regions: ['kurzeme'] }, 'organisations');
	for (const words of [
		'anna@example.org',
		'120385-11234',
		'a',
		'29',
		'x'.repeat(61),
		'tālr. 2912 3456'
	])
		noteUnfound(search(words), 'organisations');
	await writeUnfound();
	expect(rpc).not.toHaveBeenCalled();
});

it('holds no more than so many, however many come', async () => {
	for (let number = 0; number < maxWaiting * 20; number += 1)
		noteUnfound(search(`pludi ${number}`), 'organisations');
	await writeUnfound();
	expect(written().map((given) => given.length)).toEqual([maxWaiting]);
});

it('tries again what could not be written, and keeps to its room', async () => {
	rpc.mockResolvedValueOnce({ error: { code: 'backend_away', message: '' } });
	rpc.mockRejectedValueOnce(new Error('gone'));
	noteUnfound(search('jurists'), 'organisations');
	await vi.advanceTimersByTimeAsync(writtenAfter);
	for (let number = 0; number < maxWaiting * 2; number += 1)
		noteUnfound(search(`pludi ${number}`), 'organisations');
	await vi.advanceTimersByTimeAsync(writtenAfter * 2);
	expect(written().map((given) => given.length)).toEqual([1, maxWaiting, maxWaiting]);
	expect(written()[2]?.map(({ words }) => words)).toContain('jurists');
	await vi.advanceTimersByTimeAsync(writtenAfter * 5);
	expect(rpc).toHaveBeenCalledTimes(3);
});

it('collects nothing where it could not be written', async () => {
	seam.server = null;
	noteUnfound(search('jurists'), 'organisations');
	seam.server = { rpc };
	await writeUnfound();
	expect(rpc).not.toHaveBeenCalled();
});
