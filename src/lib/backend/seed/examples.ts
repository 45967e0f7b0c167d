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
 * The same weekday of each month (third Tuesday, ...), beginning with a date, and the RFC 5545 rule that says so. A date
 * in the fifth week stands for the last such weekday, because not every month has a fifth.
 */
export function monthlyDates(first: string, count: number): { dates: string[]; rule: string } {
	const start = new Date(`${first}T00:00Z`);
	const weekday = (start.getUTCDay() + 6) % 7;
	const nth = Math.ceil(start.getUTCDate() / 7);
	const dates = Array.from({ length: count }, (_, index) => {
		const year = start.getUTCFullYear();
		const month = start.getUTCMonth() + index;
		if (nth === 5) {
			const last = new Date(Date.UTC(year, month + 1, 0));
			const back = ((last.getUTCDay() + 6) % 7) - weekday;
			return new Date(last.getTime() - ((back + 7) % 7) * day).toISOString().slice(0, 10);
		}
		const begin = new Date(Date.UTC(year, month, 1));
		const wait = (weekday - ((begin.getUTCDay() + 6) % 7) + 7) % 7;
		return new Date(begin.getTime() + (wait + (nth - 1) * 7) * day).toISOString().slice(0, 10);
	});
	return {
		dates,
		rule: `FREQ=MONTHLY;BYDAY=${nth === 5 ? -1 : nth}${weekdays[weekday]};COUNT=${count}`
	};
}

function listExample(
	example: Example,
	today: string,
	places: readonly SourcePlace[]
): ListedEvent & { dates: { starts: string; ends: string }[] } {
	const place = places.find((one) => one.id === example.place) ?? null;
	if (example.place !== null && !place) throw new Error(`no place has the id ${example.place}`);
	const first = weekdayAfter(today, example.weekday, example.weeks);
	const series = example.monthly
		? monthlyDates(first, example.monthly)
		: { dates: [first], rule: null };
	const days = example.days ?? 1;
	const dates = series.dates.map((date) => ({
		starts: `${date}T${example.start ?? '00:00'}`,
		ends: example.end
			? `${plusDays(date, days - 1)}T${example.end}`
			: `${plusDays(date, days)}T00:00`
	}));
	const [firstDate] = dates;
	if (!firstDate) throw new Error(`${example.slug} has no date`);
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
			starts_local: firstDate.starts,
			ends_local: firstDate.ends,
			all_day: !example.start,
			date_precision: example.start ? 'minute' : 'day',
			recurrence: series.rule,
			is_example: true,
			publication: 'published'
		},
		organisers: example.organisers.map((slug) => ({
			organisation_id: stableId('organisation', slug),
			name: null
		})),
		topics: example.topics,
		sources: [],
		dates
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
	await insertEvents(sql, examples);
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
