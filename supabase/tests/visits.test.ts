// What a visit asks: how many questions, and how many of them wait for the answer of another.
// Counted, not timed.
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { load as eventPage } from '../../src/routes/(public)/event/[slug]/+page.server.ts';
import { load as month } from '../../src/routes/(public)/events/[month=month]/+page.server.ts';
import { load as programme } from '../../src/routes/(public)/events/+page.server.ts';
import { load as organisationPage } from '../../src/routes/(public)/organisation/[slug]/+page.server.ts';
import { load as explorer } from '../../src/routes/(public)/+page.server.ts';
import { serveLiteOn, type ServedLite } from './served.ts';
import { startSeam, type Seam } from './seam.ts';
import { today } from './prepared.ts';

let lite: ServedLite;
let seam: Seam;

beforeAll(async () => {
	// The rows are from this day on; without it a list would be another one each month.
	vi.useFakeTimers({ toFake: ['Date'], now: new Date(`${today}T10:00:00+02:00`) });
	overwriteGetLocale(() => 'lv');
	lite = await serveLiteOn('PGlite', () => Promise.resolve());
	seam = await startSeam(lite.answer);
});
afterAll(async () => {
	vi.unstubAllGlobals();
	vi.useRealTimers();
	await lite?.close();
});

type Load = (event: never) => unknown;

/** The questions of a page that nobody has visited since something changed, in rounds. */
async function visit(load: Load, search: string, params: Record<string, string> = {}) {
	await lite.store.asOwner((sql) =>
		sql.exec('update public.content_version set version = version + 1')
	);
	contentChanged();
	const event = {
		params,
		url: new URL(`http://tikls.invalid/${search}`),
		locals: { locale: 'lv', person: null, stranger: null }
	};
	return await seam.rounds(() => load(event as never));
}

/** Words, a region and a place: the address that asks for the most. */
const dear = '?q=apm%C4%81c%C4%ABba&region=kurzeme&near=Kuld%C4%ABga';

const slugOf = async (table: string) => {
	const [row] = await lite.store.asOwner((sql) =>
		sql.query<{ slug: string }>(
			`select slug from public.${table} where publication = 'published' order by slug limit 1`
		)
	);
	return row?.slug ?? '';
};

const beginning = ['content_version', 'network_outline'];
const beginningWithHours = ['content_version', 'network_outline + opening_hours_in_use'];
const meaning = 'find_places + interpret_words';
/** Nothing is left at the dear address: each condition is tried without. */
const relaxed = 'event_facets + event_facets + event_facets';

/**
 * Each round waits for the one before it. One line more is a visit that takes longer; a name more
 * costs the database.
 */
const visits: { page: string; load: Load; search: string; rounds: string[] }[] = [
	{
		page: 'the start page',
		load: explorer,
		search: '',
		rounds: [
			...beginningWithHours,
			'find_organisations + organisation_facets',
			'organisation_points'
		]
	},
	{
		page: 'organisations on the map, dear',
		load: explorer,
		search: dear,
		rounds: [
			...beginningWithHours,
			meaning,
			'find_organisations + organisation_facets + region_at',
			'organisation_points'
		]
	},
	{
		page: 'events on the map, dear',
		load: explorer,
		search: `${dear}&show=events`,
		rounds: [
			...beginning,
			meaning,
			'count_events + event_facets + find_events + region_at',
			`${relaxed} + event_points`
		]
	},
	{
		page: 'the programme',
		load: programme,
		search: '',
		rounds: [...beginning, 'event_facets + find_events']
	},
	{
		page: 'the programme, dear',
		load: programme,
		search: dear,
		rounds: [...beginning, meaning, 'event_facets + find_events + region_at', relaxed]
	},
	{
		page: 'a month, dear',
		load: month,
		search: dear,
		rounds: [...beginning, 'find_places', 'events_by_day']
	}
];

test.each(visits)('$page', async ({ load, search, rounds }) => {
	const asked = await visit(load, search, { month: '2026-12' });
	expect(asked.map((round) => round.join(' + '))).toEqual(rounds);
});

test.each([
	{ page: 'organisation', load: organisationPage, table: 'organisations' },
	{ page: 'event', load: eventPage, table: 'events' }
])('the page of one $page asks one question', async ({ page, load, table }) => {
	const asked = await visit(load, '', { slug: await slugOf(table) });
	expect(asked).toEqual([[`${page}_detail`]]);
});
