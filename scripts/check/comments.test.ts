// Comments are wrapped without a word lost, and what is no comment is left alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_COLUMNS, tooWide, wrapComments } from './comments.ts';

const long = 'A sentence of some words that says why this is so and which accident it prevents. ';

describe('a comment', () => {
	it('is wrapped as its kind is written', () => {
		expect(wrapComments(`\t// ${long}${long}`, 'a.ts')).toBe(
			`\t// ${long}A sentence of\n` +
				'\t// some words that says why this is so and which accident it prevents.'
		);
		expect(wrapComments(`/** ${long}${long}*/\nlet a;`, 'a.ts').split('\n')).toEqual([
			'/**',
			` * ${long}A sentence of`,
			' * some words that says why this is so and which accident it prevents.',
			' */',
			'let a;'
		]);
		expect(wrapComments(`<!-- ${long}Both the end and -->`, 'a.svelte').split('\n')).toEqual([
			`<!-- ${long}Both the end`,
			'     and -->'
		]);
		expect(wrapComments(`-- ${long}${long}`, 'a.sql').split('\n')).toHaveLength(2);
	});

	it('keeps lists, tags and what fits', () => {
		const list = ` * - one\n * - ${long}${long.trim()}\n * @param a what`;
		const wrapped = wrapComments(`/**\n${list}\n */`, 'a.ts').split('\n');
		expect(wrapped).toHaveLength(6);
		expect(wrapped[3]).toMatch(/^ \* {3}\S/);
		expect(wrapped[4]).toBe(' * @param a what');
		const short = '// One line.\n// Another one, left as short as it is.\n';
		expect(wrapComments(short, 'a.ts')).toBe(short);
	});

	it('is nothing that stands in code', () => {
		const code = `const a = '${'// x '.repeat(40)}';\nconst b = ${'1 + '.repeat(40)}1; // ${long}`;
		expect(wrapComments(code, 'a.ts')).toBe(code);
		expect(tooWide(code, 'a.ts')).toEqual([]);
	});

	it('has the same words afterwards, in lines that fit, whatever it says', () => {
		const word = fc.stringMatching(/^[a-zš]{1,20}[.,]?$/);
		const lines = fc.array(fc.array(word, { minLength: 1, maxLength: 40 }), { maxLength: 6 });
		const words = (text: string) => text.match(/[a-zš.,]+/g);
		fc.assert(
			fc.property(
				lines,
				fc.constantFrom('// ', '\t\t// ', '-- ', 'block', 'markup'),
				(said, kind) => {
					const sentences = said.map((line) => line.join(' '));
					const file = kind === '-- ' ? 'a.sql' : kind === 'markup' ? 'a.svelte' : 'a.ts';
					const text =
						kind === 'block'
							? `\t/**\n${sentences.map((line) => `\t * ${line}\n`).join('')}\t */`
							: kind === 'markup'
								? `<!-- ${['x', ...sentences].join('\n     ')} -->`
								: sentences.map((line) => kind + line).join('\n');
					const wrapped = wrapComments(text, file);
					expect(words(wrapped)).toEqual(words(text));
					expect(tooWide(wrapped, file)).toEqual([]);
					expect(wrapComments(wrapped, file)).toBe(wrapped);
					for (const line of wrapped.split('\n'))
						expect(line.replaceAll('\t', '  ').length).toBeLessThanOrEqual(MAX_COLUMNS);
				}
			)
		);
	});
});
