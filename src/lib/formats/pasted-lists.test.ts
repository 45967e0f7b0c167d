// Lists as they come from other programs, and what must not become one.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asMarkdown, withOwnNumbers } from './pasted-lists.ts';

describe('a pasted list', () => {
	it.each([
		[
			'from Word, with a list within a list',
			'Programma:\n•\tReģistrācija\no\tkafija\no\tdokumenti\n•\tLekcija\nPēc tam diskusija.',
			'Programma:\n- Reģistrācija\n  - kafija\n  - dokumenti\n- Lekcija\n\nPēc tam diskusija.'
		],
		[
			'from Word, numbered, with letters within',
			'Kārtība\n1.\tPieteikšanās\na)\tpa tālruni\nb)\te-pastā\n2.\tApstiprinājums\nGaidām!',
			'Kārtība\n\n1. Pieteikšanās\n   - a) pa tālruni\n   - b) e-pastā\n2. Apstiprinājums\n\nGaidām!'
		],
		[
			'from a PDF, whose lines end where its page did',
			'▪ Kā sagatavot projektu, kas\natbilst nolikumam\n▪ Budžets',
			'- Kā sagatavot projektu, kas\natbilst nolikumam\n- Budžets'
		],
		['from a page, indented', '  ◦ viens\n  ◦ divi\n\nTrīs', '- viens\n- divi\n\nTrīs'],
		['beneath blank lines', ' \n\n\t• viens\n\t• divi\n\n', '- viens\n- divi'],
		['of dashes', '– viens\n– divi', '- viens\n- divi'],
		['with brackets', 'Lūdzam:\n1) nākt\n2) runāt', 'Lūdzam:\n\n1) nākt\n2) runāt'],
		['one list after the other', '• a\n• b\n\n1. c\n2. d', '- a\n- b\n\n1. c\n2. d'],
		[
			'two numbered lists within another',
			'• x\n1. a\n2. b\n• y\n1. c\n2. d',
			'- x\n  1. a\n  2. b\n- y\n  1. c\n  2. d'
		]
	])('%s', (_, pasted, markdown) => {
		expect(asMarkdown(pasted)).toBe(markdown);
		expect(asMarkdown(markdown)).toBe(markdown);
	});

	it.each([
		['a line of speech', '– Labdien, viņa teica.\nUn aizgāja.'],
		['days', '16. februāris – Kuldīga\n23. februāris – Saldus'],
		['a year', '2026. gada plāns\n\n2027. gada plāns'],
		['a letter of a law', 'b) apakšpunkts'],
		['a ruler', '* * *\n\n- - -'],
		['code', '```\n• a\n1) b\n```'],
		['Markdown', 'Teksts:\n\n- a\n  - b\n\n    vēl\n- c\n\n1. d\n2. e\n\n> f']
	])('%s stays as it is', (_, text) => {
		expect(asMarkdown(text)).toBe(text);
	});

	it('loses no letter and is one after one reading, whatever it was', () => {
		const line = fc
			.tuple(
				fc.constantFrom('', '', ' ', '  ', '\t', '    '),
				fc.constantFrom(
					'',
					'',
					'•\t',
					'▪ ',
					'o\t',
					'– ',
					'- ',
					'* ',
					'1. ',
					'2. ',
					'3) ',
					'16. ',
					'a) ',
					'b)\t',
					'> ',
					'# ',
					'```'
				),
				fc.constantFrom('', 'viens', 'Divi', '3', 'Četri pieci', '• x')
			)
			.map((parts) => parts.join(''));
		const letters = (text: string) =>
			text
				.replaceAll(/^[ \t]*(?:[•▪–-][ \t]+|o(?:\t[ \t]*| {2,}))(?=\S)/gmu, '- ')
				// An item that is a letter's has a sign before it.
				.replaceAll(/^[ \t]*- (?=[ab]\))/gmu, '')
				.replaceAll(/\s+/gu, '');
		fc.assert(
			fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
				const text = lines.join('\n');
				const once = asMarkdown(text);
				expect(asMarkdown(once)).toBe(once);
				expect(letters(once)).toBe(letters(text));
			}),
			{ numRuns: 3000 }
		);
	});
});

it('numbers that are no list are no list of Markdown', () => {
	expect(withOwnNumbers('16. februāris\n23. februāris\n\n1. a\n2. b\n\n- 5. maijs')).toBe(
		'16\\. februāris\n23\\. februāris\n\n1. a\n2. b\n\n- 5\\. maijs'
	);
});
