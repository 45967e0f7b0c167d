// The mails this product writes, in the language of whoever gets them, from what waits in the
// database.
import { network } from '#network';
import { Instant, LocalisedText, Text } from '#lib/backend/answer.ts';
import { pathOf } from '#lib/page/paths.ts';
import { dayWords, instantWords, momentWords } from '#lib/time/dates.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { localeOf, type Locale } from '#lib/i18n/languages.ts';
import { roleWords } from '#lib/network/roles.ts';
import { m } from '#lib/paraglide/messages.js';
import * as v from 'valibot';
import type { Mail } from './mailer.server.ts';
import { bodiesOf, type MailTemplate } from './template.ts';
import { siteOrigin } from './stops.server.ts';
import { isUnasked, unasked, type UnaskedSort } from './unasked.ts';
import { waitsMail } from './waits-mail.ts';

export type MailSort =
	| 'sign-in'
	| 'invitation'
	| 'password'
	| 'new-address'
	| 'address-changed'
	| 'second-factor-on'
	| 'second-factor-off'
	| 'second-factor-removed'
	| 'correction'
	| UnaskedSort;

/** What only the owner of the address may read. */
export interface MailSecret {
	link?: string;
	/** Six digits to sign in with. */
	code?: string;
	/** The answers of a mail that asks, each with its own link. */
	answers?: { right: string; change: string; closed: string };
}

/** A mail before it is written. */
export interface PlannedMail {
	id: string;
	sort: string;
	recipient: string;
	language: string;
	/** What the database knows of it. */
	about: unknown;
	secret: MailSecret;
	/** The link that stops its sort; null for a mail somebody has asked for. */
	stop: string | null;
}

/** What a sort says between greeting and signature; null: what it needs is missing. */
type Writer = (
	mail: PlannedMail,
	locale: Locale
) => Omit<MailTemplate, 'language' | 'signature' | 'footer'> | null;

const Named = v.object({ name: LocalisedText });
const Invitation = v.object({
	role: v.string(),
	deputy: v.boolean(),
	regions: v.array(Named),
	organisation: v.nullable(Named),
	invitedBy: Text,
	expiresAt: Instant
});
const NewAddress = v.object({ email: v.string() });
const Asked = v.object({ name: LocalisedText, confirmedOn: Text, again: v.boolean() });
const Operation = v.object({
	what: v.picklist(['disk', 'backup', 'mails']),
	since: Instant,
	detail: Text
});
const Correction = v.object({
	state: v.picklist(['accepted', 'declined']),
	reason: Text,
	name: v.nullable(LocalisedText),
	/** A listing was proposed. */
	isNew: v.optional(v.boolean(), false),
	/** How many fields were accepted as proposed; none of what was only a note. */
	taken: v.number(),
	/** Not all of it was accepted. */
	partly: v.boolean()
});
const CorrectionsWait = v.object({ count: v.number(), since: Instant });

const correctionWords = {
	accepted: m.correction_mail_subject_accepted,
	declined: m.correction_mail_subject_declined,
	opening: m.correction_mail_opening
};
const proposalWords = {
	accepted: m.propose_mail_subject_accepted,
	declined: m.propose_mail_subject_declined,
	opening: m.propose_mail_opening
};

/** What became of a correction, in one sentence of the mail's language. */
function decisionWords(
	{ state, reason, taken, partly, isNew }: v.InferOutput<typeof Correction>,
	locale: Locale
): string {
	const words = { locale };
	if (isNew)
		return state === 'declined'
			? m.propose_mail_declined({ reason: reason ?? '' }, words)
			: m.propose_mail_accepted({}, words);
	if (state === 'declined') return m.correction_mail_declined({ reason: reason ?? '' }, words);
	if (partly) return m.correction_mail_partly({}, words);
	return taken > 0 ? m.correction_mail_accepted({}, words) : m.correction_mail_noted({}, words);
}

/** What happened to a second factor: whoever did it without its owner is found out. */
const secondFactor =
	(said: typeof m.second_mail_on): Writer =>
	(_, locale) => {
		const words = { locale };
		const site = network.name[locale];
		return {
			subject: m.second_mail_subject({ site }, words),
			opening: [said({ site }, words), m.sign_in_password_mail_not_you({}, words)],
			closing: []
		};
	};

