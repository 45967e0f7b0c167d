// The mails this product writes, in the language of whoever gets them.
import { network } from '#network';
import { backend, type IssuedCode } from '#lib/backend/backend.server.ts';
import type { Mail } from './mailer.server.ts';
import { instantWords } from '#lib/time/dates.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { bodiesOf } from './template.ts';

/** The language of a page, from its address. */
function languageOf(address: string | null): Locale {
	const path = address === null ? '' : new URL(address).pathname;
	return path === '/en' || path.startsWith('/en/') ? 'en' : 'lv';
}

/**
 * The mail to somebody who asked to sign in: a link and a code, in the language of the page its
 * link opens.
 */
export function signInMail(issued: IssuedCode, redirectTo: string | null): Mail {
	const locale = languageOf(redirectTo);
	const site = network.name[locale];
	const words = { locale };
	const link = redirectTo === null ? null : new URL(redirectTo);
	link?.searchParams.set('token_hash', backend().seal(issued.tokenHash));
	const subject = m.sign_in_mail_subject({ site, code: issued.code }, words);
	return {
		to: issued.email,
		subject,
		link: link?.href ?? null,
		...bodiesOf({
			subject,
			opening: [m.sign_in_mail_greeting({}, words), m.sign_in_mail_opening({ site }, words)],
			...(link && { button: { text: m.sign_in_mail_button({}, words), href: link.href } }),
			code: { text: m.sign_in_mail_code({}, words), digits: issued.code },
			closing: [m.sign_in_mail_lifetime({}, words), m.sign_in_mail_not_you({}, words)],
			signature: m.sign_in_mail_signature({ site }, words)
		})
	};
}

/** The mail to somebody who is invited. @param origin of this site, as visitors see it. */
export function invitationMail(invitation: {
	email: string;
	locale: Locale;
	origin: string;
	token: string;
	invitedBy: string;
	/** What they will be, in words of `locale`. */
	role: string;
	expiresAt: Date;
}): Mail {
	const { email, locale, origin, token, invitedBy, role, expiresAt } = invitation;
	const site = network.name[locale];
	const words = { locale };
	const link = origin + pathOf('/invitation/:secret', locale, token);
	const subject = m.people_mail_subject({ site }, words);
	return {
		to: email,
		subject,
		link,
		...bodiesOf({
			subject,
			opening: [
				m.sign_in_mail_greeting({}, words),
				m.people_mail_opening({ who: invitedBy, site }, words),
				m.people_mail_role({ role }, words)
			],
			button: { text: m.people_mail_button({}, words), href: link },
			closing: [
				m.people_mail_expires(
					{ date: instantWords(expiresAt.toISOString(), locale, 'until') },
					words
				),
				m.people_mail_unwanted({}, words)
			],
			signature: m.sign_in_mail_signature({ site }, words)
		})
	};
}

/**
 * Tells somebody that their password was set or changed: whoever did it without them is found out.
 */
export function passwordMail(email: string, locale: Locale): Mail {
	const site = network.name[locale];
	const words = { locale };
	const subject = m.sign_in_password_mail_subject({ site }, words);
	return {
		to: email,
		subject,
		link: null,
		...bodiesOf({
			subject,
			opening: [
				m.sign_in_mail_greeting({}, words),
				m.sign_in_password_mail_opening({ site }, words),
				m.sign_in_password_mail_not_you({}, words)
			],
			closing: [],
			signature: m.sign_in_mail_signature({ site }, words)
		})
	};
}

/** The mail to a new address of somebody's own, with the link that makes it theirs. */
export function newAddressMail(email: string, link: string, locale: Locale): Mail {
	const site = network.name[locale];
	const words = { locale };
	const subject = m.people_address_mail_subject({ site }, words);
	return {
		to: email,
		subject,
		link,
		...bodiesOf({
			subject,
			opening: [
				m.sign_in_mail_greeting({}, words),
				m.people_address_mail_opening({ site, email }, words)
			],
			button: { text: m.people_address_mail_button({}, words), href: link },
			closing: [
				m.people_address_mail_lifetime({}, words),
				m.people_address_mail_unwanted({}, words)
			],
			signature: m.sign_in_mail_signature({ site }, words)
		})
	};
}

/** The mail to an address that is somebody's no longer, so that nobody changes it unseen. */
export function addressChangedMail(before: string, email: string, locale: Locale): Mail {
	const site = network.name[locale];
	const words = { locale };
	const subject = m.people_address_changed_mail_subject({ site }, words);
	return {
		to: before,
		subject,
		link: null,
		...bodiesOf({
			subject,
			opening: [
				m.sign_in_mail_greeting({}, words),
				m.people_address_changed_mail_opening({ site, email }, words),
				m.sign_in_password_mail_not_you({}, words)
			],
			closing: [],
			signature: m.sign_in_mail_signature({ site }, words)
		})
	};
}
