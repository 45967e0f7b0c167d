// Which parts of a text match what was searched for, and whether a word was read as another one.
import { fold, unseenSigns } from '#lib/i18n/fold.ts';

/** How one typed word was read. */
export interface WordReading {
	/** As typed. */
	typed: string;
	/**
	 * What was searched for instead; null when it was searched for as typed, give or take diacritics.
	 */
	corrected: string | null;
	/** The forms found in the texts, lower case without diacritics. */
	forms: readonly string[];
	/** As typed and what was searched for instead, lower case without diacritics. */
	plain: string;
	meant: string | null;
	/** False for a word too many, which was left out. */
	read: boolean;
	/** False where nobody ever wrote the word and it was not tried what it could mean. */
	tried: boolean;
}

/** A piece of a text; the pieces together are the text. */
export interface Piece {
	text: string;
	hit: boolean;
}

/** The forms of all words together; null without words. */
export function formsOf(reading: readonly WordReading[]): ReadonlySet<string> | null {
	return reading.length > 0 ? new Set(reading.flatMap((word) => word.forms)) : null;
}

/** A word, with the accents and the signs nobody sees that stand within it. */
const word = new RegExp(`([\\p{L}\\p{N}]+(?:[\\p{M}${unseenSigns}]+[\\p{L}\\p{N}]+)*\\p{M}*)`, 'u');

/** The text in pieces, its matching words marked. Without forms it is one piece. */
export function marked(text: string, forms: ReadonlySet<string> | null): Piece[] {
	const pieces: Piece[] = [];
	// The capturing group keeps the words between what stands between them.
	for (const part of text.split(word)) {
		if (part === '') continue;
		const hit = forms?.has(fold(part)) ?? false;
		const last = pieces.at(-1);
		if (last && !hit && !last.hit) last.text += part;
		else pieces.push({ text: part, hit });
	}
	return pieces;
}

export const hasHit = (text: string, forms: ReadonlySet<string>) =>
	marked(text, forms).some((piece) => piece.hit);

/** About as much as a line of a list holds. */
const snippetLength = 110;

/**
 * The part of a text around its first match, cut at words, with an ellipsis where something was
 * left out; null when nothing in it matches.
 */
export function snippet(text: string, forms: ReadonlySet<string>): string | null {
	let start = 0;
	for (const piece of marked(text, forms)) {
		if (piece.hit) return around(text, start, start + piece.text.length);
		start += piece.text.length;
	}
	return null;
}

function around(text: string, start: number, end: number): string {
	if (text.length <= snippetLength) return text;
	const room = Math.max(0, snippetLength - (end - start));
	let from = Math.max(0, start - Math.floor(room / 3));
	let to = Math.min(text.length, from + snippetLength);
	from = Math.max(0, Math.min(from, to - snippetLength));
	if (from > 0) from = Math.min(start, text.indexOf(' ', from) + 1 || start);
	if (to < text.length) to = Math.max(end, text.lastIndexOf(' ', to));
	return `${from > 0 ? '… ' : ''}${text.slice(from, to).trim()}${to < text.length ? ' …' : ''}`;
}
