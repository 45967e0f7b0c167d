// The organisations of organisations.json as rows: nothing that was not read or inferred, and for
// every filled column a row that says where it comes from.
import { network } from '#network';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import {
	addressParts,
	certainty,
	emailAddress,
	phoneNumbers,
	plainName,
	sourcesOf,
	usable,
	webAddress
} from './facts.ts';
import type { Certainty } from './facts.ts';
import { insertRows, point } from './insert.ts';
import type { Row } from './insert.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { localised } from './localised.ts';
import { slugify, stableId } from './slug.ts';
import { singleFacts, sourceFiles } from './source-files.ts';
import type {
	Fact,
	Listing,
	Listings,
	SingleFact,
	SourceOrganisation,
	SourcePlace
} from './source-files.ts';

export interface ListedOrganisation {
	row: Row & { id: string; slug: string; name: Localised };
	sources: { field: string; source: string; certainty: Certainty; page_date: string | null }[];
	topics: string[];
}

const columns = {
	name_lv: ['name'],
	name_en: ['name'],
	abbreviation: ['abbreviation'],
	legal_form: ['legal_form'],
	registration_number: ['registration_number'],
	website: ['website'],
	address: ['street', 'postcode'],
	town: ['place_id'],
	municipality: ['municipality_id'],
	planning_region: ['region_id'],
	email: ['email'],
	phone: ['phones'],
	what: ['summary']
} as const satisfies Record<SingleFact, readonly string[]>;

/** The fact a listing names: 'abbreviation', or 'notes.2'. */
function factNamed(organisation: SourceOrganisation, name: string): Fact {
	const note = /^notes\.(\d+)$/.exec(name)?.[1];
	const fact =
		note === undefined ? organisation[name as SingleFact] : organisation.notes[Number(note)];
	if (!fact) throw new Error(`${organisation.id} has no fact ${name}`);
	return fact;
}

/**
 * One organisation as the database keeps it. Throws when a verified fact does not fit its column,
 * so that a slip in the source file is seen when it is made and not as an empty field a year later.
 */
