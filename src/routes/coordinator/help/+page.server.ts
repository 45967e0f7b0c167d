// Help for coordinators: a page of docs/.
import { requirePerson } from '#lib/account/access.ts';
import { helpIn } from '#lib/desk/help.server.ts';
import { error } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
	requirePerson(locals, url);
	const help = helpIn(locals.locale);
	if (!help) error(404, 'no help in this language');
	return { help };
};
