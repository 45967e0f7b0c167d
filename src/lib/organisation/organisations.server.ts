// Lists and pins of organisations, and what a filter can choose from. Rows of the database become domain types here; nothing
// else knows the columns.
import { unanswered } from '$lib/backend/unanswered.server';
import { network } from '../../../network.config';
import { backend } from '$lib/backend/backend.server';
import { contentVersion } from '$lib/backend/content-version.server';
import { KeptAnswers } from '$lib/backend/kept-answers';
import { organisationFacetsFrom, type OrganisationFacets } from '$lib/filter/facets';
import type { LocatedFilter } from '$lib/filter/filter';
import { confirmedSince, filterForSql, type SqlFilter } from '$lib/filter/sql-filter';
import type { Localised } from '$lib/page/network';
import type { Locale } from '$lib/page/paths';
import type { CellQuestion, CellRow } from '$lib/place/cells';
import * as v from 'valibot';
import { openHours } from './open-now.server';
import type {
	ListPage,
	OrganisationListing,
	OrganisationPoint,
	OrganisationSummary,
	Position
} from './organisation';
import {
	CellRows,
	OrganisationRow,
	PointRows,
	OutlineRow,
	listingFrom,
	matchOf,
	summaryFrom
} from './organisation-rows';
import { regionAnswerFrom, type RegionAnswer } from './region-answer';

/** How many organisations one page of the list holds. */
export const pageSize = 40;

/** The planning regions, municipalities and topics of the network. */
export interface Outline {
	regions: { id: string; name: Localised; short: Localised }[];
	/** Today's municipalities in Latvian alphabetical order. */
	municipalities: { id: string; regionId: string; name: string }[];
	topics: { id: string; name: Localised }[];
}

/**
 * One page of the organisations a filter leaves: with words the best matches first, near something the nearest, else by name.
 * @param forms of the words searched for, for showing where a row matches
 */
async function find(
	filter: LocatedFilter,
	locale: Locale,
	now = new Date(),
	forms: ReadonlySet<string> | null = null
): Promise<ListPage<OrganisationListing>> {
	const sql = await sqlFilter(filter, now);
	const { page, after } = filter;
	const rows = await rowsOf(sql, locale, page, after);
	return {
		items: rows.map((row) => ({ ...listingFrom(row), ...(forms && matchOf(row, forms, locale)) })),
		// A first page that is not full is the whole list.
		total: page === 1 && rows.length < pageSize ? rows.length : await total(sql, now),
		page,
		pageSize,
		last: rows.at(-1)?.id ?? null
	};
}

/** One organisation as lists show it, or null when none of this name is published. */
async function summary(slug: string, locale: Locale): Promise<OrganisationSummary | null> {
	const [row] = await rowsOf({ slugs: [slug] }, locale);
	return row ? summaryFrom(row) : null;
}

/** Every pin of a filter, in the list's order; organisations without a known place have none. */
async function points(
	filter: LocatedFilter,
	locale: Locale,
	now = new Date()
): Promise<OrganisationPoint[]> {
	const { data, error: failure } = await backend().visitor.rpc('organisation_points', {
		filter: { ...(await sqlFilter(filter, now)) },
		language: locale
	});
	if (failure) unanswered('organisation_points', failure);
	return v.parse(PointRows, data);
}

/** The map's squares of a filter are the same for everybody; some are asked for again with every page of the list. */
const cellAnswers = new KeptAnswers<(OrganisationPoint | CellRow)[]>({
	answers: 100,
	maxAge: 60_000
});

/** Pins of a part of the world, those that share a cell counted together unless there are only a few. */
async function cells(
	filter: LocatedFilter,
	locale: Locale,
	{ tile, fine }: CellQuestion,
	now = new Date()
): Promise<(OrganisationPoint | CellRow)[]> {
	const sql = await sqlFilter(filter, now);
	const key = `${keyOf(sql, now)} ${locale} ${tile.z}/${tile.x}/${tile.y} ${fine}`;
	return await cellAnswers.get(await contentVersion(), key, async () => {
		const { data, error: failure } = await backend().visitor.rpc('organisation_cells', {
			filter: { ...sql },
			language: locale,
			...tile,
			fine
		});
		if (failure) unanswered('organisation_cells', failure);
		return v.parse(CellRows, data);
	});
}

/** Hundreds of filters are asked for between two changes of the content; a minute is how stale "open now" may be. */
const limits = { answers: 500, maxAge: 60_000 };
const totals = new KeptAnswers<number>(limits);
const facetAnswers = new KeptAnswers<OrganisationFacets>(limits);

/** How many organisations a filter leaves on all pages. */
async function count(filter: LocatedFilter, now = new Date()): Promise<number> {
	return await total(await sqlFilter(filter, now), now);
}

async function total(sql: SqlFilter, now: Date): Promise<number> {
	return await totals.get(await contentVersion(), keyOf(sql, now), async () => {
		const { data, error: failure } = await backend().visitor.rpc('count_organisations', {
			filter: { ...sql }
		});
		if (failure) unanswered('count_organisations', failure);
		return v.parse(v.number(), data);
	});
}

/** How many each further choice would give. The pages of a list have one answer. */
async function facets(filter: LocatedFilter, now = new Date()): Promise<OrganisationFacets> {
	const sql = await sqlFilter(filter, now);
	return await facetAnswers.get(await contentVersion(), keyOf(sql, now), async () => {
		const { data, error: failure } = await backend().visitor.rpc('organisation_facets', {
			filter: { ...sql },
			open_hours: [...(await openHours(now))],
			confirmed_since: confirmedSince(now, network.timeZone)
		});
		if (failure) unanswered('organisation_facets', failure);
		return organisationFacetsFrom(data);
	});
}

/** Which region a point of the map lies in, who answers for it, and who is nearest. */
async function regionAt({ lat, lng }: Position): Promise<RegionAnswer> {
	const { data, error: failure } = await backend().visitor.rpc('region_at', { lat, lng });
	if (failure) unanswered('region_at', failure);
	return regionAnswerFrom(data);
}

let known: { version: string; outline: Outline } | null = null;

/** What the forms offer. Kept until the content changes, because every page with a form asks for it. */
async function outline(): Promise<Outline> {
	const version = await contentVersion();
	if (known && known.version === version) return known.outline;
	const { data, error: failure } = await backend().visitor.rpc('network_outline');
	if (failure) unanswered('network_outline', failure);
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

async function sqlFilter(filter: LocatedFilter, now: Date): Promise<SqlFilter> {
	return filterForSql(filter, {
		now,
		timeZone: network.timeZone,
		...(filter.open && { openHours: await openHours(now) })
	});
}

/** What is open is a long list that follows from the minute. */
function keyOf({ openHours: open, ...sql }: SqlFilter, now: Date): string {
	return JSON.stringify([sql, open !== undefined, Math.floor(now.getTime() / 60_000)]);
}

async function rowsOf(sql: SqlFilter, locale: Locale, page = 1, after: string | null = null) {
	const { data, error: failure } = await backend().visitor.rpc('find_organisations', {
		filter: { ...sql },
		language: locale,
		page,
		page_size: pageSize,
		...(after !== null && { after })
	});
	if (failure) unanswered('find_organisations', failure);
	return v.parse(v.array(OrganisationRow), data);
}

export const organisations = { find, count, summary, points, cells, facets, regionAt, outline };
