// Guards at the head of every load function and action behind the sign-in. They make the way
// pleasant; the wall is in the database, which asks the same questions again with every statement.
import { pathOf } from '#lib/page/paths.ts';
import { m } from '#lib/paraglide/messages.js';
import { error, redirect } from '@sveltejs/kit';
import type { Person } from './person.ts';

/**
 * The signed-in member. Anybody else is sent to the sign-in page, or to that of the second factor,
 * which says what is the matter and leads back to `from`.
 */
export function requirePerson(locals: App.Locals, from?: URL): Person {
	if (locals.person) return locals.person;
	const next = from ? `?next=${encodeURIComponent(from.pathname + from.search)}` : '';
	redirect(303, pathOf(locals.half ? '/sign-in/second' : '/sign-in', locals.locale) + next);
}

/** The signed-in administrator; another member is told 403. */
export function requireAdministrator(locals: App.Locals, from?: URL): Person {
	const person = requirePerson(locals, from);
	if (!person.administrator)
		error(403, { message: 'Forbidden', reach: m.ui_forbidden_administrators() });
	return person;
}
