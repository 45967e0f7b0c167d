// Where somebody wanted to go before signing in. The address comes from outside, so only a page of
// this site behind the sign-in counts; anything else leads to the desk.
import { pathOf } from '#lib/page/paths.ts';
import { locales, type Locale } from '#lib/i18n/languages.ts';

/**
 * The path to go on to after signing in: `wanted` when it is a coordinators' page, else the desk in
 * `locale`. Another site, `//host`, a backslash or a path of dots is never followed.
 */
export function nextPath(wanted: string | null | undefined, locale: Locale): string {
	const desk = pathOf('/coordinator', locale);
	if (!wanted || wanted.length > 2000 || !wanted.startsWith('/')) return desk;
	let url: URL;
	try {
		url = new URL(wanted, 'http://here.invalid');
	} catch {
		return desk;
	}
	if (url.origin !== 'http://here.invalid') return desk;
	const behind = locales.some((language) => {
		const root = pathOf('/coordinator', language);
		return url.pathname === root || url.pathname.startsWith(`${root}/`);
	});
	return behind || locales.some((language) => url.pathname === pathOf('/sign-in/second', language))
		? url.pathname + url.search
		: desk;
}
