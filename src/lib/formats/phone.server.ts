// Phone numbers as people read them. Server only: the numbering plans of the world have no place in
// a visitor's download.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { network } from '#network';

/** A number to show and to dial. */
export interface Phone {
	/** "+371 63027549" */
	shown: string;
	/** "tel:+37163027549" (RFC 3966) */
	href: string;
}

/**
 * An E.164 number as it is written in the network's country: the country's code, a space, the rest
 * in one piece ("+371 63027549"). Numbers of other countries are grouped by that country's habit.
 * What no numbering plan knows is shown as it stands, never dropped: the person may know better.
 */
export function phoneOf(e164: string): Phone {
	const number = parsePhoneNumberFromString(e164);
	if (!number) return { shown: e164, href: `tel:${e164.replace(/[^+\d]/g, '')}` };
	const shown =
		number.country === network.country
			? `+${number.countryCallingCode} ${number.nationalNumber}`
			: number.format('INTERNATIONAL');
	return { shown, href: `tel:${number.number}` };
}
