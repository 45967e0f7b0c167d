// What supabase-js gets to see: answers of lite as HTTP responses, and refusals of this server in
// the same JSON form as PostgREST's errors, with a stable code.
import { NO_ROOM } from './disk.ts';
import type { ResponseMessage } from './protocol.ts';
import { NotServed, type Refused } from './queue.ts';

/**
 * Statuses whose responses may not have a body (https://fetch.spec.whatwg.org/#null-body-status).
 */
const WITHOUT_BODY = new Set([101, 103, 204, 205, 304]);

/** Codes that are safe and useful to pass on: an SQLSTATE, or PostgREST's own. */
const KNOWN_CODE = /^(?:[0-9A-Z]{5}|PGRST[0-9A-Z]+)$/;

/**
 * What a PostgreSQL server says when a time of the session is over; lite passes on the text but not
 * the SQLSTATE.
 */
const TIME_OVER = /canceling statement due to (statement|lock) timeout/;

/** What the driver, the system and a server that stops say of a connection; all of it passes. */
const CONNECTION_LOST =
	/the database is away|CONNECTION_(CLOSED|DESTROYED|ENDED)|CONNECT_TIMEOUT|ECONNREFUSED|ECONNRESET|EPIPE|terminating connection|the database system is|too many clients|remaining connection slots/;

/** A refusal in PostgREST's form. */
export function refusal(status: number, code: string, message: string): Response {
	return Response.json({ code, message, details: null, hint: null }, { status });
}

/** The refusals every caller may meet; the codes are part of the contract. */
export const refusals = {
	noDoor: () => refusal(404, 'backend_no_door', 'There is nothing at this address.'),
	timeout: () => refusal(503, 'backend_timeout', 'The database took too long to answer.'),
	restarted: () =>
		refusal(503, 'backend_restarted', 'The database was restarted while it answered.'),
	away: () => refusal(503, 'backend_away', 'The database does not answer at the moment.'),
	busy: () => refusal(503, 'backend_busy', 'Too many requests are waiting for the database.'),
	copying: () => refusal(503, 'backend_copying', 'A backup is being made at this moment.'),
	noRoom: () => refusal(507, 'backend_no_room', 'There is no room on the disk.'),
	closed: () => refusal(503, 'backend_closed', 'The server is shutting down.')
};

const refusedBecause: Record<Refused, () => Response> = {
	closed: refusals.closed,
	away: refusals.away,
	full: refusals.busy,
	waited: refusals.busy
};

/** The worker was ended or died while it held the request. */
export class WorkerLost extends Error {
	readonly timedOut: boolean;

	constructor(timedOut: boolean) {
		super('the worker was lost');
		this.name = 'WorkerLost';
		this.timedOut = timedOut;
	}
}

/**
 * The refusal that tells why a request was not served; null for an error that is no such reason.
 */
export function refusalFor(error: unknown): Response | null {
	if (error instanceof WorkerLost)
		return error.timedOut ? refusals.timeout() : refusals.restarted();
	if (error instanceof NotServed) return refusedBecause[error.reason]();
	return null;
}

/** What the database says of a write it was told not to do. */
const READ_ONLY = /in a read-only transaction/;

/** Whether an answer says that there was no room to write, or that it was not tried. */
function isWithoutRoom(status: number, text: string, readOnly: boolean): boolean {
	return (
		(readOnly && status >= 400 && READ_ONLY.test(text)) || (status >= 500 && NO_ROOM.test(text))
	);
}

/**
 * lite's answer. From status 500 on the text is the database's own (a failed CHECK or RAISE arrives
 * here with its SQL): the caller gets the code alone, `onFailure` the text for the log.
 */
export function toResponse(
	message: ResponseMessage,
	onFailure: (text: string) => void,
	readOnly = false
): Response {
	if (message.status >= (readOnly ? 400 : 500)) {
		const text = message.body === null ? '' : new TextDecoder().decode(message.body);
		if (isWithoutRoom(message.status, text, readOnly)) {
			if (!READ_ONLY.test(text)) onFailure(text);
			return refusals.noRoom();
		}
		if (message.status >= 500) {
			if (CONNECTION_LOST.test(text)) return refusals.away();
			onFailure(text);
			if (TIME_OVER.test(text)) return refusals.timeout();
			return refusal(message.status, codeIn(text), 'The database could not do this.');
		}
	}
	return new Response(WITHOUT_BODY.has(message.status) ? null : message.body, {
		status: message.status,
		headers: message.headers
	});
}

function codeIn(text: string): string {
	try {
		const body: unknown = JSON.parse(text);
		if (typeof body === 'object' && body !== null && 'code' in body) {
			const code = String(body.code);
			if (KNOWN_CODE.test(code)) return code;
		}
	} catch {
		// not JSON: no code
	}
	return 'backend_error';
}
