// Single values of an address, read strictly: each function gives the value in its one canonical
// form, or null when the text cannot mean one. Nothing here throws.
import { uuidFrom } from '#lib/formats/uuid.ts';
import type { Bounds, Position } from '#lib/geo/position.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';

const longestWords = 100;

/**
 * Words to search for: one space between them, nothing that is not seen, composed letters (a
 * decomposed ā would not be found), at most 100 characters.
 */
export function wordsFrom(text: string): { text: string; cut: boolean } {
	const clean = [...squeezed(text)];
	if (clean.length <= longestWords) return { text: clean.join(''), cut: false };
	// Cutting may leave a bare combining mark's base behind, so what is left is composed once more.
	return { text: squeezed(clean.slice(0, longestWords).join('')), cut: true };
}

function squeezed(text: string): string {
	return visibleText(text.replace(/\p{Cc}/gu, ' '))
		.replace(/\s+/gu, ' ')
		.trim();
}

/**
 * The known values among those given, once each and sorted; the others go to `unknown`, once each.
 */
export function listFrom(
	values: readonly string[],
	isKnown: (value: string) => boolean,
	unknown: (value: string) => void
): string[] {
	const known: string[] = [];
	for (const value of new Set(values)) {
		if (isKnown(value)) known.push(value);
		else unknown(value);
	}
	return known.sort();
}

/** `lat,lng` in decimal WGS84 degrees, as an address of ours has it. */
export function nearFrom(text: string): Position | null {
	const match = /^\s*(-?\d{1,2}(?:\.\d{1,15})?)\s*,\s*(-?\d{1,3}(?:\.\d{1,15})?)\s*$/.exec(text);
	if (!match) return null;
	const lat = rounded(Number(match[1]));
	const lng = rounded(Number(match[2]));
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}

/**
 * Five decimals are about a metre; adding 0 turns -0, which has no form of its own in an address,
 * into 0.
 */
function rounded(degrees: number): number {
	return Math.round(degrees * 1e5) / 1e5 + 0;
}

/** A rectangle `south,west,north,east` in decimal WGS84 degrees that has a height and a width. */
export function areaFrom(text: string): Bounds | null {
	const numbers = text.split(',');
	if (numbers.length !== 4) return null;
	const low = nearFrom(numbers.slice(0, 2).join());
	const high = nearFrom(numbers.slice(2).join());
	if (!low || !high || low.lat >= high.lat || low.lng >= high.lng) return null;
	return { south: low.lat, west: low.lng, north: high.lat, east: high.lng };
}

/** A postal address with the names of a parish and a municipality is longer than any name. */
export const longestPlace = 200;

/**
 * A place as somebody wrote it: its name, a postal address or a postcode, tidied like words. It has
 * a letter or is four digits, so that a mistyped coordinate is never looked up as a place.
 */
export function placeNameFrom(text: string): string | null {
	const name = squeezed(text);
	const isName = /\p{L}/u.test(name) || /^\d{4}$/.test(name);
	return isName && [...name].length <= longestPlace ? name : null;
}

/** Whether a text is the ISO 639-1 code of a language. */
export function isLanguage(text: string): boolean {
	if (!/^[a-z]{2}$/.test(text)) return false;
	languageNames ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
	return languageNames.of(text) !== undefined;
}
/** Made when it is first needed: most addresses name no language. */
let languageNames: Intl.DisplayNames | undefined;

/** The id of a row: a UUID in lower case. */
export function rowIdFrom(text: string): string | null {
	return uuidFrom(text) ?? null;
}

/** A radius in whole kilometres, 1 to 300. */
export function radiusFrom(text: string): number | null {
	return wholeNumber(text, 300);
}

/** The number of a page, 1 to 100,000. */
export function pageFrom(text: string): number | null {
	return wholeNumber(text, 100_000);
}

function wholeNumber(text: string, max: number): number | null {
	if (!/^[1-9]\d{0,5}$/.test(text)) return null;
	const value = Number(text);
	return value <= max ? value : null;
}

/** A day that exists, `YYYY-MM-DD`, from 1900 to 2199. */
export function dateFrom(text: string): string | null {
	if (!/^(19|2[01])\d\d-\d\d-\d\d$/.test(text)) return null;
	const day = new Date(`${text}T00:00:00Z`);
	// 30 February is either refused or rolled over to March, depending on the engine.
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null;
}
