// The past events of organisations.json: real ones, dated as exactly as their sources date them.
import { network } from '#network';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { saveDates } from './dates.ts';
import type { DatedRow } from './dates.ts';
import { insertRows, point } from './insert.ts';
import type { Row } from './insert.ts';
import type { Localised } from '#lib/i18n/languages.ts';
import { localised } from './localised.ts';
import type { ListedOrganisation } from './organisations.ts';
import { slugify, stableId } from './slug.ts';
import { sourceFiles } from './source-files.ts';
import type { SourceEvent, SourcePlace } from './source-files.ts';

const notStated = 'place not stated';

export interface ListedEvent {
	row: Row & DatedRow;
	organisers: { organisation_id: string | null; name: string | null }[];
	topics: string[];
	sources: { source: string; certainty: 'read' | 'inferred' }[];
	documents?: { title: Localised; url: string }[];
	/** Id of the organisation whose address it is held at. */
	venue?: string;
}

/** The first moment after the day, month or year that a date names: '2014-03' → '2014-04-01'. */
export function dayAfter(date: string): string {
	const [year = 0, month, day] = date.split('-').map(Number);
	const next =
		month === undefined
			? Date.UTC(year + 1, 0, 1)
			: day === undefined
				? Date.UTC(year, month, 1)
				: Date.UTC(year, month - 1, day + 1);
	return new Date(next).toISOString().slice(0, 10);
}

/** 'year', 'month' or 'day', by how much of the date is there. */
export function precisionOf(date: string): 'year' | 'month' | 'day' {
	return date.length === 4 ? 'year' : date.length === 7 ? 'month' : 'day';
}

/**
 * 'Venue, street, town' in its parts; the last one is a place of the gazetteer. A text that does
 * not end in one is kept whole as the venue, without a pin.
 */
export function placeParts(
	text: string,
	places: readonly SourcePlace[]
): { venue: string | null; street: string | null; place: SourcePlace | null } {
	if (text === notStated) return { venue: null, street: null, place: null };
	const parts = text.split(',').map((part) => part.trim());
	const place = places.find((one) => one.name_lv === parts.at(-1)) ?? null;
	if (!place) return { venue: text, street: null, place };
	const rest = parts.slice(0, -1);
	const street = rest.find((part) => /\biela\b.*\d/.test(part)) ?? null;
	return { venue: rest.filter((part) => part !== street).join(', ') || null, street, place };
}

/** An organiser's name as names are compared: case, and NVO written out or not, do not count. */
function comparable(name: string): string {
	return name.replace(/nevalstisko organizāciju/giu, 'NVO').toLowerCase();
}

/** Who is meant by a name, today's or an earlier one, or an abbreviation. */
export function organiserNamed(
	name: string,
	organisations: readonly ListedOrganisation[]
): { organisation_id: string | null; name: string | null } {
	const found = organisations.find(({ row }) =>
		[
			...Object.values(row.name),
			row.abbreviation,
			...((row.former_names ?? []) as readonly string[])
		].some((known) => typeof known === 'string' && comparable(known) === comparable(name))
	);
	return found ? { organisation_id: found.row.id, name: null } : { organisation_id: null, name };
}

function listEvent(
	event: SourceEvent,
	kinds: Record<string, string>,
	places: readonly SourcePlace[],
	organisations: readonly ListedOrganisation[]
): ListedEvent {
	const kind = kinds[event.kind];
	if (!kind) throw new Error(`no kind for '${event.kind}'`);
	if (event.verified !== true && event.verified !== 'inferred')
		throw new Error(`${event.title} was not read`);
	const { venue, street, place } = placeParts(event.place, places);
	const english = /^(Conference|Seminar|Training)\b/.test(event.title);
	const precision = precisionOf(event.date);
	const first =
		precision === 'year'
			? `${event.date}-01-01`
			: precision === 'month'
				? `${event.date}-01`
				: event.date;
	const slug = `${slugify(event.title, 80 - event.date.length - 1)}-${event.date}`;
	return {
		row: {
			id: stableId('event', slug),
			slug,
			kind,
			title: localised({ [english ? 'en' : 'lv']: event.title }),
			attendance: 'on-site',
			venue_name: venue,
			street,
			place_id: place?.id ?? null,
			municipality_id: place?.municipality ?? null,
			location: place ? point(place) : null,
			approximate: true,
			status: 'confirmed',
			time_zone: network.timeZone,
			starts_local: `${first}T00:00`,
			ends_local: `${dayAfter(event.date_to ?? event.date)}T00:00`,
			all_day: true,
			date_precision: precision,
			is_example: false,
			publication: 'published'
		},
		organisers: event.organisers.split(', ').map((name) => organiserNamed(name, organisations)),
		topics: [],
		sources: event.source.split(' ; ').map((source) => ({
			source: source.trim(),
			certainty: event.verified === true ? 'read' : 'inferred'
		}))
	};
}

/** Every past event of the source file, in its order. */
export function listPastEvents(organisations: readonly ListedOrganisation[]): ListedEvent[] {
	const kinds = sourceFiles.listings().eventKinds;
	const places = sourceFiles.places();
	return sourceFiles
		.organisations()
		.past_events.map((event) => listEvent(event, kinds, places, organisations));
}

/**
 * Events with organisers, topics, sources and the dates that follow from them.
 * @param today ISO date from which open-ended series are known for half a year
 */
export async function insertEvents(
	sql: SqlExecutor,
	events: readonly ListedEvent[],
	today: string
): Promise<void> {
	await insertRows(
		sql,
		'events',
		events.map(({ row }) => row)
	);
	await insertRows(
		sql,
		'event_organisers',
		events.flatMap(({ row, organisers }) =>
			organisers.map((organiser, index) => ({
				event_id: row.id,
				position: index + 1,
				...organiser
			}))
		)
	);
	await insertRows(
		sql,
		'event_topics',
		events.flatMap(({ row, topics }) =>
			topics.map((topic) => ({ event_id: row.id, topic_id: topic }))
		)
	);
	await insertRows(
		sql,
		'event_sources',
		events.flatMap(({ row, sources }) => sources.map((source) => ({ event_id: row.id, ...source })))
	);
	await insertRows(
		sql,
		'event_documents',
		events.flatMap(({ row, documents = [] }) =>
			documents.map((document, index) => ({ event_id: row.id, position: index + 1, ...document }))
		)
	);
	await insertRows(
		sql,
		'event_venues',
		events.flatMap(({ row, venue }) =>
			venue === undefined ? [] : [{ event_id: row.id, organisation_id: venue }]
		)
	);
	await saveDates(
		sql,
		events.map(({ row }) => row),
		today
	);
}
