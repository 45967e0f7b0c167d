// Where somebody who is not signed in says what is wrong with an organisation's listing.
import type { Locale } from '#lib/i18n/languages.ts';
import { pathOf } from './paths.ts';

/** The path of the page that takes it: whom to write to in the region. */
export const changePath = (slug: string, locale: Locale): string =>
	`${pathOf('/organisation/:slug', locale, slug)}#region-contact`;
