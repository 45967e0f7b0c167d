// Text as people type and paste it, without what nobody sees. Forms, search words, boxes of places,
// imports and the data interface all read with this one function, and the database refuses the same
// signs (internal.is_plain). What is only compared is folded instead (fold.ts).

/** Programs break lines in seven ways: Word with U+000B, PDFs with U+000C and U+2028. */
const lineEnd = /\r\n|[\r\v\f\u0085\u2028\u2029]/gu;
/** Blanks that do not break or have a width of their own. */
const blank = /[\u00A0\u1680\u2000-\u200A\u202F\u205F\u3000]/gu;
/**
 * The bullet of a symbol font has no number in Unicode but one that every font uses as it likes.
 */
const fontBullet = /^([ \t]*)\p{Co}(?=[ \t])/gmu;

const scripts = 'Arab Beng Deva Gujr Guru Knda Mlym Orya Sinh Taml Telu'.split(' ');
/** Letters that a joiner or non-joiner behind them writes in another way. */
const joining = `[${scripts.map((script) => `\\p{sc=${script}}`).join('')}]`;
const pictograph = '\\p{Extended_Pictographic}(?:\\p{Emoji_Modifier}|[\\uFE0E\\uFE0F])?';
/** Unseen signs that make what is seen another sign: parts of emojis, joiners between letters. */
const needed = [
	'\\u{1F3F4}[\\u{E0020}-\\u{E007E}]+\\u{E007F}',
	`${pictograph}(?:\\u200D${pictograph})*`,
	'[0-9#*]\\uFE0F\\u20E3',
	`${joining}[\\u200C\\u200D](?=${joining})`
].join('|');
/**
 * Controls, halves of characters, private and empty numbers, and what Unicode calls ignorable: soft
 * hyphens, zero-width signs, marks of the direction.
 */
const unseen =
	'(?![\\t\\n])[\\p{Cc}\\p{Co}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\uFDD0-\\uFDEF\\uFFF9-\\uFFFC\\uFFFE\\uFFFF\\u{FFFFE}\\u{FFFFF}\\u{10FFFE}\\u{10FFFF}]';
const neededOrUnseen = new RegExp(`(${needed})|${unseen}`, 'gu');

/**
 * The text without unseen signs, with plain blanks, `\n` for every line end and composed letters
 * (NFC). A symbol font's bullet at the beginning of a line is `•` where there are several lines.
 * Nothing that is seen goes; reading it again changes nothing.
 */
export function visibleText(text: string): string {
	const plain = text.replace(lineEnd, '\n').replace(blank, ' ');
	return (plain.includes('\n') ? plain.replace(fontBullet, '$1•') : plain)
		.replace(neededOrUnseen, (_, kept?: string) => kept ?? '')
		.normalize('NFC');
}
