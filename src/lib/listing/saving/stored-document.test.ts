// Forms and the database have the same document in two shapes.
import { expect, it } from 'vitest';
import { documentForStore, documentFromStore, keysFromStore } from './stored-document.ts';

const stored = {
	name: { lv: 'Centrs' },
	summary: {},
	place_id: 'x',
	lat_lv: 3,
	topics: ['training'],
	contact_persons: [{ name: 'Anna', role: { en: 'Head' } }]
};

it('a text in several languages is a key for each in a form, and one value in the database', () => {
	const typed = documentFromStore(stored);
	expect(typed).toEqual({
		name_lv: 'Centrs',
		name_en: null,
		summary_lv: null,
		summary_en: null,
		place_id: 'x',
		lat_lv: 3,
		topics: ['training'],
		contact_persons: [{ name: 'Anna', role_lv: null, role_en: 'Head' }]
	});
	expect(documentForStore(typed)).toEqual(stored);
});

it('a part of a document stays a part, and what was emptied is told as empty', () => {
	expect(
		documentForStore({ status: 'full', status_reason_lv: null, status_reason_en: '' })
	).toEqual({ status: 'full', status_reason: {} });
});

it('a date of its own has only what differs', () => {
	expect(
		documentForStore({ differences: [{ original: 'a', title_lv: null, reason_lv: 'Slims' }] })
	).toEqual({ differences: [{ original: 'a', reason: { lv: 'Slims' } }] });
});

it('columns are the keys of every language', () => {
	expect(keysFromStore(['name', 'phones'])).toEqual(['name', 'name_lv', 'name_en', 'phones']);
});
