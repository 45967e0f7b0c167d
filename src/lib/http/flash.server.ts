// One message about what was just done, for the page that comes next. It waits in a cookie that
// page reads and deletes: it is said once, not again on reload, on Back or in a second tab, and
// needs no scripts.
import type { Cookies } from '@sveltejs/kit';

const name = 'flash';
/** More than any message has. */
const longest = 500;

/**
 * A message; whether a form was saved: what the browser kept of it has served then; and the
 * operation that takes back what was done, where one does.
 */
export interface Flash {
	message: string;
	saved: boolean;
	undo: string | null;
}

/**
 * Leaves the message for the next page of the coordinators. It is shown as text, whatever stands in
 * it.
 */
export function leaveFlash(
	cookies: Cookies,
	message: string,
	{ saved = false, undo }: { saved?: boolean; undo?: string } = {}
): void {
	const value = `${saved ? 'saved' : 'done'} ${undo ? `${undo} ` : ''}${message}`;
	cookies.set(name, value, { path: '/', httpOnly: true, sameSite: 'lax', maxAge: 60 });
}

/** The message that waits, which is gone then; null when none does. */
export function takeFlash(cookies: Cookies): Flash | null {
	const value = cookies.get(name)?.slice(0, longest);
	if (value === undefined) return null;
	cookies.delete(name, { path: '/' });
	const [, kind, undo, message] =
		/^(saved|done) (?:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) )?(.+)$/s.exec(value) ?? [];
	return message === undefined ? null : { message, saved: kind === 'saved', undo: undo ?? null };
}
