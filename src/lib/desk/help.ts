// The coordinators' page of docs/ as a page of this site: parts with ids, and links that lead
// somewhere from here. Pure: which texts there are is said in help.server.ts.
import { micromark } from 'micromark';
import { fold } from '#lib/i18n/fold.ts';

/** One part under a heading. */
interface HelpPart {
	/** For addresses: `#` leads to it. */
	id: string;
	title: string;
	/** Safe HTML. */
	html: string;
}

export interface HelpText {
	title: string;
	/** Safe HTML of what stands before the first part. */
	lead: string;
	parts: HelpPart[];
}

/** Where a link of the text leads on this site; null for what is no page of it. */
type Resolve = (href: string) => string | null;

const anywhere = /^(https?:\/\/|mailto:|#)/;

/** What is on no page of ours is left as its words; a picture, as the text that stands for it. */
function htmlOf(markdown: string, resolve: Resolve): string {
	return micromark(markdown)
		.replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, '$1')
		.replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs, (_, href: string, words: string) => {
			const to = anywhere.test(href) ? href : resolve(href);
			return to === null ? words : `<a href="${to}">${words}</a>`;
		});
}

/** `Jauns pasākums` → `jauns-pasakums`; the second of that name gets a number. */
function idOf(title: string, taken: ReadonlySet<string>): string {
	const plain = fold(title).replace(/[^a-z0-9]+/g, '-');
	const id = plain.replace(/^-|-$/g, '') || 'part';
	let number = 1;
	while (taken.has(number === 1 ? id : `${id}-${number}`)) number += 1;
	return number === 1 ? id : `${id}-${number}`;
}

/**
 * A page of docs/ in parts, one for each heading of the second level.
 * @param markdown begins with its title, `# ...`
 */
export function helpFrom(markdown: string, resolve: Resolve): HelpText {
	// What is fenced is code: a line of it that begins with # is no heading.
	const pieces = [''];
	let fenced = false;
	for (const line of markdown.split(/\r?\n/)) {
		if (/^ {0,3}(```|~~~)/.test(line)) fenced = !fenced;
		if (!fenced && /^## /.test(line)) pieces.push('');
		pieces.push(`${pieces.pop() ?? ''}${line}\n`);
	}
	const [beginning = '', ...rest] = pieces;
	const taken = new Set<string>();
	const lead = beginning
		.replace(/^# .*$/m, '')
		// The way to the other language is in the head of every page.
		.replace(/^\(\[[^\]]*\]\([\w-]+\.md\)\)$/m, '');
	return {
		title: /^# +(.*)$/m.exec(beginning)?.[1]?.trim() ?? '',
		lead: htmlOf(lead, resolve),
		parts: rest.map((piece) => {
			const title = /^## +(.*)$/m.exec(piece)?.[1]?.trim() ?? '';
			const id = idOf(title, taken);
			taken.add(id);
			return { id, title, html: htmlOf(piece.replace(/^## .*$/m, ''), resolve) };
		})
	};
}
