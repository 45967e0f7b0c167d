// Nobody sees a page of coordinators without being one. Each page and action asks again by itself
// (access.ts): SvelteKit runs the loads side by side, and an action before any of them.
import { requirePerson } from '#lib/account/access.ts';
import { diskNotice } from '#lib/desk/disk-notice.server.ts';
import { barOf } from '#lib/desk/signed-in.server.ts';
import { takeFlash } from '#lib/http/flash.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url, cookies }) => {
	const person = requirePerson(locals, url);
	const me = barOf(person);
	// The address is asked for so that this runs anew on every page: a message is for one of them.
	const page = url.pathname + url.search;
	return {
		me,
		disk: diskNotice(person),
		flash: takeFlash(cookies),
		page
	};
};
