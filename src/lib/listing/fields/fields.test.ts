// A table of fields: every sort is read, filled and told from one line, and what is typed comes
// back as it was kept.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valuesOf, type Typed } from '#lib/form/form.ts';
import { entryOf, inOrder, type FieldTable } from './field.ts';
import { typedFields } from './filling.server.ts';
import { gathered } from './localised.ts';
import { readFields } from './reading.server.ts';
import { listingFields } from './words.ts';

const label = () => 'Label';
const options = () => [
	{ value: 'a', label: 'First' },
	{ value: 'b', label: 'Second' }
];
const table: FieldTable = [
	{ name: 'name', sort: 'localised', max: 10, label, section: 's', required: () => 'name it' },
	{ name: 'note', sort: 'text', max: 5, label, section: 's' },
	{
		name: 'code',
		sort: 'text',
		max: 5,
		read: (typed) => (/^\d+$/.test(typed) ? typed : null),
		wrong: () => 'no code',
		label,
		section: 's'
	},
	{ name: 'kind', sort: 'choice', as: 'radio', options, otherwise: 'a', label, section: 's' },
	{
		name: 'ticked',
		sort: 'choices',
		options,
		code: /^[a-z]$/,
		length: 5,
		words: (ids) => ids.join(),
		label,
		section: 's'
	},
	{ name: 'pin', sort: 'own', keys: ['lat', 'lng'], controls: ['lat', 'lng_'], label },
	{ name: 'mail', sort: 'email', label, section: 's' },
	{ name: 'phone', sort: 'phone', label, section: 's' },
	{ name: 'web', sort: 'web', label, section: 's' },
	{ name: 'post', sort: 'postcode', label, section: 's' },
	{ name: 'places', sort: 'number', min: 1, max: 9, wrong: () => 'how many', label, section: 's' },
	{ name: 'old', sort: 'lines', of: 'text', max: 9, length: 3, label, section: 's' },
	{ name: 'phones', sort: 'list', of: 'phone', length: 3, label, legend: label, section: 's' }
];
const typed: Typed = {
	name_lv: ['Centrs'],
	name_en: [''],
	note: ['abc'],
	code: ['12'],
	kind: ['b'],
	ticked: ['b', 'a', 'x'],
	mail: ['a@example.org'],
	phone: ['63027549'],
	web: ['example.org'],
	post: ['3301'],
	places: ['3'],
	old: ['x\ny'],
	phones: ['63027549', '']
};
const document = {
	name: { lv: 'Centrs' },
	note: 'abc',
	code: '12',
	kind: 'b',
	ticked: ['a', 'b'],
	mail: 'a@example.org',
	phone: '+37163027549',
	web: 'https://example.org',
	post: 'LV-3301',
	places: 3,
	old: ['x', 'y'],
	phones: ['+37163027549']
};

describe('a table of fields', () => {
	it('reads what was typed, and is filled with what is kept', async () => {
		expect(await readFields(table, valuesOf(typed))).toEqual({ ok: true, document });
		const again = await readFields(table, valuesOf(typedFields(table, document)));
		expect(again).toEqual({ ok: true, document });
	});

	it('reads what was pasted as what is seen of it, and a phone is filled in as it is shown', async () => {
		const pasted: FieldTable = [
			{ name: 'text', sort: 'localised', max: 60, markdown: true, label, section: 's' },
			...table.slice(1)
		];
		const read = await readFields(
			pasted,
			valuesOf({
				...typed,
				note: ['\u200ba\u00adb\ue000\u2060'],
				text_lv: ['\n\uf0b7\tvi\u00adens\v\uf0b7\tdivi\n']
			})
		);
		expect(read).toMatchObject({ document: { note: 'ab', text: { lv: '- viens\n- divi' } } });
		const { phone, phones } = typedFields(table, document);
		expect([phone, phones]).toEqual([['+371 63027549'], ['+371 63027549']]);
	});

	it('takes nothing for nothing', async () => {
		const read = await readFields(table, { name_en: 'English' });
		expect(read).toMatchObject({
			ok: true,
			document: { name: { en: 'English' }, note: null, kind: 'a', ticked: [], phones: [] }
		});
	});

	it.each([
		[{ name_lv: [' '] }, ['name_lv']],
		[{ name_lv: ['x'.repeat(11)] }, ['name_lv']],
		[{ note: ['abcdef'] }, ['note']],
		[{ code: ['x'] }, ['code']],
		[{ kind: ['z'] }, ['kind']],
		[{ mail: ['a@'], phone: ['1'], web: ['javascript:x'] }, ['mail', 'phone', 'web']],
		[{ post: ['330'], places: ['0'], phones: ['nobody'] }, ['phones.0', 'places', 'post']],
		// Of several rows each that is wrong is told, by its place among those that hold something.
		[{ phones: ['63027549', '', 'nobody', '63027549', '12'] }, ['phones.1', 'phones.3']]
	])('%j: %j', async (change: Typed, wrong) => {
		const read = await readFields(table, valuesOf({ ...typed, ...change }));
		expect(read.ok ? [] : read.problems.map(({ field }) => field).sort()).toEqual(wrong);
	});

	it('knows whose a control is, and in which order mistakes are told', () => {
		expect(entryOf(table, 'name_en')?.name).toBe('name');
		expect(entryOf(table, 'lng_x')?.name).toBe('pin');
		expect(entryOf(table, 'nothing')).toBeUndefined();
		const wrong = ['mail', 'lat', 'name_lv', ''].map((field) => ({ field, message: '' }));
		expect(inOrder(table, wrong).map(({ field }) => field)).toEqual(['', 'name_lv', 'lat', 'mail']);
		// Rows one under the other, each from its first control to its last; what stands below the
		// fields last.
		const rows: FieldTable = [
			...table,
			{ name: 'rows', sort: 'own', keys: [], controls: ['rows.#.url', 'rows.#.title_'], label }
		];
		const inRows = [
			'rows.0.url',
			'rows.0.title_lv',
			'rows.2.url',
			'rows.2.title_en',
			'rows.10.url'
		];
		const all = ['', 'name_lv', 'mail', ...inRows, 'publish_day'];
		fc.assert(
			fc.property(fc.shuffledSubarray(all), (some) => {
				const told = inOrder(
					rows,
					some.map((field) => ({ field, message: '' }))
				);
				expect(told.map(({ field }) => field)).toEqual(all.filter((one) => some.includes(one)));
			})
		);
	});

	it('tells each field in words, a text language by language; a part without words is no table', () => {
		const fields = listingFields(table, { pin: () => 'here' });
		const told = (name: string) =>
			fields.find(({ field }) => field === name)?.words(document, {}) ?? null;
		expect(fields.map(({ field }) => field).slice(0, 3)).toEqual(['name_lv', 'name_en', 'note']);
		expect([told('name_lv'), told('name_en'), told('kind'), told('old'), told('pin')]).toEqual([
			'Centrs',
			'',
			'Second',
			'x\ny',
			'here'
		]);
		expect(() => listingFields(table, {})).toThrow('pin');
	});
});

it('controls of a text become one value, also in rows', () => {
	expect(gathered({ name_lv: 'A', name_en: null, rows: [{ role_en: 'B', n: 1 }] })).toEqual({
		name: { lv: 'A' },
		rows: [{ role: { en: 'B' }, n: 1 }]
	});
});
