// The organisations against their source file: every fact that was read or inferred is there,
// nothing else is, and each filled column says where it comes from.
import { describe, expect, test } from 'vitest';
import { network } from '#network';
import { certainty, emailAddress, phoneNumbers, plainName, sourcesOf } from './facts.ts';
import type { Row } from './insert.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { listOrganisations } from './organisations.ts';
import { slugify } from './slug.ts';
import { singleFacts, sourceFiles } from './source-files.ts';
import type { Fact, SingleFact, SourceOrganisation } from './source-files.ts';

const file = sourceFiles.organisations();
const listings = sourceFiles.listings();
const places = sourceFiles.places();
const geography = sourceFiles.geography();
const listed = listOrganisations();

function listedAs(id: string) {
	const found = listed.find(({ row }) => row.slug === id);
	if (!found) throw new Error(`${id} is not in the seed`);
	return found;
}

/** Columns each fact fills; of texts in several languages with the language. */
const columnsOf: Record<SingleFact, string[]> = {
	name_lv: ['name.lv'],
	abbreviation: ['abbreviation'],
	name_en: ['name.en'],
	legal_form: ['legal_form.lv', 'legal_form.en'],
	registration_number: ['registration_number'],
	website: ['website'],
	address: ['street', 'postcode'],
	town: ['place_id', 'location'],
	municipality: ['municipality_id'],
	planning_region: ['region_id'],
	email: ['email'],
	phone: ['phones'],
	what: ['summary.lv', 'summary.en']
};

/** Columns that are about the listing and not about the organisation. */
const editorial = [
	'id',
	'slug',
	'kind',
	'approximate',
	'confirmed_on',
	'is_example',
	'publication'
];

const isEmpty = (value: unknown) =>
	value === null ||
	value === undefined ||
	(typeof value === 'object' && Object.keys(value).length === 0);

/** A column's value, or the text of one language of it. */
function valueOf(row: Row, column: string): unknown {
	const [name = '', language] = column.split('.');
	return language === undefined ? row[name] : (row[name] as Localised)[language];
}

