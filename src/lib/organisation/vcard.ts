// The business card of an organisation as a vCard file, for the address book of a phone or a mail
// program.
//
// Version 3.0 (RFC 2426), not 4.0 (RFC 6350): every address book reads it, while Outlook and older
// phones refuse 4.0. What a listing holds fits both. Lines end with CRLF and are folded at 75
// octets, text is escaped (RFC 2426 §2.3, §4, §5.8.4).
import { escapeText, foldLine } from '#lib/formats/content-lines.ts';

/** What goes on the card; what is not known is left out. Plain text, nothing escaped yet. */
export interface Card {
	name: string;
	/** Stable over all downloads, so that a second import updates the first. */
	uid: string;
	/** Other names it is known by. */
	nicknames: readonly string[];
	/** E.164. */
	phones: readonly string[];
	email: string | null;
	website: string | null;
	/** The listing's own page in the directory. */
	source: string;
	address: {
		street: string | null;
		place: string | null;
		municipality: string | null;
		postcode: string | null;
		/** Country's name in the card's language. */
		country: string;
	};
	/**
	 * WGS84 degrees; only a pin that stands where the organisation is, not one at a town's centre.
	 */
	position: { lat: number; lng: number } | null;
	note: string | null;
	/** When the listing last changed, ISO 8601. */
	revised: string;
}

/**
 * A web address or e-mail is a value of its own type and is not escaped, but it must not start a
 * new line.
 */
const plain = (value: string) => value.replace(/\p{Cc}/gu, '');

/** The card as a file's content (UTF-8 text, media type text/vcard). */
export function vcard(card: Card): string {
	const { street, place, municipality, postcode, country } = card.address;
	const lines = [
		'BEGIN:VCARD',
		'VERSION:3.0',
		'PRODID:-//Tikls//Directory//EN',
		`UID:${plain(card.uid)}`,
		`FN:${escapeText(card.name)}`,
		// An organisation has no family name, but 3.0 demands N; Apple's address book shows a company
		// when told to.
		`N:${escapeText(card.name)};;;;`,
		`ORG:${escapeText(card.name)}`,
		'X-ABSHOWAS:COMPANY'
	];
	if (card.nicknames.length > 0) lines.push(`NICKNAME:${card.nicknames.map(escapeText).join(',')}`);
	for (const phone of card.phones) lines.push(`TEL;TYPE=WORK,VOICE:${plain(phone)}`);
	if (card.email) lines.push(`EMAIL;TYPE=INTERNET,WORK:${plain(card.email)}`);
	if (street || place || municipality || postcode) {
		const parts = ['', '', street, place, municipality, postcode, country];
		lines.push(`ADR;TYPE=WORK:${parts.map((part) => escapeText(part ?? '')).join(';')}`);
	}
	if (card.position)
		lines.push(`GEO:${card.position.lat.toFixed(6)};${card.position.lng.toFixed(6)}`);
	if (card.website) lines.push(`URL;TYPE=WORK:${plain(card.website)}`);
	if (card.note) lines.push(`NOTE:${escapeText(card.note)}`);
	lines.push(`SOURCE:${plain(card.source)}`, `REV:${plain(card.revised)}`, 'END:VCARD');
	return lines.map((line) => `${foldLine(line)}\r\n`).join('');
}
