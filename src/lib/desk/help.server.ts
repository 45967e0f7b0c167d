// Help in the product. Its words are those of docs/, read when the site is built: one source, and
// nothing to be found beside the running server.
import english from '../../../docs/coordinators.md?raw';
import latvian from '../../../docs/koordinatoriem.md?raw';
import { locales, type Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { helpFrom, type HelpText } from './help.ts';

const files: Record<Locale, { name: string; text: string }> = {
	lv: { name: 'koordinatoriem.md', text: latvian },
	en: { name: 'coordinators.md', text: english }
};

const resolve = (href: string) => {
	const locale = locales.find((one) => files[one].name === href);
	return locale ? pathOf('/coordinator/help', locale) : null;
};

const texts = Object.fromEntries(
	locales.map((locale) => [locale, helpFrom(files[locale].text, resolve)])
);

/** The coordinators' page of docs/ in a language. */
export const helpIn = (locale: Locale): HelpText | undefined => texts[locale];
