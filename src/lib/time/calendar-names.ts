// Names of months and weekdays. They come from Intl; the Latvian case endings are formed from them
// here, because Intl only knows the nominative.
import type { Day } from './days.ts';
import type { Locale } from '#lib/i18n/languages.ts';

/** What Intl calls the languages of the interface. */
export const languageTags: Record<Locale, string> = { lv: 'lv', en: 'en-GB' };

const formats = new Map<string, Intl.DateTimeFormat>();

function calendarName(day: Day, locale: Locale, options: Intl.DateTimeFormatOptions): string {
	const key = `${locale} ${JSON.stringify(options)}`;
	let format = formats.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(languageTags[locale], { ...options, timeZone: 'UTC' });
		formats.set(key, format);
	}
	return format.format(new Date(`${day}T00:00:00Z`));
}

/** The month alone: "decembris", "December"; short: "dec.", "Dec". */
export function monthName(day: Day, locale: Locale, length: 'long' | 'short' = 'long'): string {
	return calendarName(day, locale, { month: length });
}

/** "pirmdiena", "Monday"; short: "pirmd.", "Mon". */
export function weekdayWords(day: Day, locale: Locale, length: 'long' | 'short' = 'long'): string {
	const name = calendarName(day, locale, { weekday: length });
	// Intl writes Latvian weekdays with a capital, which only the start of a sentence has.
	return locale === 'lv' ? name.toLocaleLowerCase('lv') : name;
}

export type Case = 'nominative' | 'genitive' | 'dative' | 'locative';

/**
 * A Latvian month in a case. All twelve are masculine, in -is (janvāris) or -s (marts); only
 * aprīlis changes its stem in the genitive (aprīļa).
 */
export function latvianMonth(day: Day, grammaticalCase: Case): string {
	const name = monthName(day, 'lv');
	const soft = name.endsWith('is');
	const stem = name.slice(0, soft ? -2 : -1);
	switch (grammaticalCase) {
		case 'nominative':
			return name;
		case 'genitive':
			return `${name === 'aprīlis' ? 'aprīļ' : stem}a`;
		case 'dative':
			return `${stem}${soft ? 'im' : 'am'}`;
		case 'locative':
			return `${stem}${soft ? 'ī' : 'ā'}`;
	}
}
