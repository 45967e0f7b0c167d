// The rest of the seed against its source files: regions, the gazetteer, the past events and the
// examples.
import { describe, expect, test } from 'vitest';
import { network } from '#network';
import { listExamples, plusDays } from './examples.ts';
import { certainty } from './facts.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { listOrganisations } from './organisations.ts';
import { dayAfter, listPastEvents } from './past-events.ts';
import { slugify } from './slug.ts';
import { sourceFiles } from './source-files.ts';
import type { Fact } from './source-files.ts';

const file = sourceFiles.organisations();
const listings = sourceFiles.listings();
const places = sourceFiles.places();
const geography = sourceFiles.geography();
const listed = listOrganisations();
const hasText = (texts: unknown) => Object.keys(texts as Localised).length > 0;

function listedAs(id: string) {
	const found = listed.find(({ row }) => row.slug === id);
	if (!found) throw new Error(`${id} is not in the seed`);
	return found;
}

describe('regions, municipalities and the gazetteer', () => {
	test('are the five regions, with a contact each that the file names for the regional programme', () => {
		expect(listings.regions.map((one) => one.name_lv).sort()).toEqual(
			geography.planning_regions.map((one) => one.name_lv).sort()
		);
		const programme = file.network_facts.find((fact) =>
			fact.value?.startsWith('2014-2018 regional')
		);
		expect(certainty(programme as Fact)).toBe('read');
		for (const { contact } of listings.regions) {
			const { row } = listedAs(contact);
			const names = [row.name.lv, ...(row.former_names as string[])];
			expect(
				names.some((name) => programme?.value?.includes(String(name))),
				contact
			).toBe(true);
		}
	});

	test('every place has a point that was read, a municipality of today, and an id of its own', () => {
		const current = geography.municipalities
			.filter((one) => one.valid_to === null)
			.map((one) => slugify(one.name_lv));
		expect(current).toHaveLength(42);
		expect(new Set(places.map((place) => place.id)).size).toBe(places.length);
		for (const place of places) {
			expect(place.source.length, place.id).toBeGreaterThan(0);
			expect(current, place.id).toContain(place.municipality);
			expect(place.lat > network.bounds.south && place.lat < network.bounds.north, place.id).toBe(
				true
			);
			expect(place.lng > network.bounds.west && place.lng < network.bounds.east, place.id).toBe(
				true
			);
		}
		const names = places.map((place) => place.name_lv);
		expect(geography.towns.filter((town) => !names.includes(town.name_lv))).toEqual([]);
	});

	test('a town of geography.json stands where that file read it', () => {
		for (const town of geography.towns.filter((one) => one.verified === true)) {
			const place = places.find((one) => one.name_lv === town.name_lv);
			expect(place).toMatchObject({ lat: town.lat, lng: town.lon, source: town.source });
		}
	});
});

describe('the 19 past events', () => {
	const events = listPastEvents(listed);

	test('are those of the file, in its words, on its dates, with its sources', () => {
		expect(events).toHaveLength(19);
		expect(new Set(events.map(({ row }) => row.slug)).size).toBe(19);
		for (const [index, source] of file.past_events.entries()) {
			const { row, sources } = events[index] ?? { row: null, sources: [] };
			expect(Object.values(row?.title as Localised)).toEqual([source.title]);
			expect(row?.starts_local.startsWith(source.date)).toBe(true);
			expect(row?.ends_local).toBe(`${dayAfter(source.date_to ?? source.date)}T00:00`);
			expect(row?.date_precision).toBe({ 4: 'year', 7: 'month', 10: 'day' }[source.date.length]);
			expect(sources.map((one) => one.source)).toEqual(source.source.split(' ; '));
			expect(sources[0]?.certainty).toBe(source.verified === true ? 'read' : 'inferred');
			expect(row).toMatchObject({ is_example: false, publication: 'published' });
			expect(row).not.toHaveProperty('summary');
		}
	});

	test('every organiser is found under today’s or an earlier name, the others by name', () => {
		const slugs = new Map(listed.map(({ row }) => [row.id, row.slug]));
		const held = events.map(({ organisers }) =>
			organisers.map((one) => slugs.get(one.organisation_id ?? '') ?? one.name)
		);
		expect(held).toEqual([
			['kvalb', 'kurzemes-nvo-centrs'],
			['kvalb', 'valsts-kanceleja'],
			['kvalb', 'valsts-kanceleja'],
			['kvalb'],
			['lpa'],
			['lpa'],
			['lpa'],
			['lpa'],
			['kvalb'],
			['dnvoac', 'lpr'],
			['kvalb'],
			['valmieras-novada-fonds', 'aluksnes-nvo'],
			['kurzemes-nvo-centrs'],
			['reģionālie NVO resursu centri'],
			['zemgales-nvo-centrs', 'jekabpils-nvo'],
			['jekabpils-nvo'],
			['Bauskas novada pašvaldība', 'zemgales-nvo-centrs'],
			['zpr', 'zuc'],
			['aluksnes-nvo']
		]);
	});

	test('every word of a place is kept, and a pin stands only where the place is a town of the gazetteer', () => {
		for (const [index, source] of file.past_events.entries()) {
			const row = events[index]?.row;
			const town = places.find((place) => place.id === row?.place_id)?.name_lv;
			const told = [row?.venue_name, row?.street, town].filter(Boolean).join(', ');
			expect(told).toBe(source.place === 'place not stated' ? '' : source.place);
			expect(row?.location === null).toBe(town === undefined);
		}
	});
});

