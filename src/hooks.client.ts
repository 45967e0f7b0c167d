// What happens in the browser before a page comes to life: a page that was made with the bar of
// somebody signed in waits for it, or the bar would go and come again.
import type { ClientInit } from '@sveltejs/kit';
import { loadPersonBar, personBarId } from './person-bar.ts';

export const init: ClientInit = async () => {
	if (document.getElementById(personBarId)) await loadPersonBar();
};
