// Invented upcoming events, so that a new installation shows something. Each says that it is an example, on every page and
// feed, and one command removes them all.
import { network } from '../../../../network.config.ts';
import type { SqlExecutor } from '../embedded/sql.ts';
import { point } from './insert.ts';
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
 * The RFC 5545 rule of the same weekday of each month as a date (third Tuesday, ...). A date in the fifth week stands for the
 * last such weekday, because not every month has a fifth.
 */
export function monthlyRule(date: string, count: number): string {
	const day = new Date(`${date}T00:00Z`);
	const nth = Math.ceil(day.getUTCDate() / 7);
	return `FREQ=MONTHLY;BYDAY=${nth === 5 ? -1 : nth}${weekdays[(day.getUTCDay() + 6) % 7]};COUNT=${count}`;
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
			title_lv: example.title.lv,
			title_en: example.title.en,
			summary_lv: example.summary.lv,
			summary_en: example.summary.en,
			attendance: example.attendance ?? 'on-site',
			venue_name: example.venue ?? null,
			place_id: place?.id ?? null,
			municipality_id: place?.municipality ?? null,
			location: place ? point(place) : null,
			approximate: true,
			languages: example.languages,
			free: example.free,
			price_lv: example.price?.lv ?? null,
			price_en: example.price?.en ?? null,
			registration_url: example.registrationUrl ?? null,
			registration_email: example.registrationEmail ?? null,
			status: example.status ?? 'confirmed',
			status_reason_lv: example.reason?.lv ?? null,
			status_reason_en: example.reason?.en ?? null,
			time_zone: network.timeZone,
			starts_local: `${first}T${example.start ?? '00:00'}`,
			ends_local: example.end
				? `${plusDays(first, days - 1)}T${example.end}`
				: `${plusDays(first, days)}T00:00`,
			all_day: !example.start,
			date_precision: example.start ? 'minute' : 'day',
			recurrence: example.monthly ? monthlyRule(first, example.monthly) : null,
			is_example: true,
			publication: 'published'
		},
		organisers: example.organisers.map((slug) => ({
			organisation_id: stableId('organisation', slug),
			name: null
		})),
		topics: example.topics,
		sources: []
	};
}

/** The examples dated from a day (ISO date in the network's zone). */
export function listExamples(today: string): ReturnType<typeof listExample>[] {
	const places = sourceFiles.places();
	return sourceFiles.examples().map((example) => listExample(example, today, places));
}

/** Adds the examples, dated from a day. Those that are there already are dated anew. Returns how many. */
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
		example.joinLink ? [{ event_id: stableId('event', example.slug), url: example.joinLink }] : []
	);
	await sql.query(
		`insert into public.event_join_links (event_id, url)
			select event_id, url from jsonb_populate_recordset(null::public.event_join_links, $1::text::jsonb)`,
		[JSON.stringify(links)]
	);
	return examples.length;
}

/** Takes away everything invented: examples and load data. Returns how many events and organisations that were. */
export async function removeExamples(
	sql: SqlExecutor
): Promise<{ events: number; organisations: number }> {
	const count = async (text: string) => (await sql.query<{ id: string }>(text)).length;
	const events = await count('delete from public.events where is_example returning id');
	// An invented organisation may stand beside a real one as an organiser of a real event; that line goes, the event stays.
	await sql.query(
		`delete from public.event_organisers where organisation_id in
			(select id from public.organisations where is_example)`
	);
	const organisations = await count(
		'delete from public.organisations where is_example returning id'
	);
	return { events, organisations };
}