const writers: Record<MailSort, Writer> = {
	'second-factor-on': secondFactor(m.second_mail_on),
	'second-factor-off': secondFactor(m.second_mail_off),
	'second-factor-removed': secondFactor(m.second_mail_removed),

	/** A link and a code for somebody who asked to sign in. */
	'sign-in': ({ secret: { link, code } }, locale) => {
		if (code === undefined) return null;
		const words = { locale };
		const site = network.name[locale];
		return {
			subject: m.sign_in_mail_subject({ site, code }, words),
			opening: [m.sign_in_mail_opening({ site }, words)],
			...(link && { button: { text: m.sign_in_mail_button({}, words), href: link } }),
			code: { text: m.sign_in_mail_code({}, words), digits: code },
			closing: [m.sign_in_mail_lifetime({}, words), m.sign_in_mail_not_you({}, words)]
		};
	},

	invitation: ({ about, secret: { link } }, locale) => {
		const read = v.safeParse(Invitation, about);
		if (!read.success || link === undefined) return null;
		const words = { locale };
		const site = network.name[locale];
		const who = read.output.invitedBy ?? m.people_invitation_somebody({}, words);
		const date = instantWords(read.output.expiresAt, locale, 'until');
		return {
			subject: m.people_mail_subject({ site }, words),
			opening: [
				m.people_mail_opening({ who, site }, words),
				m.people_mail_role({ role: roleWords(read.output, locale) }, words)
			],
			button: { text: m.people_mail_button({}, words), href: link },
			closing: [m.people_mail_expires({ date }, words), m.people_mail_unwanted({}, words)]
		};
	},

	/** A password was set or changed: whoever did it without its owner is found out. */
	password: (_, locale) => {
		const words = { locale };
		const site = network.name[locale];
		return {
			subject: m.sign_in_password_mail_subject({ site }, words),
			opening: [
				m.sign_in_password_mail_opening({ site }, words),
				m.sign_in_password_mail_not_you({}, words)
			],
			closing: []
		};
	},

	/** To a new address of somebody's own, with the link that makes it theirs. */
	'new-address': ({ about, secret: { link } }, locale) => {
		const read = v.safeParse(NewAddress, about);
		if (!read.success || link === undefined) return null;
		const words = { locale };
		const site = network.name[locale];
		return {
			subject: m.people_address_mail_subject({ site }, words),
			opening: [m.people_address_mail_opening({ site, email: read.output.email }, words)],
			button: { text: m.people_address_mail_button({}, words), href: link },
			closing: [
				m.people_address_mail_lifetime({}, words),
				m.people_address_mail_unwanted({}, words)
			]
		};
	},

	/** To an address that is somebody's no longer, so that nobody changes it unseen. */
	'address-changed': ({ about }, locale) => {
		const read = v.safeParse(NewAddress, about);
		if (!read.success) return null;
		const words = { locale };
		const site = network.name[locale];
		return {
			subject: m.people_address_changed_mail_subject({ site }, words),
			opening: [
				m.people_address_changed_mail_opening({ site, email: read.output.email }, words),
				m.sign_in_password_mail_not_you({}, words)
			],
			closing: []
		};
	},

	/** To administrators: what goes wrong on the server and needs somebody. */
	operation: ({ about }, locale) => {
		const read = v.safeParse(Operation, about);
		if (!read.success) return null;
		const words = { locale };
		const { what, since, detail } = read.output;
		const { subject, opening } = operationWords[what];
		const date = momentWords(since, locale);
		return {
			subject: subject({ site: network.name[locale] }, words),
			opening: [
				opening({}, words),
				m.mail_operation_since({ date }, words),
				...(detail === null ? [] : [m.mail_operation_detail({ detail }, words)])
			],
			button: {
				text: m.mail_operation_button({}, words),
				href: new URL(pathOf('/coordinator/jobs', locale), siteOrigin()).href
			},
			closing: [m.mail_operation_once({}, words)]
		};
	},

	/** To the sender of a correction, with the link to answer once. */
	correction: ({ about, secret: { link } }, locale) => {
		const read = v.safeParse(Correction, about);
		if (!read.success || link === undefined) return null;
		const words = { locale };
		const site = network.name[locale];
		const { state, isNew } = read.output;
		const name = wordsIn(read.output.name ?? {}, locale);
		const { accepted, declined, opening } = isNew ? proposalWords : correctionWords;
		return {
			subject: (state === 'accepted' ? accepted : declined)({ site }, words),
			opening: [opening({ site, name }, words), decisionWords(read.output, locale)],
			button: { text: m.correction_mail_button({}, words), href: link },
			closing: [(isNew ? m.propose_mail_closing : m.correction_mail_closing)({}, words)]
		};
	},

	/** What has waited too long, to whoever is to decide about it. */
	'corrections-wait': ({ about }, locale) => {
		const read = v.safeParse(CorrectionsWait, about);
		if (!read.success) return null;
		const words = { locale };
		const site = network.name[locale];
		const { count, since } = read.output;
		const date = instantWords(since, locale, 'when');
		return {
			subject: m.correction_wait_mail_subject({ site }, words),
			opening: [m.correction_wait_mail_opening({ count, date }, words)],
			button: {
				text: m.correction_wait_mail_button({}, words),
				href: siteOrigin() + pathOf('/coordinator/corrections', locale)
			},
			closing: []
		};
	},

	/** To whoever keeps listings: what waits, what others changed, what comes, what went wrong. */
	waits: ({ about }, locale) => waitsMail(about, locale),

	/** To an organisation's own address: whether what is listed of it is still right. */
	'still-true': ({ about, secret: { answers } }, locale) => {
		const read = v.safeParse(Asked, about);
		if (!read.success || answers === undefined) return null;
		const words = { locale };
		const { confirmedOn, again } = read.output;
		const name = wordsIn(read.output.name, locale);
		const subject = again ? m.still_true_mail_subject_again : m.still_true_mail_subject;
		return {
			subject: subject({ name }, words),
			opening: [
				m.still_true_mail_opening({ site: network.name[locale], name }, words),
				confirmedOn === null
					? m.still_true_mail_never({}, words)
					: m.still_true_mail_confirmed({ date: dayWords(confirmedOn, locale, 'when') }, words),
				m.still_true_mail_ask({}, words)
			],
			ways: [
				{ text: m.still_true_mail_right({}, words), href: answers.right },
				{ text: m.still_true_mail_change({}, words), href: answers.change },
				{ text: m.still_true_mail_closed({}, words), href: answers.closed }
			],
			closing: [m.still_true_mail_lifetime({}, words)]
		};
	}
};

