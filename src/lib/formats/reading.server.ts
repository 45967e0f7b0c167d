// What people type for a phone, a web address, a postcode or a registration number, as the database
// keeps it. Server only: the numbering plans of the world have no place in a download.
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { network } from '#network';

/**
 * A phone number in E.164. Without a country code it is one of the network's country, and `assumed`
 * says so. Null when no numbering plan knows such a number.
 */
export function readPhone(typed: string): { number: string; assumed: boolean } | null {
	const number = parsePhoneNumberFromString(typed, {
		defaultCountry: countryOf(network.country),
		extract: false
	});
	if (!number?.isPossible() || number.ext) return null;
	return { number: number.number, assumed: !/^\s*(\+|00)/.test(typed) };
}

type Country = NonNullable<NonNullable<ReturnType<typeof parsePhoneNumberFromString>>['country']>;
/**
 * The configuration holds it as a text; what is no country is none to the library either, and
 * numbers need their code then.
 */
const countryOf = (code: string) => code as Country;

/**
 * A web address with its protocol; null when it is none. Only http and https lead anywhere from a
 * page of ours.
 */
export function readWebAddress(typed: string): string | null {
	const whole =
		/^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/]+\.[^/]+:\d/.test(typed)
			? typed
			: `https://${typed}`;
	if (!URL.canParse(whole) || /[\s<>"\\]/.test(whole)) return null;
	const { protocol, hostname, username, password } = new URL(whole);
	if (protocol !== 'https:' && protocol !== 'http:') return null;
	// An address with a name before the host looks like another host than it is.
	if (username || password || !/\.[^.\d][^.]*$/.test(hostname)) return null;
	return whole.replace(/^https?:/i, protocol);
}

/**
 * A postcode in the network's form ("3301" and "lv 3301" are "LV-3301"); null when it cannot be
 * one.
 */
export function readPostcode(typed: string): string | null {
	const form = new RegExp(network.postcodePattern);
	const plain = typed.toUpperCase().replace(/\s+/g, ' ').trim();
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
