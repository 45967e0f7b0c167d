// Nobody sees a page of coordinators without being one. Each page and action asks again by itself (access.ts): SvelteKit runs the
// loads side by side, and an action before any of them.
import { requirePerson } from '#lib/account/access.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals, url }) => {
	const { name, email, administrator } = requirePerson(locals, url);
	return { me: { name, email, administrator } };
};
