// Invented upcoming events, so that a new installation shows something. Each says that it is an
// example, on every page and feed, and one command removes them all.
import { network } from '#network';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { expand } from '#lib/event/recurrence/recurrence.ts';
import { seriesOf } from './dates.ts';
import { insertRows, point } from './insert.ts';
import { localised } from './localised.ts';
import { insertEvents } from './past-events.ts';
import type { ListedEvent } from './past-events.ts';
import { stableId } from './slug.ts';
import { sourceFiles } from './source-files.ts';
import type { Example, SourcePlace } from './source-files.ts';

const day = 86_400_000;
const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** So many days after an ISO date. */
export function plusDays(date: string, days: number): string {
	return new Date(Date.parse(`${date}T00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** The first such weekday (1 = Monday) after a day, and so many weeks later. */
export function weekdayAfter(today: string, weekday: number, weeks: number): string {
	const tomorrow = plusDays(today, 1);
	const wait = (weekday - new Date(`${tomorrow}T00:00Z`).getUTCDay() + 7) % 7;
	return plusDays(tomorrow, wait + weeks * 7);
}

/**
 * The RFC 5545 rule of the same weekday of each month as a date (third Tuesday, ...). A date in the
 * fifth week stands for the last such weekday, because not every month has a fifth.
 */
export function monthlyRule(date: string, count: number): string {
	const day = new Date(`${date}T00:00Z`);
	const nth = Math.ceil(day.getUTCDate() / 7);
	return `FREQ=MONTHLY;BYDAY=${nth === 5 ? -1 : nth}${weekdays[(day.getUTCDay() + 6) % 7]};COUNT=${count}`;
}

function ruleOf(example: Example, first: string): string | null {
	if (!example.series) return null;
	const { every, count } = example.series;
	if (every === 'month' && count !== null) return monthlyRule(first, count);
	if (every === 'month') throw new Error(`${example.slug}: only weekly series are open-ended`);
	return count === null ? 'FREQ=WEEKLY' : `FREQ=WEEKLY;COUNT=${count}`;
}

function listExample(example: Example, today: string, places: readonly SourcePlace[]): ListedEvent {
	const place = places.find((one) => one.id === example.place) ?? null;
	if (example.place !== null && !place) throw new Error(`no place has the id ${example.place}`);
	const first = weekdayAfter(today, example.weekday, example.weeks);
	const days = example.days ?? 1;
	return {
		row: {
			id: stableId('event', example.slug),
			slug: example.slug,
			kind: example.kind,
			title: localised(example.title),
			summary: localised(example.summary),
			attendance: example.attendance ?? 'on-site',
			venue_name: example.venue ?? null,
			place_id: place?.id ?? null,
			municipality_id: place?.municipality ?? null,
			location: place ? point(place) : null,
			approximate: true,
			languages: example.languages,
			free: example.free,
			price: localised(example.price),
			registration_url: example.registrationUrl ?? null,
			registration_email: example.registrationEmail ?? null,
			registration_places: example.registrationPlaces ?? null,
			audience: localised(example.audience),
			accessibility: example.accessibility ?? [],
			accessibility_note: localised(example.accessibilityNote),
			contact_role: localised(example.contact?.role),
			contact_email: example.contact?.email ?? null,
			funder: localised(example.funder),
			exceptions: [],
			status: example.status ?? 'confirmed',
			status_reason: localised(example.reason),
			time_zone: network.timeZone,
			starts_local: `${first}T${example.start ?? '00:00'}`,
			ends_local: example.end
				? `${plusDays(first, days - 1)}T${example.end}`
				: `${plusDays(first, days)}T00:00`,
			all_day: !example.start,
			date_precision: example.start ? 'minute' : 'day',
			recurrence: ruleOf(example, first),
			is_example: true,
			publication: 'published'
		},
		organisers: example.organisers.map((slug) => ({
			organisation_id: stableId('organisation', slug),
			name: null
		})),
		topics: example.topics,
		sources: [],
		documents: (example.documents ?? []).map(({ title, url }) => ({
			title: localised(title),
			url
		})),
		...(example.venueOrganisation && {
			venue: stableId('organisation', example.venueOrganisation)
		})
	};
}

/** The examples dated from a day (ISO date in the network's zone). */
export function listExamples(today: string): ReturnType<typeof listExample>[] {
	const places = sourceFiles.places();
	return sourceFiles.examples().map((example) => listExample(example, today, places));
}

/** A local time so many days later. */
const laterBy = (local: string, days: number) =>
	`${plusDays(local.slice(0, 10), days)}${local.slice(10)}`;

/** Single dates that were moved or cancelled, and what an example says it was announced for. */
async function changeDates(
	sql: SqlExecutor,
	example: Example,
	row: ListedEvent['row'],
	today: string
): Promise<void> {
	const { dates } = expand(seriesOf(row), today);
	for (const change of example.changes ?? []) {
		const date = dates[change.date];
		if (!date) throw new Error(`${example.slug} has no date ${change.date}`);
		const { daysLater } = change;
		const difference = {
			...(change.status && { status: change.status }),
			...(change.reason && { reason: localised(change.reason) }),
			...(daysLater && {
				starts: laterBy(date.starts, daysLater),
				ends: laterBy(date.ends, daysLater)
			})
		};
		await sql.query('select internal.change_occurrence($1, $2, $3::text::jsonb)', [
			row.id,
			date.starts,
			JSON.stringify(difference)
		]);
	}
	if (example.movedFrom) {
		const before = -example.movedFrom.daysEarlier;
		// Written by hand, as a change in the past would have been: the event itself is new.
		await sql.query(
			`insert into public.event_changes (event_id, occurrence_id, what, previous_starts_at, previous_ends_at)
				select $1, occurrence.id, 'time', internal.instant_of($2, $4), internal.instant_of($3, $4)
				from public.event_occurrences as occurrence where occurrence.event_id = $1`,
			[row.id, laterBy(row.starts_local, before), laterBy(row.ends_local, before), row.time_zone]
		);
	}
}

/**
 * Adds the examples, dated from a day. Those that are there already are dated anew. Returns how
 * many.
 */
export async function addExamples(sql: SqlExecutor, today: string): Promise<number> {
	const examples = listExamples(today);
	await sql.query(
		`delete from public.events where is_example
			and slug in (select jsonb_array_elements_text($1::text::jsonb))`,
		[JSON.stringify(examples.map(({ row }) => row.slug))]
	);
	await insertEvents(sql, examples, today);
	const sources = sourceFiles.examples();
	// Registration ends at the end of a day, in the event's own zone.
	const deadlines = sources.flatMap((example, index) => {
		const row = examples[index]?.row;
		return row && example.registrationUntil !== undefined
			? [
					{
						id: row.id,
						until: `${plusDays(row.starts_local.slice(0, 10), 1 - example.registrationUntil)}T00:00`
					}
				]
			: [];
	});
	await sql.query(
		`update public.events as event set registration_deadline = (deadline.until at time zone event.time_zone)
			from jsonb_to_recordset($1::text::jsonb) as deadline (id uuid, until timestamp) where event.id = deadline.id`,
		[JSON.stringify(deadlines)]
	);
	const links = sources.flatMap((example) =>
		example.joinLink
			? [
					{
						event_id: stableId('event', example.slug),
						url: example.joinLink,
						visible_minutes: example.joinLinkMinutes ?? null
					}
				]
			: []
	);
	await insertRows(sql, 'event_join_links', links);
	for (const [index, example] of sources.entries()) {
		const row = examples[index]?.row;
		if (row) await changeDates(sql, example, row, today);
	}
	return examples.length;
}

/**
 * Takes away everything invented: examples and load data. Returns how many events and organisations
 * that were.
 */
export async function removeExamples(
	sql: SqlExecutor
): Promise<{ events: number; organisations: number }> {
	const count = async (text: string) => (await sql.query<{ id: string }>(text)).length;
	const events = await count('delete from public.events where is_example returning id');
	// An invented organisation may stand beside a real one as an organiser of a real event; that line
	// goes, the event stays.
	await sql.query(
		`delete from public.event_organisers where organisation_id in
			(select id from public.organisations where is_example)`
	);
	const organisations = await count(
		'delete from public.organisations where is_example returning id'
	);
	return { events, organisations };
}
