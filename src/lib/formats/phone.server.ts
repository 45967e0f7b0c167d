// Phone numbers as people read them. Server only: the numbering plans of the world have no place in
// a visitor's download.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { network } from '#network';
import { m } from '#lib/paraglide/messages.js';

/** Numbers of the European Union that are the same in every member state (2007/116/EC). */
export const harmonised = /^116(\d{3})$/;

/** A number to show and to dial. */
export interface Phone {
	/** "+371 63027549" */
	shown: string;
	/** "tel:+37163027549" (RFC 3966) */
	href: string;
}

/**
 * An E.164 number, with its extension where it has one, as it is written in the network's country:
 * the country's code, a space, the rest in one piece ("+371 63027549"), with its extension ("+371
 * 63027549, ext. 5"). Numbers of other countries are grouped by that country's habit. What no
 * numbering plan knows is shown as it stands, never dropped: the person may know better.
 */
export function phoneOf(e164: string): Phone {
	const [main = '', inner] = e164.split(';ext=');
	const tail =
		inner === undefined ? '' : `, ${m.organisation_phone_extension({ extension: inner })}`;
	const link = inner === undefined ? '' : `;ext=${inner}`;
	const number = parsePhoneNumberFromString(main);
	if (!number) return { shown: main + tail, href: `tel:${main.replace(/[^+\d]/g, '')}${link}` };
	// Dialled without a country.
	const [, european] = harmonised.exec(number.nationalNumber) ?? [];
	if (european !== undefined && number.country === network.country)
		return { shown: `116 ${european}${tail}`, href: `tel:116${european}${link}` };
	const shown =
		number.country === network.country
			? `+${number.countryCallingCode} ${number.nationalNumber}`
			: number.format('INTERNATIONAL');
	return { shown: shown + tail, href: `tel:${number.number}${link}` };
}
