// What tables and maps are told about how one gets in to an organisation.
import { expect, test } from 'vitest';
import { organisationCells, organisationHeadings } from './organisations-csv.ts';
import { organisationFeature } from './organisations-geojson.ts';
import { sampleOrganisation } from './sample-feed.ts';

const organisation = sampleOrganisation({
	accessibility: ['step-free', 'hearing-loop'],
	accessibilityNote: { lv: 'Ieeja no pagalma' }
});
const site = { locale: 'lv', origin: 'https://tikls.example' } as const;

test('a table names it in words under its own headings', () => {
	const row = Object.fromEntries(
		organisationHeadings().map((heading, place) => [
			heading,
			organisationCells(organisation, site)[place]
		])
	);
	expect(row).toMatchObject({
		Piekļūstamība: ['iekļūšana bez pakāpieniem', 'indukcijas cilpa dzirdes aparātiem'],
		'Piezīme par piekļūstamību': 'Ieeja no pagalma'
	});
});

test('a map has the words of the filter, so that one can ask again by them', () => {
	expect(organisationFeature(organisation, { ...site, locale: 'en' }).properties).toMatchObject({
		accessibility: ['step-free', 'hearing-loop'],
		accessibilityNote: 'Ieeja no pagalma'
	});
});
