// The sorts of mail nobody has just asked for: each says why it comes and how it is stopped. The
// database has the same list (internal.unasked_mails).
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

type Words = (values?: object, options?: { locale?: Locale }) => string;

export const unasked = {
	invitation: { name: m.mail_sort_invitation, why: m.mail_why_invitation },
	operation: { name: m.mail_sort_operation, why: m.mail_why_operation },
	'corrections-wait': { name: m.jobs_mail_corrections_wait, why: m.correction_wait_mail_closing },
	waits: { name: m.waits_sort, why: m.waits_mail_why },
	'still-true': { name: m.still_true_sort, why: m.still_true_mail_why }
} satisfies Record<string, { name: Words; why: Words }>;

export type UnaskedSort = keyof typeof unasked;

export const isUnasked = (sort: string): sort is UnaskedSort => Object.hasOwn(unasked, sort);

/** A sort by its name; one that only a newer server knows by its key. */
export const unaskedName = (sort: string): string =>
	isUnasked(sort) ? unasked[sort].name() : sort;