export function listOrganisation(
	source: SourceOrganisation,
	listing: Listing,
	listings: Listings,
	places: readonly SourcePlace[]
): ListedOrganisation {
	const text = (name: SingleFact) => usable(source[name]);
	const town = text('town');
	const place = town === null ? undefined : places.find((one) => one.name_lv === town);
	if (town !== null && !place) throw new Error(`${source.id}: no place is called ${town}`);
	const region = text('planning_region');
	const legalForm = text('legal_form');
	const readPages = singleFacts.flatMap((name) => sourcesOf(source[name]));
	const address = addressParts(text('address') ?? '', town, network.postcodePattern);
	const website = text('website');
	const email = text('email');
	const social = source.social.filter((fact) => /^https?:\/\//.test(usable(fact) ?? ''));
	const formerNames = listing.formerNames ?? [];
	const municipality = text('municipality');
	const abbreviation = text('abbreviation');
	const english = text('name_en');
	const row = {
		id: stableId('organisation', source.id),
		slug: source.id,
		kind: listing.kind,
		name: localised({
			lv: plainName(text('name_lv') ?? ''),
			en: english && plainName(english)
		}),
		abbreviation: abbreviation && plainName(abbreviation),
		former_names: formerNames.map((one) => one.name),
		legal_form: legalForm ? localised(wordsOf(listings.legalForms, legalForm)) : {},
		registration_number: text('registration_number'),
		summary: text('what') ? localised(listing.summary) : {},
		street: address.street,
		postcode: address.postcode,
		place_id: place?.id ?? null,
		municipality_id: place?.municipality ?? (municipality ? municipalityId(municipality) : null),
		region_id: region ? regionId(listings, region) : place ? regionOf(listings, place) : null,
		location: place ? point(place) : null,
		approximate: true,
		phones: phoneNumbers(text('phone') ?? '', network.country),
		email: email && emailAddress(email),
		website: website && webAddress(website, readPages),
		social_links: social.flatMap((fact) => fact.value ?? []),
		languages: [],
		opening_hours: listing.openingHours?.value ?? null,
		confirmed_on: null,
		is_example: false,
		publication: 'published'
	};

	const sources: ListedOrganisation['sources'] = [];
	const cite = (field: string, fact: Fact, sureness = certainty(fact), age = fact.page_date) => {
		if (sureness === null)
			throw new Error(`${source.id}: ${field} rests on a fact that was not read`);
		for (const one of sourcesOf(fact)) {
			if (sources.some((cited) => cited.field === field && cited.source === one)) continue;
			sources.push({ field, source: one, certainty: sureness, page_date: age ?? null });
		}
	};
	for (const name of singleFacts) {
		if (text(name) === null) continue;
		for (const column of columns[name]) {
			const value = row[column];
			if (value === null || (typeof value === 'object' && Object.keys(value).length === 0)) {
				if (column === 'postcode') continue;
				throw new Error(`${source.id}: ${name} was read, but ${column} came out empty`);
			}
			cite(
				column,
				source[name],
				certainty(source[name]),
				listing.ages?.[name] ?? source[name].page_date
			);
		}
	}
	for (const name of listing.alsoFrom ?? []) {
		for (const column of columns.what) cite(column, factNamed(source, name));
	}
	for (const former of formerNames) cite('former_names', factNamed(source, former.fact));
	for (const fact of social) cite('social_links', fact);
	if (listing.openingHours)
		cite('opening_hours', factNamed(source, `notes.${listing.openingHours.note}`));
	if (listing.topics.length > 0) cite('topics', source.what, 'inferred');
	if (place) {
		// The pin stands where the gazetteer has the town; municipality and region follow from it.
		const pin = { value: place.name_lv, source: place.source, verified: 'inferred' as const };
		cite('location', pin);
		if (municipality === null) cite('municipality_id', pin);
		if (region === null) cite('region_id', pin);
	}
	return { row, sources, topics: listing.topics };
}

/** The region a place's municipality lies in; the database works out the same from the pin. */
function regionOf(listings: Listings, place: SourcePlace): string {
	const known = sourceFiles
		.geography()
		.municipalities.find((one) => slugify(one.name_lv) === place.municipality);
	if (!known) throw new Error(`geography.json has no ${place.municipality}`);
	return regionId(listings, known.planning_region.value);
}

/** 'Rīgas valstspilsēta' and 'Kuldīgas novads' as the ids municipalities have. */
function municipalityId(fullName: string): string {
	const known = sourceFiles.geography().municipalities.find((one) => one.name_lv_full === fullName);
	if (!known) throw new Error(`geography.json has no ${fullName}`);
	return slugify(known.name_lv);
}

function wordsOf(words: Listings['legalForms'], form: string): { lv: string; en: string } {
	const found = words[form];
	if (!found) throw new Error(`no words for the legal form '${form}'`);
	return found;
}

function regionId(listings: Listings, name: string): string {
	const region = listings.regions.find((one) => one.name_lv === name);
	if (!region) throw new Error(`no region is called ${name}`);
	return region.id;
}

/** Every organisation of the source file, in its order. */
export function listOrganisations(): ListedOrganisation[] {
	const listings = sourceFiles.listings();
	const places = sourceFiles.places();
	return sourceFiles.organisations().organisations.map((source) => {
		const listing = listings.organisations.find((one) => one.id === source.id);
		if (!listing) throw new Error(`listings.json says nothing about ${source.id}`);
		return listOrganisation(source, listing, listings, places);
	});
}

/**
 * Organisations with their topics and sources, and who answers for each region. Returns how many
 * organisations.
 */
export async function insertOrganisations(sql: SqlExecutor): Promise<number> {
	const listed = listOrganisations();
	await insertRows(
		sql,
		'organisations',
		listed.map(({ row }) => row)
	);
	await insertRows(
		sql,
		'organisation_topics',
		listed.flatMap(({ row, topics }) =>
			topics.map((topic) => ({ organisation_id: row.id, topic_id: topic }))
		)
	);
	await insertRows(
		sql,
		'organisation_sources',
		listed.flatMap(({ row, sources }) =>
			sources.map((source) => ({ organisation_id: row.id, ...source }))
		)
	);
	const programme = sourceFiles
		.organisations()
		.network_facts.find((fact) => fact.value?.startsWith('2014-2018 regional'));
	if (!programme || certainty(programme) !== 'read')
		throw new Error('no fact says who ran the regional programme');
	await insertRows(
		sql,
		'region_contacts',
		sourceFiles.listings().regions.map((region) => ({
			region_id: region.id,
			organisation_id: stableId('organisation', region.contact),
			source: programme.source
		}))
	);
	return listed.length;
}
