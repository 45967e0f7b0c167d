// What is said to people whose request is turned down, and to their programs.
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

/** For programs, in English. */
export const lines = {
	400: 'the body is broken',
	408: 'the body did not come in time',
	413: 'the body is too large',
	415: 'only forms are taken',
	429: 'too many requests at once',
	507: 'there is no room on the disk, nothing was saved'
} as const;

export type ShortStatus = keyof typeof lines;

const words = {
	400: { title: m.ui_unread_title, text: m.ui_unread_text },
	408: { title: m.ui_late_title, text: m.ui_late_text },
	413: { title: m.ui_too_large_title, text: m.ui_too_large_text },
	415: { title: m.ui_no_form_title, text: m.ui_no_form_text },
	429: { title: m.ui_too_many_title, text: m.ui_too_many_text },
	507: { title: m.ui_full_title, text: m.ui_full_text }
};

/** What people are told under a status. */
export function wordsOf(status: ShortStatus, locale: Locale): { title: string; text: string } {
	const { title, text } = words[status];
	return { title: title({}, { locale }), text: text({}, { locale }) };
}
