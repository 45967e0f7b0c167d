// Texts in the language a feed was asked for. Pages tell their language by their path; a feed has
// one path and `lang`.
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';

/** Does `work` with every message in `locale`, for this request alone. */
export async function inLanguage<T>(locale: Locale, work: () => T | Promise<T>): Promise<T> {
	const results: T[] = [];
	// The compiler's own way to say a language for one request: an address of a page in it.
	const page = new Request(`http://texts.invalid${pathOf('/', locale)}`);
	await paraglideMiddleware(page, async () => {
		results.push(await work());
		return new Response();
	});
	const [result] = results;
	if (results.length !== 1) throw new Error('the work was not done');
	return result as T;
}
