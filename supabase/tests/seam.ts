// The seam for tests that count: the pages' own functions ask lite over a real database, and every
// question is written down. The backend they see is "hosted Supabase" at an address that leads
// here.
import { startBackend } from '#lib/backend/backend.server.ts';
import { patience } from '#lib/backend/content-version.server.ts';
import { vi } from 'vitest';
import type { Answer } from '#lib/backend/embedded/lite.ts';
import { secrets } from './served.ts';

const ADDRESS = 'http://embedded.invalid';

/** Milliseconds without a new question after which everything that could be asked has been. */
const QUIET = 60;

export interface Seam {
	/**
	 * What `work` asks, in rounds: all questions that are waiting are answered together, when nothing
	 * more is asked. So many rounds, so many questions depend on each other, however fast the
	 * database is.
	 */
	rounds(work: () => unknown): Promise<string[][]>;
}

interface Waiting {
	request: Request;
	resolve(response: Response): void;
	reject(error: unknown): void;
}

/** The last part of a question's address: a function's name, or a table's. */
const nameOf = ({ url }: Request) => new URL(url).pathname.split('/').at(-1) ?? '';

/** Lets the pages of this process ask `answer`. */
export async function startSeam(answer: Answer): Promise<Seam> {
	let waiting: Waiting[] = [];
	let rounds: string[][] = [];
	let quiet: NodeJS.Timeout | undefined;

	async function answerRound(): Promise<void> {
		const round = waiting;
		waiting = [];
		rounds.push(round.map(({ request }) => nameOf(request)).sort());
		const answers = await Promise.allSettled(round.map(({ request }) => answer(request)));
		for (const [at, { resolve, reject }] of round.entries()) {
			const outcome = answers[at];
			if (outcome?.status === 'fulfilled') resolve(outcome.value);
			else reject(outcome?.reason);
		}
	}

	vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
		const request = new Request(input, init);
		if (!request.url.startsWith(ADDRESS)) throw new Error(`nothing is at ${request.url}`);
		return await new Promise<Response>((resolve, reject) => {
			waiting.push({ request, resolve, reject });
			clearTimeout(quiet);
			quiet = setTimeout(() => void answerRound(), QUIET);
		});
	});
	// A version that comes late would be asked for again, with what hangs on it.
	patience.ms = 30_000;
	await startBackend({
		kind: 'supabase',
		url: ADDRESS,
		publishableKey: secrets.publishableKey,
		secretKey: secrets.secretKey
	});
	return {
		async rounds(work) {
			rounds = [];
			await work();
			return rounds;
		}
	};
}
