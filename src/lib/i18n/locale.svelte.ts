// The language of the page being shown, as something that changes with it: paraglide's own
// `getLocale()` is not reactive, so a page that stays mounted while the address changes language
// would keep the old words.
import { page } from '$app/state';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { Locale } from './languages.ts';

/** The language of the page. Call it inside a component or a `$derived`. */
export function locale(): Locale {
	void page.url;
	return getLocale();
}
