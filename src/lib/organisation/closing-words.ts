// What an organisation has said of itself by the link of a mail, in words.
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayWords } from '#lib/time/dates.ts';

/** Closed or moved, since when, and where to. */
export function closingWords(
	{ what, on, whereTo }: { what: 'closed' | 'moved'; on: string; whereTo: string | null },
	locale: Locale
): string {
	const date = dayWords(on, locale);
	const said =
		what === 'closed' ? m.still_true_said_closed({ date }) : m.still_true_said_moved({ date });
	return whereTo === null ? said : `${said}. ${m.still_true_said_where({ where: whereTo })}`;
}
