// Lists and pins of organisations, and what a filter can choose from. What the database answers is
// checked (organisation-rows.ts) and is the domain type already.
import { unanswered } from '#lib/http/unanswered.server.ts';
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { QueryCache } from '#lib/backend/query-cache.ts';
import { organisationFacetsFrom, type OrganisationFacets } from '#lib/filter/facets.ts';
import type { LocatedFilter } from '#lib/filter/filter.ts';
import { confirmedSince, filterForSql, type SqlFilter } from '#lib/filter/sql-filter.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { CellQuestion, CellRow } from '#lib/geo/cells.ts';
import * as v from 'valibot';
import { openHours } from './open-now.server.ts';
import type { ListPage } from '#lib/filter/pages.ts';
import type {
	OrganisationListing,
	OrganisationPoint,
	OrganisationSummary
} from './organisation.ts';
import { CellRows, OrganisationRow, PointRows, listingOf, matchOf } from './organisation-rows.ts';

/** How many organisations one page of the list holds. */
export const pageSize = 40;

/**
 * One page of the organisations a filter leaves: with words the best matches first, near something
 * the nearest, else by name.
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
	// A first page that is not full is the whole list. The counts beside a list hold its length too,
	// and are asked anyway.
	const whole = page === 1 && rows.length < pageSize;
	return {
		items: rows.map((row) => ({ ...listingOf(row), ...(forms && matchOf(row, forms, locale)) })),
		total: whole ? rows.length : (await facets(filter, now)).total,
		page,
		pageSize,
		last: rows.at(-1)?.id ?? null
	};
}

/** One organisation as lists show it, or null when none of this name is published. */
async function summary(slug: string, locale: Locale): Promise<OrganisationSummary | null> {
	const [row] = await rowsOf({ slugs: [slug] }, locale);
	return row ?? null;
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

/**
 * The map's squares of a filter are the same for everybody; some are asked for again with every
 * page of the list.
 */
const cellAnswers = new QueryCache<(OrganisationPoint | CellRow)[]>({
	answers: 100,
	maxAge: 60_000
});

/**
 * Pins of a part of the world, those that share a cell counted together unless there are only a
 * few.
 */
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

/**
 * Hundreds of filters are asked for between two changes of the content; a minute is how stale "open
 * now" may be.
 */
const limits = { answers: 500, maxAge: 60_000 };
const totals = new QueryCache<number>(limits);
const facetAnswers = new QueryCache<OrganisationFacets>(limits);

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

/**
 * Begins with what every count of choices needs and no filter changes, so that nobody waits for it
 * later.
 */
async function prepare(now: Date): Promise<void> {
	await openHours(now);
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

export const organisations = { find, count, summary, points, cells, facets, prepare };
