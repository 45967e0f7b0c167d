// The bar of those signed in on public pages. A stranger's browser never loads it: it comes in a
// file of its own, before a page that was made with it comes to life (hooks.client.ts), and the
// server has it from its start (hooks.server.ts). It is the same for everybody; what it says of
// somebody comes with their page.
import type CoordinatorNav from '#lib/desk/CoordinatorNav.svelte';

/** Id of the element around the bar of a public page. */
export const personBarId = 'person-bar';

let loaded: typeof CoordinatorNav | null = null;

/** The bar, once it has come. */
export const personBar = () => loaded;

/** Lets the bar come. Null: it did not, and the page is without it. */
export async function loadPersonBar(): Promise<typeof CoordinatorNav | null> {
	const come = await import('#lib/desk/CoordinatorNav.svelte').catch(() => null);
	if (come) loaded = come.default;
	return loaded;
}