/** What administrators are told of, in their words; `detail` is what the server says of it. */
const operationWords = {
	disk: { subject: m.mail_disk_subject, opening: m.mail_disk_opening },
	backup: { subject: m.mail_backup_subject, opening: m.mail_backup_opening },
	mails: { subject: m.mail_mails_subject, opening: m.mail_mails_opening }
};

const isSort = (sort: string): sort is MailSort => Object.hasOwn(writers, sort);

/** The whole mail; null when it is of no known sort, or what it has to say is missing. */
export function writeMail(planned: PlannedMail): Mail | null {
	if (!isSort(planned.sort)) return null;
	const { sort, stop } = planned;
	if (isUnasked(sort) && stop === null) return null;
	const locale = localeOf(planned.language);
	const words = { locale };
	const written = writers[sort](planned, locale);
	return (
		written && {
			id: planned.id,
			to: planned.recipient,
			subject: written.subject,
			link: planned.secret.link ?? null,
			stop,
			...bodiesOf({
				...written,
				language: locale,
				opening: [m.sign_in_mail_greeting({}, words), ...written.opening],
				signature: m.sign_in_mail_signature({ site: network.name[locale] }, words),
				...(isUnasked(sort) &&
					stop !== null && {
						footer: { why: unasked[sort].why({}, words), text: m.mail_stop({}, words), href: stop }
					})
			})
		}
	);
}
