// What people type for a phone, a web address, a postcode or a registration number, as the database
// keeps it. Server only: the numbering plans of the world have no place in a download.
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { network } from '#network';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { harmonised } from './phone.server.ts';

/** What stands before a number: "tel.", "tālr.:", "mob.". */
const label = /^(?:tel|tālr|talr|tālrunis|telefons|mob|mobilais|phone|t)\s*[.:]*\s*(?=[+(\d])/i;
/** What stands before an extension, as people here write it. */
const extension =
	/[\s,;]*(?<!\p{L})(?:iekš(?:ējais)?|int|ext|extension)(?!\p{L})[\s.:=]*(\d{1,7})$/iu;

/** Without what is not seen and came along with a copied number, in one line. */
const visible = (typed: string) => visibleText(typed).replace(/\s+/g, ' ').trim();

/**
 * A phone number in E.164, with its extension as a `tel:` link has it ("+37163322715;ext=5", RFC
 * 3966). Without a country code it is one of the network's country; `assumed` says so where no
 * such number is known there. Null when it cannot be a number, or is more than one.
 */
export function readPhone(typed: string): { number: string; assumed: boolean } | null {
	const whole = visible(typed).replace(label, '');
	const inner = extension.exec(whole);
	const plain = (inner ? whole.slice(0, inner.index) : whole)
		// "(+371) 6332 2715": a bracket before the plus hides it.
		.replace(/^\(\s*(\+|00)\s*(\d{1,3})\s*\)/, '$1$2 ');
	const tail = inner ? `;ext=${inner[1]}` : '';
	const digits = plain.replace(/[\s-]/g, '');
	const local = digits.replace(new RegExp(`^(?:\\+|00)${callingCode().slice(1)}`), '');
	if (harmonised.test(local)) return { number: callingCode() + local + tail, assumed: false };
	const number = parsePhoneNumberFromString(plain, {
		defaultCountry: countryOf(network.country),
		extract: false
	});
	if (!number?.isPossible() || number.ext) return null;
	const abroad = /^(\+|00)/.test(plain);
	return { number: number.number + tail, assumed: !abroad && !number.isValid() };
}

/** How several numbers are told apart; an extension is no number of its own. */
const between = /\s*(?:[;,/]|\s(?:un|vai|and|or)\s)\s*(?!\s*(?:iekš|int|ext))/iu;

/**
 * Every number of a text ("63322715; 29123456"); null when one of them cannot be read. See
 * {@link readPhone}.
 */
export function readPhones(typed: string): string[] | null {
	const one = readPhone(typed);
	if (one) return [one.number];
	const read = visible(typed)
		.split(between)
		.filter((part) => part !== '')
		.map((part) => readPhone(part)?.number ?? null);
	return read.length > 1 && read.every((number) => number !== null) ? read : null;
}

type Country = NonNullable<NonNullable<ReturnType<typeof parsePhoneNumberFromString>>['country']>;
/**
 * The configuration holds it as a text; what is no country is none to the library either, and
 * numbers need their code then.
 */
const countryOf = (code: string) => code as Country;

/** A web address, as the database takes it (internal.is_web_address). */
const webAddressForm =
	/^https?:\/\/[^\s<>"/?#@:%^|`{}\\[\]]+(:[0-9]{1,4}|:[1-5][0-9]{4}|:6[0-5][0-9]{3})?([/?#][^\s<>"\\]*)?$/;

/**
 * A web address with its protocol; null when it is none. Only http and https lead anywhere from a
 * page of ours. Slips of the protocol are mended: "https:/x.lv", "//x.lv", "http//x.lv".
 */
export function readWebAddress(typed: string): string | null {
	const seen = visible(typed)
		.replace(/^(https?)(?::\/*|\/\/)(?=[^/:])/i, '$1://')
		.replace(/^\/\/(?=[^/])/, 'https://');
	const whole =
		/^[a-z][a-z0-9+.-]*:/i.test(seen) && !/^[^/]+\.[^/]+:\d/.test(seen) ? seen : `https://${seen}`;
	if (!URL.canParse(whole)) return null;
	const { protocol, hostname, username, password } = new URL(whole);
	if (protocol !== 'https:' && protocol !== 'http:') return null;
	// An address with a name before the host looks like another host than it is.
	if (username || password || !/\.[^.\d][^.]*$/.test(hostname)) return null;
	const address = whole.replace(/^https?:/i, protocol);
	// What was added may make it longer than is kept.
	return address.length <= 2000 && webAddressForm.test(address) ? address : null;
}

/**
 * A postcode in the network's form ("3301" and "lv 3301" are "LV-3301"); null when it cannot be
 * one.
 */
export function readPostcode(typed: string): string | null {
	const form = new RegExp(network.postcodePattern);
	const plain = visible(typed).toUpperCase();
	const tries = [
		plain,
		plain.replace(/[\s–-]+/g, '-'),
		plain.replace(/[\s–-]+/g, ''),
		`${network.country}-${plain}`,
		plain.replace(new RegExp(`^${network.country}[\\s–-]*`), `${network.country}-`)
	];
	return tries.find((one) => form.test(one)) ?? null;
}

/**
 * Whether the last digits of a registration number agree with the others, as the network's register
 * computes them. True where the network names no such rule.
 */
export function registrationNumberAgrees(number: string): boolean {
	const rule = network.registrationNumberCheck;
	if (!rule) return true;
	const sum = rule.weights.reduce(
		(total, weight, index) => total + weight * Number(number[index]),
		0
	);
	return sum % rule.modulus === rule.remainder;
}

/** "+371": what a number without a country code is given. */
export function callingCode(): string {
	return `+${getCountryCallingCode(countryOf(network.country))}`;
}
