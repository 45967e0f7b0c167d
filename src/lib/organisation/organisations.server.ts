// Lists and pins of organisations, and what a filter can choose from. Rows of the database become domain types here; nothing
// else knows the columns.
import { network } from '../../../network.config';
import { backend } from '$lib/backend/backend.server';
import { contentVersion } from '$lib/backend/content-version.server';
import type { LocatedFilter } from '$lib/filter/filter';
import { filterForSql } from '$lib/filter/sql-filter';
import type { Localised } from '$lib/page/network';
import type { Locale } from '$lib/page/paths';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import type {
	ListPage,
	OrganisationListing,
	OrganisationPoint,
	OrganisationSummary
} from './organisation';
import {
	OrganisationRow,
	PointRows,
	OutlineRow,
	listingFrom,
	summaryFrom
} from './organisation-rows';

/** How many organisations one page of the list holds. */
export const pageSize = 40;

/** The planning regions, municipalities and topics of the network. */
export interface Outline {
	regions: { id: string; name: Localised; short: Localised }[];
	/** Today's municipalities in Latvian alphabetical order. */
	municipalities: { id: string; regionId: string; name: string }[];
	topics: { id: string; name: Localised }[];
}

/** One page of the organisations a filter leaves, nearest first when it is near something, else by name. */
async function find(
	filter: LocatedFilter,
	locale: Locale,
	now = new Date()
): Promise<ListPage<OrganisationListing>> {
	const rows = await rowsOf(sqlFilter(filter, now), locale, filter.page);
	let total = rows[0]?.total ?? 0;
	if (rows.length === 0 && filter.page > 1) {
		// The total comes with the rows; behind the last page there are none, so the first page is asked for it.
		const first = await rowsOf(sqlFilter(filter, now), locale, 1);
		total = first[0]?.total ?? 0;
	}
	return { items: rows.map(listingFrom), total, page: filter.page, pageSize };
}

/** One organisation as lists show it, or null when none of this name is published. */
async function summary(slug: string, locale: Locale): Promise<OrganisationSummary | null> {
	const [row] = await rowsOf({ slugs: [slug] }, locale, 1);
	return row ? summaryFrom(row) : null;
}

/** Every pin of a filter, in the list's order; organisations without a known place have none. */
async function points(
	filter: LocatedFilter,
	locale: Locale,
	now = new Date()
): Promise<OrganisationPoint[]> {
	const { data, error: failure } = await backend().visitor.rpc('organisation_points', {
		filter: sqlFilter(filter, now),
		language: locale
	});
	if (failure) refuse('organisation_points', failure);
	return v.parse(PointRows, data);
}

let known: { version: string; outline: Outline } | null = null;

/** What the forms offer. Kept until the content changes, because every page with a form asks for it. */
async function outline(): Promise<Outline> {
	const version = await contentVersion();
	if (known && known.version === version) return known.outline;
	const { data, error: failure } = await backend().visitor.rpc('network_outline');
	if (failure) refuse('network_outline', failure);
	const row = v.parse(OutlineRow, data);
	const made: Outline = {
		regions: row.regions.map((region) => ({
			id: region.id,
			name: { lv: region.name_lv, en: region.name_en },
			short: { lv: region.short_lv, en: region.short_en }
		})),
		municipalities: row.municipalities.map((municipality) => ({
			id: municipality.id,
			regionId: municipality.region_id,
			name: municipality.name_lv
		})),
		topics: row.topics.map((topic) => ({
			id: topic.id,
			name: { lv: topic.name_lv, en: topic.name_en }
		}))
	};
	if (version !== null) known = { version, outline: made };
	return made;
}

function sqlFilter(filter: LocatedFilter, now: Date) {
	const { words, ...sql } = filterForSql(filter, { now, timeZone: network.timeZone });
	return {
		...sql,
		// The database will take words apart itself.
		...(words !== undefined && { words: words.split(' ') })
	};
}

async function rowsOf(filter: object, locale: Locale, page: number) {
	const { data, error: failure } = await backend().visitor.rpc('find_organisations', {
		filter: { ...filter },
		language: locale,
		page,
		page_size: pageSize
	});
	if (failure) refuse('find_organisations', failure);
	return v.parse(v.array(OrganisationRow), data);
}

/**
 * The database did not answer: the visitor may try again, and the log learns why. What the database said stays in the log.
 */
function refuse(question: string, failure: { message: string; code?: string }): never {
	console.error(`${question} was not answered: ${failure.code ?? ''} ${failure.message}`);
	error(503, 'the directory does not answer');
}

export const organisations = { find, summary, points, outline };
