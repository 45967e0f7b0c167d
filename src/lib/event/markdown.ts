// Descriptions are Markdown written by coordinators; pages get HTML. micromark escapes raw HTML and
// empties addresses of dangerous protocols by default, which is the reason it is used; neither
// default may be switched off here.
import { micromark, type Options } from 'micromark';
import { asMarkdown, withOwnNumbers } from '#lib/formats/pasted-lists.ts';
import { withLinks, withWholeAddresses } from './bare-links.ts';

type Syntax = NonNullable<Options['extensions']>[number];
type Construct = Extract<NonNullable<NonNullable<Syntax['text']>[string]>, { tokenize: unknown }>;

/** The end of a line within a paragraph is what it looks like in the form: a new line. */
const lineBreak: Construct = {
	name: 'lineBreak',
	tokenize(effects, ok, nok) {
		return (code) => {
			// A backslash there breaks the line already.
			if (this.previous === 92) return nok(code);
			effects.enter('hardBreakTrailing');
			effects.enter('lineEnding');
			effects.consume(code);
			effects.exit('lineEnding');
			effects.exit('hardBreakTrailing');
			return ok;
		};
	}
};

/**
 * What people mean who know no Markdown: an indented line is no code, `<` is a sign like others, a
 * line break is one. The keys are micromark's numbers of the three line ends.
 */
const asMeant: Syntax = {
	text: { [-5]: lineBreak, [-4]: lineBreak, [-3]: lineBreak },
	disable: { null: ['codeIndented', 'htmlFlow', 'htmlText'] }
};

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
	const whole = withWholeAddresses(withOwnNumbers(asMarkdown(markdown)));
	return withLinks(withoutImages(sinkHeadings(micromark(whole, { extensions: [asMeant] }))));
}
