// The table, read back by an independent reader (csv-parse), and nothing in it that a spreadsheet
// would run.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteOrderMark, csvRow, type Cell } from './csv.ts';

const separators = [',', ';'] as const;
const read = (text: string, delimiter = ',', bom = false): string[][] =>
	parse(text, { bom, delimiter, relax_column_count: false });

test.each(separators)(
	'whatever is in the cells comes back over %j, but for the apostrophe that makes a formula a text',
	(separator) => {
		const text = fc.string({ unit: 'binary', maxLength: 40 });
		fc.assert(
			fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 5 }), (rows) => {
				const back = read(
					rows.map((row) => csvRow(['first', ...row], separator)).join(''),
					separator
				);
				const expected = rows.map((row) => [
					'first',
					...row.map((cell) => cell.replaceAll("'", ''))
				]);
				expect(back.map((row) => row.map((cell) => cell.replaceAll("'", '')))).toEqual(expected);
			})
		);
	}
);

test.each(separators)('no cell begins with what a spreadsheet runs, over %j', (separator) => {
	const tricks = ['=1+1', '+371 1', '-2+3', '@SUM(A1)', '\t1', '\r1', '=cmd|"/c calc"!A1', '＝1'];
	for (const trick of tricks) {
		expect(read(csvRow(['x', trick], separator), separator)[0]?.[1]).toBe(`'${trick}`);
		// A list is one cell, and its first item begins it.
		expect(read(csvRow(['x', [trick, 'b']], separator), separator)[0]?.[1]).toBe(`'${trick}; b`);
	}
});

test('no cell begins with what a spreadsheet runs where it cuts elsewhere, either', () => {
	const cell = fc.string({
		unit: fc.constantFrom('=', '+', '-', '@', '＝', ';', ',', '\n', '\r', '\t', ' ', '"', 'a', '1')
	});
	fc.assert(
		fc.property(
			fc.array(cell, { minLength: 1, maxLength: 3 }),
			fc.constantFrom(...separators),
			(cells, separator) => {
				const cuts = separator === ',' ? /[;\t\r\n]/ : /[,\t\r\n]/;
				const [, ...parts] = csvRow(['first', ...cells], separator).split(cuts);
				for (const part of parts) expect(part).not.toMatch(/^[\s"]*[=+\-@＝＋－＠]/);
			}
		)
	);
	expect(csvRow(['Centrs; =HYPERLINK("https://evil.example")\n-1'], ',')).toBe(
		'"Centrs; \'=HYPERLINK(""https://evil.example"")\n\'-1"\r\n'
	);
});

test('numbers, truth and nothing are written bare, numbers as the language of the separator has them', () => {
	const cells: Cell[] = [
		-21.5,
		0,
		true,
		false,
		null,
		[],
		['a', 'b'],
		{ day: '2027-03-16' },
		{ time: '09:30' }
	];
	expect(csvRow(cells, ',')).toBe('-21.5,0,true,false,,,"a; b",2027-03-16,09:30\r\n');
	expect(csvRow(cells, ';')).toBe('-21,5;0;true;false;;;"a; b";2027-03-16;09:30\r\n');
});

test('the byte order mark is one and comes first', () => {
	expect(read(byteOrderMark + csvRow(['Ķekava', 'ē'], ';'), ';', true)).toEqual([['Ķekava', 'ē']]);
});
