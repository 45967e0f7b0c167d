// The log of the server: one function, one line for each event, on the standard output or, what
// somebody should look at, on the standard error. No format strings: what somebody sent is never
// read as one. Run by Node directly too (the worker, scripts/serve.ts), so nothing of SvelteKit is
// known here.
import { createHmac, randomBytes } from 'node:crypto';
import { writeJson } from './json.server.ts';
import { lineOf, oneLineWithLinks, stackOf, type Entry, type Facts, type Level } from './line.ts';
import { requestId } from './request-id.server.ts';
import { Tally } from './tally.ts';

export { stackOf };

/** Where lines go. */
export type Output = (isError: boolean, line: string, entry: Entry) => void;

/** With its time (UTC), unless somebody looks on at a terminal. */
const asText: Output = (isError, line) => {
	const stream = isError ? process.stderr : process.stdout;
	const time = stream.isTTY ? '' : `${new Date().toISOString()} `;
	stream.write(`${time}${line}\n`);
};

/** `LOG_FORMAT=json`: for programs that collect logs. */
const standard: Output = (isError, line, entry) =>
	process.env.LOG_FORMAT === 'json' ? writeJson(entry) : asText(isError, line, entry);

/** Lines of strangers' mistakes and of refusals: of each kind so many a minute. */
const limits = { lines: 20, milliseconds: 60_000 };

// On globalThis: the commands, the bundle and the development server have this module each for
// themselves, and they are one log.
const shelf = globalThis as typeof globalThis & {
	tiklsLog?: { output: Output; mistakes: Tally; security: Tally; key: Buffer };
};

function shared() {
	if (shelf.tiklsLog) return shelf.tiklsLog;
	const mistakes = new Tally((what, facts) => write('info', what, facts, true), limits);
	const security = new Tally((what, facts) => write('security', what, facts), limits);
	process.once('exit', () => {
		mistakes.flush();
		security.flush();
	});
	shelf.tiklsLog = { output: standard, mistakes, security, key: randomBytes(32) };
	return shelf.tiklsLog;
}

function write(level: Level, what: string, facts: Facts = {}, isError = level !== 'info') {
	const entry = { level, what, facts: { request: requestId(), ...facts } };
	shared().output(isError, lineOf(entry), entry);
}

/** Sends lines elsewhere; for tests. @returns puts it back */
export function logTo(output: Output): () => void {
	const log = shared();
	const before = log.output;
	log.mistakes.flush();
	log.security.flush();
	log.output = output;
	return () => {
		log.mistakes.flush();
		log.security.flush();
		log.output = before;
	};
}

/** Writes one line. Secrets and addresses in it are masked (line.ts). */
export function log(level: Level, what: string, facts?: Facts): void {
	write(level, what, facts);
}

/** A fault of this program or of what it stands on: one line with the stack. */
export function logFault(what: string, fault: unknown, facts?: Facts): void {
	log('error', `${what}: ${stackOf(fault)}`, facts);
}

/**
 * A mistake of whoever sent something: short, and counted after twenty of its kind in a minute.
 * @param kind names the mistake and nothing of what was sent
 */
export function logMistake(kind: string, what: string): void {
	shared().mistakes.add(kind, what.slice(0, 300));
}

/**
 * An event of security by its name in the OWASP logging vocabulary (`authn_login_fail`), counted
 * after twenty of its kind in a minute.
 */
export function logSecurity(event: string, facts: Facts): void {
	shared().security.add(event, event, facts);
}

/**
 * A line whose links stay as they are. Only for links the operator is meant to open because there
 * is no other way: the first administrator's, and mails without a mail server.
 */
export function logLink(line: string): void {
	shared().output(false, oneLineWithLinks(line), { level: 'info', what: line, hasLinks: true });
}

/**
 * By what an address or a visitor is known in the log of this run: the same for the same text,
 * and after a restart another. Nobody can tell from it what the text was.
 */
export function markOf(text: string): string {
	return createHmac('sha256', shared().key).update(text).digest('base64url').slice(0, 8);
}

const consoleLevels = {
	debug: 'info',
	log: 'info',
	info: 'info',
	dir: 'info',
	table: 'info',
	warn: 'warning',
	error: 'error',
	trace: 'error'
} as const;

/** Whether a library wrote: the frame of a stack lies in its folder. */
const isOfLibrary = (frame = '') => /[\\/]node_modules[\\/]/.test(frame.replace(process.cwd(), ''));

/**
 * Takes the console's place, for whole processes. What this program prints by it becomes a line
 * of the log; what a library prints is dropped, because it holds what people typed (opening hours,
 * values of refused statements) and nothing an answer does not say. @returns puts it back
 */
export function takeConsole(target: Console = console): () => void {
	const before = { ...target };
	for (const [name, level] of Object.entries(consoleLevels)) {
		Reflect.set(target, name, (...parts: unknown[]) => {
			if (isOfLibrary(new Error().stack?.split('\n')[2])) return;
			log(level, parts.map(textOf).join(' '));
		});
	}
	return () => void Object.assign(target, before);
}

/** Objects are named, not opened: one may be a request. */
function textOf(part: unknown): string {
	if (part instanceof Error) return stackOf(part);
	return typeof part === 'object' && part !== null
		? Object.prototype.toString.call(part)
		: String(part);
}
