// What a posted form becomes, what is kept of it, and what no form may do.
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
	box,
	lines,
	requiredText,
	number,
	readForm,
	text,
	texts,
	typedIn,
	valuesOf
} from './form.ts';

const schema = v.object({
	name: requiredText(10, () => 'name it'),
	note: text(10),
	box,
	many: texts(5, 2),
	old: lines(5, 3),
	lat: number(() => 'no number'),
	people: v.optional(v.array(v.object({ name: requiredText(10, () => 'name them') })), [])
});

function form(fields: [string, string | Blob][]): FormData {
	const data = new FormData();
	for (const [name, value] of fields) data.append(name, value);
	return data;
}

describe('reading a form', () => {
	it('makes plain values of fields, rows and lists', async () => {
		const answer = await readForm(
			form([
				['name', ' A\u0000\u202Eda '],
				['box', 'false'],
				['box', 'on'],
				['many', 'a'],
				['many', ''],
				['many', 'a'],
				['old', 'x\r\n\r\ny'],
				['lat', '56,5'],
				['people.1.name', 'B'],
				['people.0.name', 'A'],
				['unknown', '1']
			]),
			schema
		);
		expect(answer).toMatchObject({
			ok: true,
			values: {
				name: 'Ada',
				note: null,
				box: true,
				many: ['a'],
				old: ['x', 'y'],
				lat: 56.5,
				people: [{ name: 'A' }, { name: 'B' }]
			}
		});
	});

	it('reads the same from JSON', () => {
		expect(
			v.parse(schema, { name: 'Ada', note: null, box: true, many: ['a'], old: ['x'], lat: 56.5 })
		).toEqual({
			name: 'Ada',
			note: null,
			box: true,
			many: ['a'],
			old: ['x'],
			lat: 56.5,
			people: []
		});
	});

	it('says what is wrong with each field by its name, and keeps what was typed', async () => {
		const fields: [string, string][] = [
			['name', ' '],
			['note', 'x'.repeat(11)],
			['lat', 'north'],
			['people.0.name', '']
		];
		const answer = await readForm(form(fields), schema);
		if (answer.ok) throw new Error('it must not be read');
		expect(answer.problems.map(({ field }) => field)).toEqual([
			'name',
			'note',
			'lat',
			'people.0.name'
		]);
		expect(answer.problems[0]?.message).toBe('name it');
		expect(answer.typed).toEqual(
			Object.fromEntries(fields.map(([name, value]) => [name, [value]]))
		);
	});

	it('reads nothing of what is larger than any form', async () => {
		const large = await readForm(form([['name', 'x'.repeat(400_001)]]), schema);
		expect(large).toMatchObject({ ok: false, problems: [{ field: '' }], typed: {} });
	});
});

describe('what was typed', () => {
	it('leaves files and names that no form has', () => {
		expect(
			typedIn(
				form([
					['file', new Blob(['x'])],
					['__proto__', 'x'],
					['a.__proto__.b', 'x'],
					['constructor', 'fine'],
					['a b', 'x']
				])
			)
		).toEqual({ constructor: ['fine'] });
	});

	it('never touches an object of the language', () => {
		fc.assert(
			fc.property(
				fc.array(
					fc.tuple(
						fc.oneof(fc.string(), fc.constantFrom('toString', 'a.0.toString', 'valueOf.1', 'a.0')),
						fc.string()
					)
				),
				(fields) => {
					const typed = typedIn(form(fields));
					valuesOf(typed);
					expect(Object.prototype.toString.call({})).toBe('[object Object]');
					for (const values of Object.values(typed)) expect(Array.isArray(values)).toBe(true);
				}
			)
		);
	});
});
