// The texts as they are written in messages/ and in the pages for coordinators, for the tests of
// how they are worded.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const locales = ['lv', 'en'] as const;
type WrittenLocale = (typeof locales)[number];

/** The folders of messages/. */
export const subjects = readdirSync('messages');

/** The texts of one subject by their keys; a text that counts is an object. */
export function texts(subject: string, locale: WrittenLocale): Record<string, unknown> {
	const parsed: Record<string, unknown> = JSON.parse(
		readFileSync(join('messages', subject, `${locale}.json`), 'utf8')
	);
	delete parsed.$schema;
	return parsed;
}

/** Every text with its key, as JSON. */
export const all = (locale: WrittenLocale) =>
	subjects.flatMap((subject) =>
		Object.entries(texts(subject, locale)).map(
			([key, text]) => [key, JSON.stringify(text)] as const
		)
	);

/** The page for coordinators, which has to say what the buttons say. */
export const page = {
	lv: readFileSync('docs/koordinatoriem.md', 'utf8'),
	en: readFileSync('docs/coordinators.md', 'utf8')
};

/** Where a pattern is found: keys of texts, or the page for coordinators; with what was found. */
export const found = (locale: WrittenLocale, pattern: RegExp, except: readonly string[] = []) =>
	[...all(locale), ['the page for coordinators', page[locale]] as const].flatMap(([key, text]) => {
		const match = except.includes(key) ? null : pattern.exec(text);
		return match ? [`${key}: ${match[0]}`] : [];
	});
