// The clock of the server: visitors learn of what it published, a database that does not answer
// stops nothing and is told once, and where no jobs are kept what a visitor may ask for is done.
import { logTo } from '#lib/log/log.server.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const visitor = vi.fn();
const contentChanged = vi.fn();
const shown: { server: { rpc: typeof visitor } | null } = { server: null };
vi.mock('#lib/backend/backend.server.ts', () => ({
	backend: () => ({ visitor: { rpc: visitor }, server: shown.server })
}));
vi.mock('#lib/backend/content-version.server.ts', () => ({ contentChanged }));
vi.mock('#lib/mail/queue.server.ts', () => ({ sendDue: () => Promise.resolve({ sent: 2 }) }));
const { lineOf, tick } = await import('./scheduler.server.ts');

let lines: string[] = [];
let putBack: () => void;
beforeEach(() => {
	lines = [];
	putBack = logTo((_, line) => lines.push(line));
	shown.server = null;
});
afterEach(() => {
	putBack();
	vi.restoreAllMocks();
	visitor.mockReset();
	contentChanged.mockReset();
});

it.each([
	[{ published: 0, erased: 0 }, 0],
	[{ published: 1, erased: 0 }, 1],
	[{ published: 0, erased: 2 }, 1],
	[{ published: 0, erased: 0, pictures: 3 }, 0],
	[{ published: 0, erased: 0, refused: 1 }, 0]
])('%o makes visitors ask anew %i times', async (data, times) => {
	visitor.mockResolvedValue({ data, error: null });
	expect(await tick()).toBe(60);
	expect(visitor).toHaveBeenCalledExactlyOnceWith('run_jobs');
	expect(contentChanged).toHaveBeenCalledTimes(times);
});

it('a failure is logged once as long as it lasts, and once again when it comes back', async () => {
	visitor.mockResolvedValue({ data: null, error: { message: 'away' } });
	await tick();
	await tick();
	expect(lines).toHaveLength(1);
	visitor.mockRejectedValue(new Error('away for another reason'));
	await tick();
	expect(lines).toHaveLength(2);
	visitor.mockResolvedValue({ data: { published: 0, erased: 0 }, error: null });
	await tick();
	visitor.mockRejectedValue(new Error('away for another reason'));
	await tick();
	expect(lines).toHaveLength(3);
});

it('what a rule refused is said in the log', async () => {
	visitor.mockResolvedValue({ data: { published: 0, erased: 0, refused: 1 }, error: null });
	await tick();
	expect(lines).toHaveLength(1);
});

it('each job that was taken is ended with what it did, and the next look is in time', async () => {
	const ended = vi.fn();
	const rpc = vi.fn((name: string, given: object): Promise<{ data: unknown; error: null }> => {
		if (name === 'take_jobs') {
			const jobs = ['listings', 'mails'].map((job) => ({ name: job, lease: `lease of ${job}` }));
			return Promise.resolve({ data: { jobs, wait: 3000 }, error: null });
		}
		ended(given);
		return Promise.resolve({ data: 12.5, error: null });
	});
	shown.server = { rpc };
	visitor.mockRejectedValue(new Error('no room'));
	expect(await tick()).toBe(12.5);
	expect(ended.mock.calls).toEqual([
		[{ job: 'mails', by: 'lease of mails', did: { sent: 2 } }],
		[{ job: 'listings', by: 'lease of listings', did: {}, failure: 'no room' }]
	]);
	// The list itself cannot be had: looked at again in a minute.
	rpc.mockImplementation(() => Promise.reject(new Error('away')));
	expect(await tick()).toBe(60);
});

it('says in a line what a run did', () => {
	const run = { name: 'mails', failure: null };
	expect(lineOf({ ...run, did: { sent: 2, later: 0 } })).toBe('mails: sent 2');
	expect(lineOf({ ...run, did: { sent: 0 } })).toBe('mails: nothing to do');
	expect(lineOf({ ...run, did: {}, failure: 'away' })).toBe('mails: failed (away)');
});
