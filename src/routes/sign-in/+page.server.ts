// Where signing in begins. Whoever is in already goes on at once.
import { nextPath } from '#lib/account/next.ts';
import { pathOf } from '#lib/page/paths.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = ({ locals, url }) => {
	const next = nextPath(url.searchParams.get('next'), locals.locale);
	if (locals.person) redirect(303, next);
	if (locals.half)
		redirect(303, `${pathOf('/sign-in/second', locals.locale)}?next=${encodeURIComponent(next)}`);
	return { next, stranger: locals.stranger, out: url.searchParams.has('out') };
};