describe('the examples', () => {
	const examples = listExamples('2026-11-23');

	test('say what they are, in both languages, and are marked', () => {
		expect(examples.length).toBeGreaterThanOrEqual(10);
		for (const { row } of examples) {
			expect(row.is_example).toBe(true);
			expect(row.summary).toEqual({
				lv: expect.stringMatching(/^Piemērs: .*Šāds pasākums nav paredzēts\.$/),
				en: expect.stringMatching(/^Example: .*No such event is planned\.$/)
			});
		}
	});

	test('invent no way to reach anybody: addresses are of example.org', () => {
		for (const { row } of examples) {
			expect(row.registration_url ?? 'https://example.org/').toMatch(/^https:\/\/example\.org\//);
			expect(row.registration_email ?? '@example.org').toMatch(/@example\.org$/);
			expect(row.contact_email ?? '@example.org').toMatch(/@example\.org$/);
			expect(row).not.toHaveProperty('contact_name');
			expect(row).not.toHaveProperty('contact_phone');
			expect(row).not.toHaveProperty('street');
		}
		for (const { joinLink, documents = [] } of sourceFiles.examples()) {
			for (const address of [joinLink, ...documents.map(({ url }) => url)])
				expect(address ?? 'https://example.org/').toMatch(/^https:\/\/example\.org\//);
		}
	});

	test('show every case a visitor meets', () => {
		const rows = examples.map(({ row }) => row);
		expect(rows.some((row) => row.attendance === 'online')).toBe(true);
		expect(rows.some((row) => row.attendance === 'both')).toBe(true);
		expect(rows.some((row) => row.free === null)).toBe(true);
		expect(rows.some((row) => row.all_day)).toBe(true);
		expect(rows.some((row) => row.status === 'cancelled' && hasText(row.status_reason))).toBe(true);
		expect(rows.some((row) => row.status === 'full')).toBe(true);
		expect(
			rows.some(
				(row) => !row.all_day && row.starts_local.slice(0, 10) !== row.ends_local.slice(0, 10)
			)
		).toBe(true);
		expect(rows.some((row) => row.status === 'postponed' && hasText(row.status_reason))).toBe(true);
		expect(rows.some((row) => row.status === 'moved')).toBe(true);
		expect(
			rows.some(
				(row) =>
					row.all_day && plusDays(row.starts_local.slice(0, 10), 2) <= row.ends_local.slice(0, 10)
			)
		).toBe(true);
		expect(rows.some((row) => row.recurrence === 'FREQ=WEEKLY')).toBe(true);
		expect(
			rows.some((row) => /^FREQ=MONTHLY;BYDAY=-?\d..;COUNT=4$/.test(String(row.recurrence)))
		).toBe(true);
		const sources = sourceFiles.examples();
		const differences = sources.flatMap(({ changes }) => changes ?? []);
		expect(differences.map(({ status }) => status).sort()).toEqual(['cancelled', 'moved']);
		expect(sources.some(({ joinLinkMinutes }) => joinLinkMinutes !== undefined)).toBe(true);
		expect(
			sources.some(
				({ accessibility, documents, registrationPlaces, registrationUntil }) =>
					accessibility && documents && registrationPlaces && registrationUntil !== undefined
			)
		).toBe(true);
	});

	test('begin within a week and reach three months, whatever the first day is', () => {
		for (const first of ['2026-11-23', '2026-12-31', '2027-02-28', '2028-02-29', '2026-10-24']) {
			const days = listExamples(first).map(
				({ row }) =>
					(Date.parse(`${row.starts_local}Z`) - Date.parse(`${first}T00:00Z`)) / 86_400_000
			);
			expect(Math.min(...days)).toBeGreaterThanOrEqual(1);
			expect(Math.min(...days)).toBeLessThanOrEqual(8);
			expect(Math.max(...days)).toBeGreaterThan(80);
			expect(Math.max(...days)).toBeLessThan(100);
		}
	});
});