describe('the 26 organisations', () => {
	test('are those of the file, each once, with a listing and a kind of this network', () => {
		expect(listed).toHaveLength(26);
		expect(listed.map(({ row }) => row.slug)).toEqual(file.organisations.map((one) => one.id));
		expect(new Set(listed.map(({ row }) => row.id)).size).toBe(26);
		expect(listings.organisations).toHaveLength(26);
		const kinds = network.kinds.map((kind) => kind.id);
		for (const { row } of listed) expect(kinds).toContain(row.kind);
	});

	describe.each(file.organisations.map((one) => [one.id, one] as const))('%s', (id, source) => {
		const { row, sources, topics } = listedAs(id);

		test.each(singleFacts)(
			'%s is there when it was read or inferred, and empty when not',
			(name) => {
				const fact = source[name];
				for (const column of columnsOf[name]) {
					const value = valueOf(row, column);
					if (certainty(fact) === null) {
						// Municipality and region follow from a pin; nothing else may come from elsewhere.
						if (['municipality_id', 'region_id'].includes(column) && row.location !== null)
							continue;
						expect(isEmpty(value), `${column} is ${String(value)}`).toBe(true);
					} else if (column === 'postcode') {
						expect(value).toBe(
							/LV-\d{4}/.exec((fact.value ?? '').split(';')[0] ?? '')?.[0] ?? null
						);
					} else expect(isEmpty(value), column).toBe(false);
				}
			}
		);

		test('every value says what its fact says', () => {
			const said = (name: SingleFact) =>
				certainty(source[name]) === null ? '' : (source[name].value ?? '');
			expect(row.name.lv).toBe(plainName(said('name_lv')));
			if (row.name.en) expect(said('name_en').startsWith(row.name.en)).toBe(true);
			if (row.abbreviation !== null)
				expect(said('abbreviation').startsWith(String(row.abbreviation))).toBe(true);
			expect(row.registration_number ?? '').toBe(said('registration_number'));
			if (row.street !== null) expect(said('address').startsWith(String(row.street))).toBe(true);
			expect(row.phones).toEqual(phoneNumbers(said('phone'), 'LV'));
			expect((row.phones as string[]).map((phone) => phone.slice(4))).toEqual(
				said('phone')
					.replace(/\+371 ?/g, '')
					.match(/\d{8}/g) ?? []
			);
			expect(row.email).toBe(emailAddress(said('email')));
			if (row.website !== null)
				expect(String(row.website).replace(/^https?:\/\//, '')).toBe(
					said('website').replace(/^https?:\/\//, '')
				);
			if (row.place_id !== null) expect(row.place_id).toBe(slugify(said('town')));
			if (said('municipality')) {
				const municipality = geography.municipalities.find(
					(one) => one.name_lv_full === said('municipality')
				);
				expect(row.municipality_id).toBe(slugify(municipality?.name_lv ?? ''));
			}
			const region = listings.regions.find((one) => one.name_lv === said('planning_region'));
			if (said('planning_region')) expect(row.region_id).toBe(region?.id);
		});

		test('every filled column has a source that the file gives for it', () => {
			for (const [column, value] of Object.entries(row)) {
				if (editorial.includes(column)) continue;
				const cited = sources.filter((one) => one.field === column);
				expect(cited.length > 0, column).toBe(!isEmpty(value));
			}
			const known = new Set(
				[...singleFacts.map((name) => source[name]), ...source.notes, ...source.social].flatMap(
					sourcesOf
				)
			);
			const gazetteer = places.find((place) => place.id === row.place_id)?.source;
			for (const { field, source: one } of sources) {
				const fromPin =
					['location', 'municipality_id', 'region_id'].includes(field) && one === gazetteer;
				expect(known.has(one) || fromPin, `${field}: ${one}`).toBe(true);
			}
		});

		test('what was inferred says so', () => {
			for (const name of singleFacts) {
				const sure = certainty(source[name]);
				if (sure === null || name === 'town' || listingOf(id).alsoFrom) continue;
				for (const column of columnsOf[name]) {
					for (const one of sources.filter((cited) => cited.field === column))
						expect(one.certainty, column).toBe(sure);
				}
			}
			for (const one of sources.filter((cited) => cited.field === 'location'))
				expect(one.certainty).toBe('inferred');
		});

		test('carries the age its source gives', () => {
			for (const name of singleFacts) {
				const { page_date: age } = source[name];
				if (!age || certainty(source[name]) === null || name === 'town') continue;
				for (const column of columnsOf[name]) {
					for (const one of sources.filter((cited) => cited.field === column))
						expect(one.page_date).toBe(age);
				}
			}
			for (const [name, age] of Object.entries(listingOf(id).ages ?? {})) {
				const fact = source[name as SingleFact];
				const years = age?.match(/\d+/g) ?? [];
				for (const year of years) expect(`${fact.note} ${fact.value}`).toContain(year);
			}
		});

		test('is unconfirmed, published, no example, and stands at the town’s centre if anywhere', () => {
			expect(row).toMatchObject({
				confirmed_on: null,
				publication: 'published',
				is_example: false,
				approximate: true
			});
			const place = places.find((one) => one.id === row.place_id);
			expect(row.location).toBe(place ? `SRID=4326;POINT(${place.lng} ${place.lat})` : null);
		});

		test('former names, hours and social links stand in the file', () => {
			for (const former of listingOf(id).formerNames ?? []) {
				const fact = source[former.fact];
				expect(certainty(fact)).toBe('read');
				expect(`${fact.value} ${fact.note}`).toContain(former.name);
			}
			const hours = listingOf(id).openingHours;
			if (hours) {
				const note = source.notes[hours.note];
				expect(certainty(note as Fact)).toBe('read');
				const times = (text: string) =>
					text.match(/\d{2}[.:]\d{2}/g)?.map((time) => time.replace('.', ':'));
				expect(times(hours.value)).toEqual(times(note?.value ?? ''));
			}
			expect(row.social_links).toEqual(
				source.social
					.filter((fact) => fact.verified === true && /^https?:/.test(fact.value ?? ''))
					.map((fact) => fact.value)
			);
		});

		test('is described in both languages, in words of our own, with known topics', () => {
			const { lv = '', en = '' } = row.summary as Localised;
			expect(lv.length).toBeGreaterThan(40);
			expect(en.length).toBeGreaterThan(40);
			expect(lv).not.toBe(en);
			expect(en).not.toBe(source.what.value);
			// A year in a text must stand in one of the facts it is made from.
			const said = [
				source.what,
				...(listingOf(id).alsoFrom ?? []).map((name) => named(source, name))
			];
			const given = said.map((fact) => fact.value).join(' ');
			for (const year of `${lv} ${en}`.match(/\b(19|20)\d\d\b/g) ?? []) {
				expect(given).toContain(year);
			}
			expect(topics.length).toBeGreaterThan(0);
			for (const topic of topics) expect(listings.topics.map((one) => one.id)).toContain(topic);
		});
	});

	test('no private person’s contact: every e-mail is the organisation’s, every phone one of the file’s', () => {
		for (const { row } of listed) {
			if (row.email !== null)
				expect(String(row.email)).toMatch(/^(vnf|alianse|nvonams|pasts|zpr|rpr|luc)@/);
		}
	});

	test('what stays empty on purpose stays empty', () => {
		expect(listedAs('kvalb').row).toMatchObject({
			place_id: null,
			location: null,
			region_id: null,
			email: null
		});
		expect(listedAs('lpa').row).toMatchObject({
			place_id: null,
			location: null,
			region_id: 'riga'
		});
		expect(listedAs('kpr').row).toMatchObject({
			place_id: null,
			location: null,
			region_id: 'kurzeme'
		});
		expect(listedAs('dvi').row.name).not.toHaveProperty('en');
		expect(listedAs('zrkac').row.abbreviation).toBeNull();
		expect(listed.filter(({ row }) => row.location === null).map(({ row }) => row.slug)).toEqual([
			'kvalb',
			'lpa',
			'kpr',
			'llf',
			'kpr-uc'
		]);
	});
});

function listingOf(id: string) {
	const found = listings.organisations.find((one) => one.id === id);
	if (!found) throw new Error(`${id} has no listing`);
	return found;
}

function named(source: SourceOrganisation, name: string): Fact {
	const note = /^notes\.(\d+)$/.exec(name)?.[1];
	const fact = note === undefined ? source[name as SingleFact] : source.notes[Number(note)];
	if (!fact) throw new Error(`no fact ${name}`);
	return fact;
}
