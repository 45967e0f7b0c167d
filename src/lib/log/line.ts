// What a line of the log may hold: one line, of bounded length, without secrets and without the
// addresses of people. Masked is by shape, because a secret comes in texts nobody wrote for the
// log: messages of the database and of libraries, stacks, paths somebody asked for.
import { isIPv6 } from 'node:net';

/** How much an event weighs. `security`: somebody failed to get in, got in, or was refused. */
export type Level = 'info' | 'warning' | 'error' | 'security';

/** Named values of an event; what is null or undefined is left out. */
export type Facts = Readonly<Record<string, string | number | null | undefined>>;

/** What happened, before it becomes a line. */
export interface Entry {
	level: Level;
	what: string;
	facts?: Facts;
	/** Its links are meant to be opened, and are not masked. */
	hasLinks?: boolean;
}

/** Characters of a line at most; a stack of twenty frames has half of it. */
const maxLength = 4000;

const networkOnly = /^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168)\./;

/** Longer words than any name here that mix capitals with others are keys, seals and tokens. */
const isSecretWord = (word: string) => /[A-Z]/.test(word) && /[a-z\d]/.test(word);

/**
 * A text without what may not stand in a log: passwords in addresses of servers, keys, tokens,
 * hashes and links' secrets, mail addresses, and IP addresses that are not of a local network.
 */
export function masked(text: string): string {
	return text
		.replace(/\b([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@]{1,300}@/gi, '$1[secret]@')
		.replace(/\b(cookie|authorization)(["']?\s*[=:]).*/gi, '$1$2[secret]')
		.replace(
			/\b(apikey|api_key|passwd|[\w-]{0,40}(?:password|secret|token|token_hash))(["']?\s*[=:]\s*["']?)[^\s"'&,;)]+/gi,
			'$1$2[secret]'
		)
		.replace(/\bbearer\s+\S+/gi, 'bearer [secret]')
		.replace(/\bcode=\d{6}\b/gi, 'code=[secret]')
		.replace(/\beyJ[\w-]{5,}(?:\.[\w-]*){1,2}/g, '[secret]')
		.replace(/\bsb_[a-z]+_[\w-]+/g, '[secret]')
		.replace(/[0-9a-f]{32,}/gi, '[secret]')
		.replace(/[\w-]{32,}/g, (word) => (isSecretWord(word) ? '[secret]' : word))
		.replace(
			/[^\s@/<>"'`(),;:=[\]]{1,256}@(?:[\p{L}\d-]{1,63}\.){1,8}\p{L}[\p{L}\d-]{1,62}/gu,
			'[address]'
		)
		.replace(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])/g, (ip) =>
			networkOnly.test(ip) ? ip : '[ip]'
		)
		.replace(/[\da-f:]{3,}(?:\.[.\d]+)?(?:%\w{1,16})?/gi, (found) => {
			const ip = found.replace(/^:(?!:)|(?<!:):$/g, '');
			return isIPv6(ip) && ip !== '::' && ip !== '::1' ? found.replace(ip, '[ip]') : found;
		});
}

/** Signs that end a line, steer a terminal or turn the direction of what follows. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

const escaped = (sign: string) =>
	sign === '\n' ? '\\n' : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A text as one line: masked, cut, and without signs nobody sees. */
export function oneLine(text: string, max = maxLength): string {
	// Cut first: what somebody sends is as long as they like, and each rule reads all of it.
	const cut = text.length > max ? `${text.slice(0, max)}…` : text;
	return masked(cut.toWellFormed()).replace(unseen, escaped);
}

/** A text without its links masked, everything else of it as in oneLine(). */
export function oneLineWithLinks(text: string): string {
	return text
		.split(/(https?:\/\/[^\s)]+)/)
		.map((part, index) => (index % 2 === 1 ? part.replace(unseen, escaped) : oneLine(part)))
		.join('');
}

const plainValue = /^[\w./:+?&%[\]…-]+$/;

/** The values of an entry as they may stand in a log. */
export function masksOf(facts: Facts): Record<string, string> {
	const masks: Record<string, string> = {};
	for (const [name, value] of Object.entries(facts))
		if (value !== null && value !== undefined) masks[name] = oneLine(String(value), 300);
	return masks;
}

/** The line of an event, without its end: `error: what happened name=value`. */
export function lineOf({ level, what, facts = {} }: Entry): string {
	let line = `${level === 'info' ? '' : `${level}: `}${oneLine(what)}`;
	for (const [name, written] of Object.entries(masksOf(facts)))
		line += ` ${name}=${plainValue.test(written) ? written : JSON.stringify(written)}`;
	return line;
}

/**
 * Where an error and what caused it came from, and nothing else of them: some carry the request,
 * whose cookies are a session.
 */
export function stackOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const own = error.stack ?? error.message;
	return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}
