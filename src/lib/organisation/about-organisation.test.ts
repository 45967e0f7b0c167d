// What others are told about an organisation: never more exact or more certain than the listing is.
import { expect, test } from 'vitest';
import { network } from '#network';
import { cardOf, descriptionOf, factsOf } from './about-organisation.ts';
import { sampleOrganisation } from './sample-organisation.ts';

const organisation = sampleOrganisation({
	slug: 'aluksnes-nvo',
	kind: 'ngo-support-centre',
	name: { lv: 'Alūksnes NVO atbalsta centrs' },
	abbreviation: 'ANVO',
	formerNames: ['Vecais centrs', 'ANVO'],
	legalForm: { lv: 'biedrība', en: 'association' },
	summary: { lv: 'Vieta, kur satikties, mācīties un līdzdarboties. '.repeat(6).trim() },
	street: 'Dārza iela 8a',
	place: { lv: 'Alūksne' },
	municipality: { lv: 'Alūksnes novads' },
	pin: { lat: 57.42, lng: 27.05, approximate: true },
	phones: ['+37163027549']
});
const kind = network.kinds.find((one) => one.id === organisation.kind);

test('a description is cut at a word and never too long', () => {
	const text = descriptionOf(organisation, kind, 'lv');
	expect(text.length).toBeLessThanOrEqual(160);
	expect(text).toMatch(/\p{L}…$/u);
	expect(organisation.summary.lv).toContain(text.slice(0, -1));
});

test('without a description in the language the kind is told, not a foreign text', () => {
	expect(descriptionOf(organisation, kind, 'en')).toContain(kind?.name.en);
});

test('an approximate pin is no place to machines', () => {
	expect(factsOf(organisation, kind, 'https://x/', 'lv').position).toBeNull();
	expect(cardOf(organisation, 'https://x/', 'lv').position).toBeNull();
	const exact = { ...organisation, pin: { lat: 57.42, lng: 27.05, approximate: false } };
	expect(factsOf(exact, kind, 'https://x/', 'lv').position).toEqual({ lat: 57.42, lng: 27.05 });
});

test('how one gets in is told in words of the page', () => {
	const open = sampleOrganisation({ accessibility: ['step-free', 'lift'] });
	const { amenities } = factsOf(open, kind, 'https://x/', 'lv');
	expect(amenities).toEqual(['iekļūšana bez pakāpieniem', 'lifts']);
});

test('other names once each, without the one in use', () => {
	expect(cardOf(organisation, 'https://x/', 'lv').nicknames).toEqual(['ANVO', 'Vecais centrs']);
});

test('the card says when nobody has confirmed it', () => {
	expect(cardOf(organisation, 'https://x/', 'lv').note).toContain('Neapstiprināts');
	expect(
		cardOf({ ...organisation, confirmedOn: '2026-11-01' }, 'https://x/', 'lv').note
	).not.toContain('Neapstiprināts');
});
