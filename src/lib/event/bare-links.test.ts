// Addresses in a text become links, whole and without the end of the sentence; nothing else does.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { htmlOf } from './markdown.ts';

const linksIn = (text: string) =>
	[...htmlOf(text).matchAll(/<a href="([^"]*)">(.*?)<\/a>/g)].map(([, href, words]) => [
		href,
		words
	]);

it.each([
	['Skatiet www.kvalb.lv.', 'https://www.kvalb.lv', 'www.kvalb.lv'],
	['kvalb.lv/pasakumi, turpat', 'https://kvalb.lv/pasakumi', 'kvalb.lv/pasakumi'],
	[
		'(https://example.org/a_(b)?x=1&y=2)',
		'https://example.org/a_(b)?x=1&amp;y=2',
		'https://example.org/a_(b)?x=1&amp;y=2'
	],
	['„http://example.org/”', 'http://example.org/', 'http://example.org/'],
	[
		'https://example.org/_next_/a*b*',
		'https://example.org/_next_/a*b',
		'https://example.org/_next_/a*b'
	],
	['Rakstiet: info@kvalb.lv!', 'mailto:info@kvalb.lv', 'info@kvalb.lv'],
	['**https://example.org**', 'https://example.org', 'https://example.org'],
	['<https://example.org/x>', 'https://example.org/x', 'https://example.org/x'],
	['- [saite](https://example.org) un', 'https://example.org', 'saite'],
	['https://rīga.lv/ā', 'https://rīga.lv/ā', 'https://rīga.lv/ā']
])('%s', (text, href, words) => {
	expect(linksIn(text)).toEqual([[href, words]]);
});

it.each([
	'beigas.Tad sākums',
	'plkst.10.00, u.c. un t.i.',
	'`www.kvalb.lv`',
	'javascript://x.lv/%0aalert(1)',
	'https://kvalb.lv@evil.example/',
	'https://localhost/ http://10.0.0.1/',
	'ftp.example',
	'a@b'
])('no link: %s', (text) => {
	expect(linksIn(text)).toEqual([]);
});

it('links lead where their words say, whatever stands around them', () => {
	const piece = fc.constantFrom(
		...[
			'https://',
			'http://',
			'www.',
			'x.lv',
			'example.org',
			'/a_b_',
			'?a=1&b=2',
			'@',
			'info',
			'.',
			',',
			')',
			'('
		],
		...[
			'"',
			'<',
			'>',
			'&quot;',
			'&',
			"'",
			'_',
			'*',
			'[',
			']',
			'`',
			' ',
			'\n',
			'javascript:',
			':80',
			'#',
			'\\'
		]
	);
	fc.assert(
		fc.property(fc.array(piece, { maxLength: 16 }), (pieces) => {
			const html = htmlOf(pieces.join(''));
			for (const [, href = '', words = ''] of html.matchAll(/<a href="([^"]*)">([^<]*)<\/a>/g)) {
				expect(href).toMatch(/^(?:(?:https?|mailto):|$)/i);
				// Where Markdown made none itself, the words are the address.
				if (/[[\]<]/.test(pieces.join(''))) continue;
				expect([words, `https://${words}`, `mailto:${words}`]).toContain(href);
			}
			// Each tag is closed: no text was taken for one.
			for (const tag of ['a', 'em', 'strong', 'code'])
				expect(html.split(`<${tag}`).length).toBe(html.split(`</${tag}>`).length);
		}),
		{ numRuns: 1000 }
	);
});
