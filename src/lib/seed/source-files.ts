// The data files of supabase/data as they stand on disk, and how the seed reads them. They are read
// from the file system, never imported, so that the pages' bundle stays free of them.
import { existsSync, readFileSync } from 'node:fs';

/** How sure a fact is: read at its source, follows from a read one, or not good enough to print. */
export type Verified = boolean | 'inferred' | 'unverified' | null;

/** One fact of organisations.json. */
export interface Fact {
	value: string | null;
	/** Addresses or names of sources, separated by ' ; '. */
	source: string | null;
	verified: Verified;
	note?: string;
	/** How old the page was, as it says itself: '2019', '2024-02-19', '2016-2018'. */
	page_date?: string;
}

/** Facts of an organisation that have a single value. */
export const singleFacts = [
	'name_lv',
	'abbreviation',
	'name_en',
	'legal_form',
	'registration_number',
	'website',
	'address',
	'town',
	'municipality',
	'planning_region',
	'email',
	'phone',
	'what'
] as const;
export type SingleFact = (typeof singleFacts)[number];

export type SourceOrganisation = Record<SingleFact, Fact> & {
	id: string;
	kind: string;
	social: Fact[];
	notes: Fact[];
};

export interface SourceEvent {
	/** 'YYYY', 'YYYY-MM' or 'YYYY-MM-DD'. */
	date: string;
	date_to?: string;
	title: string;
	place: string;
	organisers: string;
	kind: string;
	source: string;
	verified: Verified;
}

export interface SourceFile {
	network_facts: Fact[];
	organisations: SourceOrganisation[];
	past_events: SourceEvent[];
}

export interface Geography {
	planning_regions: { name_lv: string; name_en: string; source: string; verified: Verified }[];
	municipalities: {
		name_lv: string;
		name_lv_full: string;
		type: string;
		iso_3166_2: { value: string; source: string; verified: Verified };
		planning_region: { value: string; source: string; verified: Verified };
		admin_centre: { value: string };
		geonames_admin1: string;
		valid_to: { value: string; source: string } | null;
	}[];
	towns: {
		name_lv: string;
		status: string;
		lat: number;
		lon: number;
		municipality: string;
		source: string | null;
		verified: Verified | string;
	}[];
	key_facts: { fact: string; source: string; verified: Verified }[];
}

export interface SourcePlace {
	id: string;
	name_lv: string;
	name_en: string | null;
	kind: string;
	municipality: string;
	lat: number;
	lng: number;
	importance: number;
	source: string;
}

/**
 * What was written by hand for an organisation: texts, topics, and which words of a note are a name
 * of it.
 */
export interface Listing {
	id: string;
	kind: string;
	topics: string[];
	summary: { lv: string; en: string };
	/** Facts beside `what` that the summary uses: a fact's name, or 'notes.N'. */
	alsoFrom?: string[];
	formerNames?: { name: string; fact: SingleFact }[];
	/** Ages that stand only in a fact's note. */
	ages?: Partial<Record<string, string>>;
	/** OSM opening_hours, and which of the notes says so. */
	openingHours?: { value: string; note: number };
}

export interface Listings {
	regions: { id: string; name_lv: string; short_lv: string; short_en: string; contact: string }[];
	topics: { id: string; lv: string; en: string }[];
	legalForms: Record<string, { lv: string; en: string }>;
	eventKinds: Record<string, string>;
	organisations: Listing[];
}

/**
 * An invented upcoming event. It is dated by `weeks` and `weekday` from the day of the first start.
 */
export interface Example {
	slug: string;
	kind: string;
	title: { lv: string; en: string };
	summary: { lv: string; en: string };
	organisers: string[];
	place: string | null;
	topics: string[];
	/** The first such weekday (1 = Monday) after the first day, and so many weeks later. */
	weeks: number;
	weekday: number;
	/** 'HH:MM'; without times it lasts whole days. */
	start?: string;
	end?: string;
	days?: number;
	attendance?: 'on-site' | 'online' | 'both';
	venue?: string;
	languages: string[];
	free: boolean | null;
	price?: { lv: string; en: string };
	status?: string;
	reason?: { lv: string; en: string };
	registrationUrl?: string;
	registrationEmail?: string;
	/** Days before the first day until which one can register. */
	registrationUntil?: number;
	registrationPlaces?: number;
	/**
	 * Every week, or the same weekday of every month (second Tuesday, ...); so many times, or
	 * open-ended.
	 */
	series?: { every: 'week' | 'month'; count: number | null };
	/** Single dates of the series that differ; `date` counts from 0. */
	changes?: {
		date: number;
		daysLater?: number;
		status?: string;
		reason?: { lv: string; en: string };
	}[];
	/** It was announced for an earlier day. */
	movedFrom?: { daysEarlier: number };
	audience?: { lv: string; en: string };
	accessibility?: string[];
	accessibilityNote?: { lv: string; en: string };
	contact?: { role: { lv: string; en: string }; email: string };
	funder?: { lv: string; en: string };
	documents?: { title: { lv: string; en: string }; url: string }[];
	/** An organisation whose address it is held at. */
	venueOrganisation?: string;
	joinLink?: string;
	/**
	 * Minutes before the start from which the page shows the link; without it the organiser sends it.
	 */
	joinLinkMinutes?: number;
}

/**
 * Words search knows by sort and id, in each language: kinds of event, months, what marks on a page
 * say.
 */
export type SearchTerms = Record<string, Record<string, Record<string, string>>>;

/** Which municipality lies where: GeoJSON, `properties.id` or `id` is ours. */
export interface MunicipalityAreas {
	features: {
		id?: string;
		properties: { id?: string } | null;
		geometry:
			| { type: 'MultiPolygon'; coordinates: number[][][][] }
			| { type: 'Polygon'; coordinates: number[][][] };
	}[];
}

const folder = new URL('../../../supabase/data/', import.meta.url);

function read<T>(name: string): T {
	return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as T;
}

export const sourceFiles = {
	organisations: () => read<SourceFile>('organisations.json'),
	geography: () => read<Geography>('geography.json'),
	places: () => read<SourcePlace[]>('places.json'),
	listings: () => read<Listings>('listings.json'),
	examples: () => read<Example[]>('examples.json'),
	searchTerms: () => read<SearchTerms>('search-terms.json'),
	/** Null while the file has not been built. */
	municipalityAreas: () =>
		existsSync(new URL('municipality-areas.json', folder))
			? read<MunicipalityAreas>('municipality-areas.json')
			: null
};
