// Where somebody who is not signed in says what is wrong with an organisation's listing.
import type { Locale } from '#lib/i18n/languages.ts';
import { pathOf } from './paths.ts';

/** The path of the form that anybody corrects it with. */
export const changePath = (slug: string, locale: Locale): string =>
	pathOf('/organisation/:slug/correct', locale, slug);
