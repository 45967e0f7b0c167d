// Text as it is compared: the same in the browser as `internal.fold` makes it in the database. A
// test holds them together letter by letter.

/**
 * What is written and not seen: soft hyphens, what joins or parts letters without a gap, marks of
 * the direction. As the inside of a character class. For what is compared; what is typed is read by
 * visibleText(), which leaves an emoji whole.
 */
export const unseenSigns =
	'\\uFE0E\\uFE0F\\u034F\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u2060-\\u2064\\uFEFF';
const unseen = new RegExp(`[${unseenSigns}]`, 'gu');

/** The text without the signs nobody sees. */
export const withoutUnseen = (text: string): string => text.replace(unseen, '');

// Letters that Unicode does not take apart, and other forms of the hyphen and the apostrophe.
const letters = new Map<string, string>([
	...pairs(
		'ðøđħıĸłŋŧƀɓƃƈɖɗƌɛƒɠɩɨƙƚɲƞƥƫƭʈʋƴƶǥȡȥȴȵȶȷȼȿɀⱥⱦʉɇɉɍɏ',
		'dodhiqlntbbbcdddefgiiklnnptttvyzgdzlntjcszatuejry'
	),
	...pairs('‐‑‒–—―−’‘ʼʻς', "-------''''σ"),
	['ß', 'ss'],
	['æ', 'ae'],
	['œ', 'oe'],
	['þ', 'th']
]);

function pairs(from: string, to: string): [string, string][] {
	return [...from].map((letter, place) => [letter, to.charAt(place)]);
}

/**
 * Lower case without diacritics and without what nobody sees. Letters, hyphens and apostrophes
 * only: other signs stay as they are, and a letter may become two (ß, æ).
 */
export function fold(text: string): string {
	return withoutUnseen(text)
		.normalize('NFKD')
		.replace(/[\u0300-\u0362]+/gu, '')
		.toLowerCase()
		.replace(/[^\0-\x7F]/gu, (letter) => letters.get(letter) ?? letter);
}

/** Where in a text its folded form of this length ends. */
export function foldedEnd(text: string, length: number): number {
	let end = 0;
	let folded = 0;
	for (const letter of text) {
		if (folded >= length && fold(letter) !== '') break;
		folded += fold(letter).length;
		end += letter.length;
	}
	return end;
}
