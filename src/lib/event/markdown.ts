// Descriptions are Markdown written by coordinators; pages get HTML. micromark escapes raw HTML and
// empties addresses of dangerous protocols by default, which is the reason it is used; neither
// default may be switched off here.
import { micromark } from 'micromark';

/**
 * Headings of a description start below the page's own: `#` becomes <h3>, and nothing goes deeper
 * than <h6>. Written on the HTML, because micromark offers no such option; its headings carry no
 * attributes.
 */
function sinkHeadings(html: string): string {
	return html.replace(
		/<(\/?)h([1-6])>/g,
		(_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + 2)}>`
	);
}

/**
 * Images would make the visitor's browser ask another host, which the Content-Security-Policy
 * forbids and would show as a broken picture: the text that stands for the image is shown instead.
 */
function withoutImages(html: string): string {
	return html.replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, '$1');
}

/** Thirty lists or quotations within each other. */
const nested = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){30}/m;
/** What may begin or end an emphasis or a link. */
const signs = /[*_]+|\[/g;
const maxSigns = 400;

/**
 * More nested or more emphasised than any text of people. The time micromark takes grows with the
 * square of both: twenty thousand characters of them would hold everybody up for seconds, each time
 * the page is made.
 */
function isLabyrinth(markdown: string): boolean {
	return (
		nested.test(markdown) ||
		markdown.split(/\n[ \t]*\n/).some((block) => (block.match(signs)?.length ?? 0) > maxSigns)
	);
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as it was typed, as safe HTML. Takes no longer than the text is long. */
export function plainHtmlOf(text: string): string {
	const safe = text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
	return `<p>${safe}</p>`;
}

/**
 * Safe HTML of a Markdown text. A labyrinth of signs is shown as it was typed; other texts may
 * still take seconds, so pages ask markdown-cache.ts instead.
 */
export function htmlOf(markdown: string): string {
	if (isLabyrinth(markdown)) return plainHtmlOf(markdown);
	return withoutImages(sinkHeadings(micromark(markdown)));
}
