// A place as people write or paste it: a name, a postal address as it stands on an envelope or in a
// register ("Dārza iela 8A, Alūksne, Alūksnes nov., LV-4301"), a parish, a municipality, a
// postcode, a name in Cyrillic letters. What is read here are names to look up; whether there are
// such places the gazetteer knows.
import { fold, foldedEnd } from '#lib/i18n/fold.ts';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { latinised } from './latinised.ts';

export interface WrittenPlace {
	/**
	 * Names to look up, the nearest to the door first: of the village or town, then of the parish.
	 */
	names: string[];
	/**
	 * Folded name of the municipality without what sort it is ("cesu" of "Cēsu nov."); null when none
	 * is named.
	 */
	municipality: string | null;
	/** Its four digits. */
	postcode: string | null;
}

const municipalityWord =
	/[\s,]*\b(?:nov\.?|novad\p{L}*|raj\.?|rajon\p{L}*|municipality|county|district)$/u;
const parishWord = /\s+(?:pag\.?|pagast\p{L}*|parish)$/u;
const townWord =
	/\s+(?:valstspils\p{L}*\.?|pilset\p{L}*|pils\.|ciem(?:s|a|u|am)?|c\.|town|village)$/u;
const streetWord =
	/(?:^|\s)(?:iel[aaus]\p{L}*|bulv\p{L}*\.?|blvd\.?|alej\p{L}*|prospekt\p{L}*|prosp\.|pr\.|laukum\p{L}*|gatve\p{L}*|dambi\p{L}*|krastmal\p{L}*|linij\p{L}*|sosej\p{L}*|skersiel\p{L}*|sk\.|street|str\.?|avenue|ave\.?|road|square|ul\.?|ulica)(?=$|[\s\d.])/gu;
/** A house's number, with its letter, its flat and its building. */
const houseNumber = /(?:^|\s)\d{1,4}\s?\p{L}?(?:\s?[-/–]\s?\d{1,4}\p{L}?)*(?=$|[\s,])/gu;
/** A house in the country has a name, between quotation marks. */
const quoted = /["„“”«»'‘’][^"„“”«»]*["“”«»'‘’]/gu;
const country = /^(?:latvija|latvia|latvijas republika|lv|lettland|latvija\.)$/u;

/** What a text names. Never throws; a text without any name gives none. */
export function writtenPlace(text: string): WrittenPlace {
	// Hyphens of any form are hyphens.
	const latin = latinised(visibleText(text)).replaceAll(/[‐‑‒―−]/gu, '-');
	const postcode = /(?:\bLV[\s-]*|^\s*)(\d{4})\s*$|\bLV[\s–-]*(\d{4})\b/iu.exec(latin);
	const rest = latin
		.replaceAll(/\bLV[\s–-]*\d{4}\b/giu, ' ')
		.replaceAll(quoted, ' ')
		.replaceAll(/\([^)]*\)/gu, ' ');
	const plain: string[] = [];
	const parishes: string[] = [];
	let municipality: string | null = null;
	for (const part of rest.split(/[,;|\n]/u).map((one) => one.replaceAll(/\s+/gu, ' ').trim())) {
		const folded = fold(part);
		if (!/\p{L}/u.test(folded) || country.test(folded)) continue;
		if (municipalityWord.test(folded)) municipality = municipalityName(folded);
		else if (parishWord.test(folded)) parishes.push(cutAt(part, folded.search(parishWord)));
		else if (townWord.test(folded)) plain.push(cutAt(part, folded.search(townWord)));
		else plain.push(behindStreet(part, folded));
	}
	const names = [...plain, ...parishes].map((name) => name.trim()).filter((name) => name !== '');
	return {
		names: [...new Set(names)],
		municipality,
		postcode: postcode?.[1] ?? postcode?.[2] ?? null
	};
}

/** Folded name of a municipality without what sort it is; all of it when that is its name. */
export function municipalityName(folded: string): string {
	return folded.replace(municipalityWord, '').replace(townWord, '').trim() || folded;
}

/**
 * A part without its street and number: what stands behind them may be the town. The part itself
 * when it has none.
 */
function behindStreet(part: string, folded: string): string {
	const ends = [streetWord, houseNumber].flatMap((form) =>
		[...folded.matchAll(form)].map((found) => found.index + found[0].length)
	);
	if (ends.length === 0) return part;
	const behind = part.slice(foldedEnd(part, Math.max(...ends))).replace(/^[\s.-]+/u, '');
	return behind.length > 2 ? behind : '';
}

/** The beginning of a text whose folded form has this length: folding makes two letters of ß. */
const cutAt = (text: string, length: number): string => text.slice(0, foldedEnd(text, length));
