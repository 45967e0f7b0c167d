// Markdown of descriptions becomes HTML that can do nothing.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { htmlOf } from './markdown.ts';

it('makes paragraphs, lists and links', () => {
	expect(htmlOf('Programma:\n\n- **ievads**\n- [saite](https://example.org/a?b=1&c=2)')).toBe(
		'<p>Programma:</p>\n<ul>\n<li><strong>ievads</strong></li>\n<li><a href="https://example.org/a?b=1&amp;c=2">saite</a></li>\n</ul>'
	);
});

it('shows what was pasted as it looked: lines, lists, days and addresses', () => {
	expect(htmlOf('Kuldīga\nSaldus  \nTalsi\\\nVentspils')).toBe(
		'<p>Kuldīga\n<br />Saldus  \n<br />Talsi<br />\nVentspils</p>'
	);
	expect(htmlOf('Programma:\n•\tviens\n•\tdivi\nBeigas')).toBe(
		'<p>Programma:</p>\n<ul>\n<li>viens</li>\n<li>divi</li>\n</ul>\n<p>Beigas</p>'
	);
	// Markdown would call the second day the 17th.
	expect(htmlOf('16. februāris\n23. februāris')).toBe('<p>16. februāris\n<br />23. februāris</p>');
	expect(htmlOf('\tar tabulatoru\n\n    ar atstarpēm')).toBe(
		'<p>ar tabulatoru</p>\n<p>ar atstarpēm</p>'
	);
	expect(htmlOf('info@x.lv\n\n`a\nb`\n\n```\nx\ny\n```')).toBe(
		'<p><a href="mailto:info@x.lv">info@x.lv</a></p>\n<p><code>a b</code></p>\n<pre><code>x\ny\n</code></pre>'
	);
});

it('puts headings below those of the page', () => {
	expect(htmlOf('# Viens\n\n###### Seši')).toBe('<h3>Viens</h3>\n<h6>Seši</h6>');
	// A heading someone writes about is text, not a heading.
	expect(htmlOf('`<h1>`')).toBe('<p><code>&lt;h1&gt;</code></p>');
});

it('shows the words of an image instead of fetching it', () => {
	expect(htmlOf('![Zāles plāns](https://example.org/plans.png "Plāns")')).toBe(
		'<p>Zāles plāns</p>'
	);
});

it('shows a labyrinth of signs as it was typed: working it out would hold everybody up', () => {
	for (const [labyrinth, begin] of [
		['*a_'.repeat(6666), '<p>*a_*a_'],
		['>'.repeat(20_000), '<p>&gt;&gt;'],
		['1. '.repeat(6666), '<p>1. 1. '],
		['[a'.repeat(5000), '<p>[a[a']
	] as const)
		expect(htmlOf(`Teksts\n\n${labyrinth}`).slice(0, 40)).toContain(
			`<p>Teksts\n\n${begin.slice(3)}`
		);
	// Rulers are no lists, and a long text may have many emphases.
	expect(htmlOf('-'.repeat(100))).toBe('<hr />');
	expect(htmlOf('* '.repeat(20))).toBe('<hr />');
	expect(htmlOf('**Jā**\n\n'.repeat(1000))).not.toContain('*');
});

it('lets no script, attribute or protocol through', () => {
	const text = [
		'<script>alert(1)</script>',
		'<img src=x onerror=alert(1)>',
		'[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](data:text/html,x) [d](vbscript:x)',
		'<javascript:alert(1)>',
		'![x](javascript:alert(1))',
		'[e]: javascript:alert(1)\n\n[e]'
	].join('\n\n');
	const html = htmlOf(text);
	expect(html).not.toMatch(/<script|<img|href="(javascript|data|vbscript)/i);
	expect(html).toContain('&lt;script&gt;');
});

it('gives, for anything, only tags of Markdown with no attribute but a link’s', () => {
	const piece = fc.constantFrom(
		'<',
		'>',
		'"',
		"'",
		'script',
		'img',
		' onerror=',
		'javascript:',
		'[',
		']',
		'(',
		')',
		'!',
		'#',
		'\n',
		'`',
		'*',
		'- ',
		'http://x',
		'&',
		'alt="',
		' '
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
			for (const [tag] of htmlOf(pieces.join('')).matchAll(/<[^>]*>/g)) {
				expect(tag).toMatch(
					/^<\/?(p|h[3-6]|ul|ol|li|strong|em|code|pre|blockquote|hr \/|br \/|ol start="\d+"|code class="language-[^"]*"|a|a href="[^"]*"( title="[^"]*")?)>$/
				);
				expect(tag).not.toMatch(/href="\s*(javascript|data|vbscript):/i);
			}
		}),
		{ numRuns: 500 }
	);
});
