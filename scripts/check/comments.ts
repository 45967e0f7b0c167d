// Comments have one width. `npm run check` names the lines that are longer, `npm run format` wraps
// the paragraphs they stand in. Only lines that are nothing but comment are looked at: what follows
// code on its line is prettier's business.

/** Columns of a line. */
export const MAX_COLUMNS = 100;
/** Columns of a tab, as prettier counts. */
const TAB = 2;

/** A line of a comment, taken apart. */
interface Line {
	/** What a line of its paragraph begins with: the indentation and the sign of the comment. */
	lead: string;
	/** What a paragraph goes on with, where that is something else. */
	follow: string;
	text: string;
	/** What ends the comment, on its last line. */
	end: string;
}

const columns = (line: string) => [...line.replaceAll('\t', ' '.repeat(TAB))].length;

/**
 * Lines that are not wrapped with the one before them: lists, tags, drawings, and what is empty.
 */
const standsAlone = (text: string) => text === '' || /^(?:[-*•@|`]|\d+\. | )/.test(text);

const signs = { sql: /^(\s*)(--)( ?)(.*)$/, other: /^(\s*)(\/\/)( ?)(.*)$/ };

/** The lines of a file, those of comments taken apart; `null` for all others. */
function linesOf(text: string, file: string): (Line | null)[] {
	const sign = file.endsWith('.sql') ? signs.sql : signs.other;
	/** Inside a comment that has an end: how it ends, and what its lines go on with. */
	let open: { end: string; follow: string } | null = null;
	return text.split('\n').map((line): Line | null => {
		if (open) {
			const { end, follow } = open;
			const closes: boolean = line.includes(end);
			if (closes) open = null;
			// Whatever is laid out otherwise is left as it is.
			if (!line.startsWith(follow.trimEnd()) || line.trim() === end) return null;
			const text = line.slice(follow.length);
			if (closes && !text.endsWith(end)) return null;
			return {
				lead: follow,
				follow,
				text: closes ? text.slice(0, -end.length).trimEnd() : text,
				end: closes ? ` ${end}` : ''
			};
		}
		const block = file.endsWith('.sql')
			? null
			: (/^(\s*)(\/\*\*? )(.*)$/.exec(line) ??
				(file.endsWith('.svelte') ? /^(\s*)(<!-- )(.*)$/.exec(line) : null));
		if (block) {
			const [, indent = '', begin = '', rest = ''] = block;
			const end = begin === '<!-- ' ? '-->' : '*/';
			const at = rest.indexOf(end);
			if (at !== -1 && at !== rest.length - end.length) return null;
			const follow = `${indent}${begin === '/** ' ? ' * ' : ' '.repeat(begin.length)}`;
			if (at === -1) open = { end, follow };
			return {
				lead: indent + begin,
				follow,
				text: at === -1 ? rest : rest.slice(0, at).trimEnd(),
				end: at === -1 ? '' : ` ${end}`
			};
		}
		if (/^\s*\/\*\*?$/.test(line)) {
			open = { end: '*/', follow: line.replace(/\/\*\*?$/, ' * ') };
			return null;
		}
		const [, indent = '', begin = '', space = '', rest = ''] = sign?.exec(line) ?? [];
		if (!begin || (space === '' && rest !== '')) return null;
		const lead = `${indent}${begin} `;
		return { lead, follow: lead, text: rest, end: '' };
	});
}

/**
 * Words in lines of the given width; a word that is longer has a line of its own, and so has a tag.
 */
function wrapped(words: readonly string[], lead: string, follow: string): string[] {
	const tags = follow.trim() === '*';
	const lines: string[] = [];
	let line = lead;
	let empty = true;
	for (const word of words) {
		if (!empty && (columns(`${line} ${word}`) > MAX_COLUMNS || (tags && /^@[a-z]+$/.test(word)))) {
			lines.push(line);
			line = follow;
			empty = true;
		}
		line += empty ? word : ` ${word}`;
		empty = false;
	}
	return [...lines, line];
}

/** Numbers (from 1) of the lines of comments that are too long and could be shorter. */
export function tooWide(text: string, file: string): number[] {
	const raw = text.split('\n');
	return linesOf(text, file).flatMap((line, at) =>
		line && columns(raw[at] ?? '') > MAX_COLUMNS && line.text.trim().includes(' ') ? [at + 1] : []
	);
}

/** The same text with every paragraph of a comment wrapped in which a line is too long. */
export function wrapComments(text: string, file: string): string {
	const raw = text.split('\n');
	const lines = linesOf(text, file);
	const result: string[] = [];
	for (let at = 0; at < raw.length;) {
		const first = lines[at];
		if (!first) {
			result.push(raw[at] ?? '');
			at += 1;
			continue;
		}
		let next = at + 1;
		if (!first.end && first.text.trim() !== '')
			for (; next < raw.length; next++) {
				const line = lines[next];
				if (!line || line.lead !== first.follow || standsAlone(line.text)) break;
				if (line.end) {
					next += 1;
					break;
				}
			}
		const paragraph = lines.slice(at, next) as Line[];
		const last = paragraph.at(-1) ?? first;
		const wide = raw.slice(at, next).some((line) => columns(line) > MAX_COLUMNS);
		if (!wide) result.push(...raw.slice(at, next));
		else {
			// A list's lines go on under its text.
			const hang = /^(\s*(?:[-*•]|\d+\.) +|\s+)/.exec(first.text)?.[0] ?? '';
			const follow = first.follow + ' '.repeat(hang.length);
			const words = paragraph.flatMap(({ text }) => text.trim().split(/\s+/));
			const start = first.lead + (/^\s+/.exec(first.text)?.[0] ?? '');
			const alone = first.lead.endsWith('/** ') && last.end === ' */';
			if (alone) {
				const indent = first.lead.slice(0, -4);
				result.push(`${indent}/**`, ...wrapped(words, first.follow, follow), `${indent} */`);
			} else {
				// What ends the comment stays behind its last word.
				words.push(`${words.pop() ?? ''}${last.end}`);
				result.push(...wrapped(words, start, follow));
			}
		}
		at = next;
	}
	return result.join('\n');
}
