// Lists as Word, PDFs and web pages put them on the clipboard (a sign, a tab, a text), as lists of
// Markdown. Pure of the page's language and of the server: the form reads with it, the renderer
// reads once more what came another way, and reading twice changes nothing.
//
// Run by Node directly too (event/markdown-worker.ts): it imports nothing.

/** A bullet can be nothing else; a dash or a letter may begin a line of speech or of a poem. */
const bullet = /^([ \t]*)([•‣▪▫◦·●○■□◆◇➢➤✓✔❖⁃∙])[ \t]+(?=\S)/u;
/** Word's bullet of the second level: a letter o with a tab, or what became of the tab. */
const letterO = /^([ \t]*)(o)(?:\t[ \t]*| {2,})(?=\S)/u;
const dash = /^([ \t]*)([–—])[ \t]+(?=\S)/u;
const letter = /^([ \t]*)([a-zāčēģīķļņšūž]\))[ \t]+(?=\S)/iu;
const number = /^([ \t]*)(\d{1,9}[.)])[ \t]+(?=\S)/u;
/** Markdown's own. A ruler (`- - -`) is none. */
const own = /^([ \t]*)([-*+])[ \t]+(?=\S)/u;
const ruler = /^[ \t]*([-*_])(?:[ \t]*\1){2,}[ \t]*$/u;
const fence = /^[ \t]*(`{3,}|~{3,})/u;

type Sort = 'bullet' | 'dash' | 'letter' | 'number' | 'own';

interface Item {
	sort: Sort;
	/** Columns before the sign; a tab counts as four. */
	indent: number;
	sign: string;
	text: string;
}

interface Line {
	written: string;
	/** What it may be an item of. */
	item: Item | null;
	/** Nothing else than it is: code, or a ruler. */
	fixed: boolean;
}

const sorts: readonly [Sort, RegExp][] = [
	['bullet', bullet],
	['bullet', letterO],
	['dash', dash],
	['own', own],
	['number', number],
	['letter', letter]
];

const widthOf = (blanks: string) => blanks.replaceAll('\t', '    ').length;
const isBlank = (line: string) => line.trim() === '';

function itemOf(line: string): Item | null {
	for (const [sort, form] of sorts) {
		const found = form.exec(line);
		if (found)
			return {
				sort,
				indent: widthOf(found[1] ?? ''),
				sign: found[2] ?? '',
				text: line.slice(found[0].length)
			};
	}
	return null;
}

/**
 * Whether a line goes on with what the line before it says: it is indented, or in small letters.
 */
const goesOn = (line: string) => /^(?: {2,}|\t|[ ]?\p{Ll})/u.test(line);

function linesOf(text: string): Line[] {
	let open = '';
	return text.split('\n').map((written) => {
		const mark = fence.exec(written)?.[1] ?? '';
		const isCode = open !== '' || mark !== '';
		if (open === '') open = mark;
		else if (mark.startsWith(open) && written.trim() === mark) open = '';
		const fixed = isCode || ruler.test(written);
		return { written, item: fixed ? null : itemOf(written), fixed };
	});
}

/** Items that may be of one list. */
const familyOf = ({ sort, indent, sign }: Item) =>
	`${sort} ${indent} ${sort === 'number' ? sign.slice(-1) : ''}`;

const valueOf = ({ sort, sign }: Item) =>
	sort === 'number' ? Number.parseInt(sign, 10) : (sign.toLowerCase().codePointAt(0) ?? 0);

const isFirst = ({ sign }: Item) => /^(?:1[.)]|a\))$/iu.test(sign);

/**
 * Whether items of one family in a row are a list: dashes and letters not alone; numbers one after
 * the other, or all the same, as Markdown lets people write them. "16. februāris" and "23.
 * februāris" are two days, and a list would call the second one the 17th.
 */
function isList(items: readonly Item[]): boolean {
	const [first, second] = items;
	if (!first || first.sort === 'bullet' || first.sort === 'own') return true;
	if (!second) return false;
	if (first.sort === 'dash') return true;
	const values = items.map(valueOf);
	const step = valueOf(second) - valueOf(first);
	if (first.sort === 'letter') return first.sign.toLowerCase() === 'a)' && step === 1;
	return (
		(step === 0 || step === 1) &&
		values.every((value, place) => value === (values[0] ?? 0) + place * step)
	);
}

/** The lines with only those items left that are a list's. */
function withLists(lines: readonly Line[]): Line[] {
	const rows = new Map<string, number[]>();
	const kept = new Set<number>();
	const itemsAt = (places: readonly number[]) =>
		places.flatMap((place) => lines[place]?.item ?? []);
	const close = (family: string) => {
		const places = rows.get(family) ?? [];
		if (isList(itemsAt(places))) for (const place of places) kept.add(place);
		rows.delete(family);
	};
	for (const [place, { written, item }] of lines.entries()) {
		if (item) {
			const of = familyOf(item);
			// What stood further in has ended.
			for (const [other, [first = 0]] of rows)
				if ((lines[first]?.item?.indent ?? 0) > item.indent) close(other);
			const before = itemsAt(rows.get(of) ?? []).at(-1);
			// The list within the next item begins anew.
			if (before && isFirst(item) && !isFirst(before)) close(of);
			const row = rows.get(of);
			if (row) row.push(place);
			else rows.set(of, [place]);
		} else if (!isBlank(written) && !goesOn(written)) [...rows.keys()].forEach(close);
	}
	[...rows.keys()].forEach(close);
	return lines.map((line, place) => (kept.has(place) ? line : { ...line, item: null }));
}

/** A list that is open: how far in it was written, and how wide its signs are in Markdown. */
interface Level {
	sign: string;
	indent: number;
	width: number;
}

/** The sign of an item in Markdown. The letter of `a)` is kept: the text may speak of it. */
function markOf({ sort, sign }: Item): string {
	if (sort === 'own' || sort === 'number') return sign;
	return sort === 'letter' ? `- ${sign}` : '-';
}

/** Readings after which every text of people is as it stays. */
const maxReadings = 10;

/**
 * A text with its lists as Markdown's, without blanks around it. Other lines stay as they are, and
 * so does every letter; what follows a list on a line of its own is no part of its last item. Code
 * is left alone.
 */
export function asMarkdown(text: string): string {
	// The first line keeps what stands before its sign: it may tell a list from one within it.
	let read = text.replace(/^(?:[ \t]*\n)+/u, '').trimEnd();
	// A list that stands where it belongs may let another one be seen beside it.
	for (let reading = 0; reading < maxReadings; reading += 1) {
		const again = readOnce(read).trim();
		if (again === read) break;
		read = again;
	}
	return read;
}

function readOnce(text: string): string {
	const written: string[] = [];
	let levels: Level[] = [];
	/** The last line is blank, or there is none. */
	let afterBlank = true;
	for (const { written: line, item, fixed } of withLists(linesOf(text))) {
		if (item) {
			// Only a list that begins with 1 may follow a line of text.
			if (levels.length === 0 && !afterBlank && item.sort === 'number') written.push('');
			const before = levels;
			levels = enter(before, item, afterBlank);
			// Another list beside the one before it, not within.
			const place = levels.length - 1;
			const beside = before[place];
			if (beside && !afterBlank && beside.sign !== levels[place]?.sign) written.push('');
			const width = levels.slice(0, -1).reduce((sum, level) => sum + level.width, 0);
			written.push(`${' '.repeat(width)}${markOf(item)} ${item.text}`);
		} else {
			// Behind a blank line only what is indented is still of the item.
			const within = afterBlank ? /^(?: {2,}|\t)/u.test(line) : goesOn(line);
			if (!isBlank(line) && (fixed || !within)) {
				if (levels.length > 0 && !afterBlank) written.push('');
				levels = [];
			}
			written.push(line);
		}
		afterBlank = isBlank(line);
	}
	return written.join('\n');
}

/** The open lists with the one an item belongs to as the last. */
function enter(levels: readonly Level[], item: Item, afterBlank: boolean): Level[] {
	const sign = familyOf(item) + (item.sort === 'bullet' ? item.sign : '');
	const width = item.sort === 'number' ? item.sign.length + 1 : 2;
	const own = { sign, indent: item.indent, width };
	const known = levels.findLastIndex((level) => level.sign === sign);
	if (known >= 0) return [...levels.slice(0, known), own];
	const around = levels.filter((level) => level.indent <= item.indent);
	const last = around.at(-1);
	// Another sign as far in, with nothing between, is a list within the item; behind a blank line it
	// is a list of its own.
	if (last && afterBlank && last.indent === item.indent) around.pop();
	return [...around, own];
}

/**
 * Markdown in which numbers at the beginning of lines that are no list are what they are: a day, a
 * year, a house. Markdown would take them for lists and count on by itself.
 */
export function withOwnNumbers(markdown: string): string {
	const lines = linesOf(markdown);
	const listed = withLists(lines);
	return lines
		.map(({ written, item }, place) => {
			if (item?.sort === 'own')
				return written.replace(/^([ \t]*[-*+][ \t]+\d{1,9})([.)])(?=[ \t])/u, '$1\\$2');
			return item?.sort === 'number' && !listed[place]?.item
				? written.replace(/^([ \t]*\d+)([.)])/u, '$1\\$2')
				: written;
		})
		.join('\n');
}
