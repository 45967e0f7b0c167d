// What is made of the places found for a name.
import { expect, it } from 'vitest';
import { answerAmong, nameAmong, type FoundPlace } from './place.ts';

const place = (id: string, lv: string, municipality: string | null, exact = true): FoundPlace => ({
	id,
	name: { lv },
	municipality: municipality === null ? null : { lv: municipality },
	lat: 57,
	lng: 24,
	exact
});
const dobele = place('auce', 'Auce', 'Dobeles novads');
const jelgava = place('auce-2', 'Auce', 'Jelgavas novads');

it('takes the likeliest and offers the others of its name', () => {
	const close = place('aucis', 'Aucis', null, false);
	expect(answerAmong('auce', [dobele, jelgava, close])).toEqual({
		typed: 'auce',
		taken: dobele,
		others: [jelgava]
	});
});

it('takes the one in the municipality that is named, and no other is offered', () => {
	expect(answerAmong('auce,  jelgavas NOVADS', [dobele, jelgava])).toMatchObject({
		taken: jelgava,
		others: []
	});
	// A municipality that does not fit is no reason to find nothing.
	expect(answerAmong('Auce, Rīga', [dobele, jelgava])).toMatchObject({
		taken: dobele,
		others: [jelgava]
	});
});

it('knows the municipality by its name in any language', () => {
	const riga = {
		...place('a', 'Auce', null),
		municipality: { lv: 'Rīgas novads', en: 'Riga County' }
	};
	expect(answerAmong('Auce, riga county', [dobele, riga]).taken).toBe(riga);
});

it('takes none that only comes close, and offers them', () => {
	const close = place('kuldiga', 'Kuldīga', 'Kuldīgas novads', false);
	expect(answerAmong('kuldoga', [close])).toMatchObject({ taken: null, others: [close] });
	expect(answerAmong('zzz', [])).toMatchObject({ taken: null, others: [] });
});

it('a place among others of its name is told apart by its municipality', () => {
	expect(nameAmong(dobele, [dobele, jelgava])).toBe('Auce, Dobeles novads');
	expect(nameAmong(dobele, [dobele])).toBe('Auce');
	const written = nameAmong(jelgava, [dobele, jelgava]);
	expect(answerAmong(written, [dobele, jelgava]).taken).toBe(jelgava);
});
