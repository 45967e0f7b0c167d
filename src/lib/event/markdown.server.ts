// Descriptions are Markdown written by coordinators; pages get HTML. micromark escapes raw HTML and empties addresses of
// dangerous protocols by default, which is the reason it is used; neither default may be switched off here.
import { micromark } from 'micromark';

/**
 * Headings of a description start below the page's own: `#` becomes <h3>, and nothing goes deeper than <h6>. Written on the
 * HTML, because micromark offers no such option; its headings carry no attributes.
 */
function sinkHeadings(html: string): string {
	return html.replace(
		/<(\/?)h([1-6])>/g,
		(_, slash: string, level: string) => `<${slash}h${Math.min(6, Number(level) + 2)}>`
	);
}

/**
 * Images would make the visitor's browser ask another host, which the Content-Security-Policy forbids and would show as a
 * broken picture: the text that stands for the image is shown instead.
 */
function withoutImages(html: string): string {
	return html.replace(/<img [^>]*?alt="([^"]*)"[^>]*>/g, '$1');
}

/** Safe HTML of a Markdown text. */
export function htmlOf(markdown: string): string {
	return withoutImages(sinkHeadings(micromark(markdown)));
}
