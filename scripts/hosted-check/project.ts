// A hosted project as a check reaches it: by HTTP as a visitor, as somebody signed in or as the
// server, and by SQL as its owner where DATABASE_URL is given.
import { chooseBackend } from '#lib/backend/backend.server.ts';
import { asHostedOwner } from '#lib/backend/embedded/hosted-owner.ts';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { StartError, codeOf, reasonOf } from '#lib/backend/embedded/start-error.ts';

/** Who asks: anybody, this server itself, or who holds an access token. */
export type Asker = 'visitor' | 'server' | { token: string };

export interface Answer {
	status: number;
	/** What came back, read as JSON; null when it is none. */
	body: unknown;
	/** The code of a refusal: an SQLSTATE, or the service's own. */
	code: string;
	message: string;
}

export interface Project {
	/** Without a slash at its end. */
	url: string;
	/**
	 * Asks the project's HTTP interface.
	 * @throws when nothing answers in time
	 */
	ask(asker: Asker, path: string, request?: { method?: string; body?: unknown }): Promise<Answer>;
	/** Does work as the owner of the database; null without DATABASE_URL. */
	owner: (<T>(work: (sql: SqlExecutor) => Promise<T>) => Promise<T>) | null;
}

/** Milliseconds one question may take; a check asks several. */
const QUESTION = 8000;

/**
 * The project the environment names.
 * @throws {StartError} CONFIGURATION when something is missing, or no address or key of its sort
 */
export function projectFrom(env: Record<string, string | undefined>): Project {
	// Both together are no mistake here, as they would be for a server.
	const choice = chooseBackend({ ...env, DATABASE_URL: undefined });
	if (choice.kind !== 'supabase' || choice.secretKey === undefined)
		throw new StartError(
			'CONFIGURATION',
			'Set PUBLIC_SUPABASE_URL, PUBLIC_SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY to those of the project; DATABASE_URL as well for what only SQL can tell.'
		);
	const { publishableKey, secretKey } = choice;
	const url = choice.url.replace(/\/+$/, '');
	const databaseUrl = env.DATABASE_URL?.trim();
	return {
		url,
		async ask(asker, path, { method, body } = {}) {
			const key = asker === 'server' ? secretKey : publishableKey;
			const response = await fetch(`${url}${path}`, {
				method: method ?? (body === undefined ? 'GET' : 'POST'),
				headers: {
					apikey: key,
					authorization: `Bearer ${typeof asker === 'object' ? asker.token : key}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' })
				},
				body: body === undefined ? null : JSON.stringify(body),
				signal: AbortSignal.timeout(QUESTION)
			});
			return read(response.status, await response.text());
		},
		owner: databaseUrl
			? (work) => asHostedOwner(databaseUrl, { statementTimeout: QUESTION }, work)
			: null
	};
}

function read(status: number, text: string): Answer {
	let body: unknown = null;
	try {
		body = JSON.parse(text);
	} catch {
		// A gateway's own page, or nothing.
	}
	const part = (...names: string[]) =>
		names.map((name) => field(body, name)).find((value) => typeof value === 'string') ?? '';
	return {
		status,
		body,
		code: String(part('code', 'error_code')),
		message: String(part('message', 'msg', 'error_description', 'error'))
	};
}

/** A field of an answer; undefined when it has none of that name. */
export function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** What an answer says, in a few words that fit into a sentence. */
export const wordsOf = ({ status, code, message }: Answer): string =>
	[message.replace(/\.$/, ''), `${[`HTTP ${status}`, code].filter(Boolean).join(', ')}`]
		.filter(Boolean)
		.join(' — ');

/** Why nothing answered, in a few words. */
export function whyNot(error: unknown): string {
	if (error instanceof Error && error.name === 'TimeoutError') return 'no answer in time';
	if (error instanceof StartError) return error.message.replace(/\.$/, '');
	const cause = error instanceof Error ? error.cause : undefined;
	return codeOf(cause) || codeOf(error) || reasonOf(error);
}
