// What is said of an event is what holds, in every answer. Random histories (moved, cancelled,
// postponed, full, taken back, divided, another hour, zone or place, an earlier state brought back,
// time that passes; of the whole and of single dates, in any order) are told to the database and to
// a small model that keeps nothing but the list of what was said. Afterwards the page, the list,
// the month, the map and both forms say the same.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EventDetail } from '#lib/event/event.ts';
import type { KnownDate } from '#lib/event/edit/date-consequences.ts';
import { dividedFromToday, partOf } from '#lib/event/edit/from-today.ts';
import type { Series } from '#lib/event/recurrence/recurrence.ts';
import { restoredEvent } from '#lib/history/restored-dates.ts';
import { addDays, dayOf } from '#lib/time/days.ts';
import { instantsOf } from '#lib/time/local-time.ts';
import { databases, type TestDatabase } from './databases.ts';
import { atomTells, calendarTells, inCalendar, listsTell, machinesTell } from './feeds-tell.ts';
import { attempt, call, makePeople, rows } from './people.ts';

const home = 'Europe/Riga';
const states = ['planned', 'confirmed', 'postponed', 'cancelled', 'full'] as const;
type State = (typeof states)[number];

/** Something that was said, by when. `over`: dates that lay behind then are not meant. */
interface Said {
	status: State | null;
	reason: string;
	at: number;
}

interface ModelDate {
	/** Day of the rule. */
	day: string;
	/** Town it is told with. */
	place: string;
	/** A day of its own, once it was moved. */
	movedTo: string | null;
	/** Instants are kept of a moved date when the zone changes. */
	movedZone: string;
	movedHour: number;
	own: Said;
	/** What was said of the whole while this date was not over, the latest last. */
	whole: Said;
	over: boolean;
}

interface ModelEvent {
	id: string;
	slug: string;
	hour: number;
	zone: string;
	/** Town of the dates that are still to begin. */
	place: string;
	whole: Said;
	dates: ModelDate[];
}

/**
 * What holds, by the rule people were told: the latest word, but some of the whole are stronger
 * than any before them.
 */
function holding({ own, whole }: ModelDate): Said {
	if (own.status === null || own.at > whole.at) return own.status === null ? whole : own;
	if (whole.status === 'cancelled' || whole.status === 'postponed') return whole;
	const stays = own.status === 'cancelled' || own.status === 'postponed';
	return whole.status === 'full' && !stays ? whole : own;
}

const two = (n: number) => String(n).padStart(2, '0');
const timeAt = (day: string, hour: number) => `${day}T${two(hour)}:00:00`;

function span(event: ModelEvent, date: ModelDate) {
	const [day, hour, zone] = date.movedTo
		? [date.movedTo, date.movedHour, date.movedZone]
		: [date.day, event.hour, event.zone];
	return instantsOf(timeAt(day, hour), timeAt(day, hour + 2), zone);
}

const seriesOf = (document: Record<string, unknown>): Series => ({
	startsLocal: String(document.starts_local),
	endsLocal: String(document.ends_local),
	timeZone: String(document.time_zone),
	allDay: false,
	rule: String(document.recurrence),
	exceptions: []
});

type Step =
	| { does: 'whole'; status: State }
	| { does: 'own'; status: State | null; date: number }
	| { does: 'move'; date: number; days: number }
	| { does: 'back'; date: number }
	| { does: 'hour'; hour: number }
	| { does: 'zone'; zone: string }
	| { does: 'place'; place: string }
	| { does: 'divide'; date: number }
	| { does: 'pass'; weeks: number }
	| { does: 'restore'; steps: number };

const which = fc.nat({ max: 9 });
const step: fc.Arbitrary<Step> = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constant('whole' as const),
			status: fc.constantFrom(...states)
		})
	},
	{
		weight: 4,
		arbitrary: fc.record({
			does: fc.constant('own' as const),
			status: fc.constantFrom(...states, null),
			date: which
		})
	},
	fc.record({
		does: fc.constant('move' as const),
		date: which,
		days: fc.integer({ min: 1, max: 5 })
	}),
	fc.record({ does: fc.constant('back' as const), date: which }),
	fc.record({ does: fc.constant('hour' as const), hour: fc.integer({ min: 9, max: 19 }) }),
	fc.record({
		does: fc.constant('zone' as const),
		zone: fc.constantFrom(home, 'Europe/Berlin', 'Asia/Tokyo')
	}),
	fc.record({ does: fc.constant('place' as const), place: fc.constantFrom('kuldiga', 'talsi') }),
	fc.record({ does: fc.constant('divide' as const), date: which }),
	fc.record({ does: fc.constant('pass' as const), weeks: fc.integer({ min: 1, max: 2 }) }),
	fc.record({ does: fc.constant('restore' as const), steps: fc.integer({ min: 1, max: 3 }) })
);

describe.each(databases)('what holds on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	}, 240_000);
	afterAll(() => database?.close());

	const ask = async (name: string, given: Record<string, unknown>) =>
		(await call(database.sql, 'coordinator', name, given)) as never;
	const listing = async (
		id: string
	): Promise<{ version: number; listing: Record<string, unknown> }> =>
		await ask('listing', { subject: 'event', id });
	const version = async (id: string) => (await listing(id)).version;
	const saved = (answer: unknown) => {
		expect(answer).toMatchObject({ status: expect.stringMatching(/^(saved|unchanged)$/) });
		return answer as { id: string; slug: string; following?: { id: string; slug: string } };
	};

	/** Days of a rule, by its count. */
	const rule = (event: Pick<ModelEvent, 'dates'>, single: boolean) =>
		single ? null : `FREQ=WEEKLY;COUNT=${event.dates.length}`;
	const timesOf = (event: ModelEvent, single: boolean) => ({
		listing: {
			starts_local: timeAt(event.dates[0]?.day ?? '', event.hour),
			ends_local: timeAt(event.dates[0]?.day ?? '', event.hour + 2),
			time_zone: event.zone,
			recurrence: rule(event, single),
			exceptions: []
		},
		dates: {
			known_until: null,
			dates: event.dates.map(({ day }) => ({
				starts: timeAt(day, event.hour),
				ends: timeAt(day, event.hour + 2)
			}))
		}
	});
	async function save(
		event: ModelEvent,
		given: Record<string, unknown>,
		dates: unknown = null,
		act = {}
	) {
		return saved(
			await ask('save_event', {
				id: event.id,
				read_version: await version(event.id),
				attempt: attempt(),
				listing: given,
				dates,
				act
			})
		);
	}
	const original = (event: ModelEvent, date: ModelDate) => timeAt(date.day, event.hour);
	const changeDate = async (event: ModelEvent, date: ModelDate, change: object) =>
		saved(
			await ask('change_date', {
				event: event.id,
				read_version: await version(event.id),
				attempt: attempt(),
				original_local: original(event, date),
				change
			})
		);

	/**
	 * Everything of the event lies so much further back. Nothing was said by it, so nothing is woken.
	 */
	async function pass(event: ModelEvent, weeks: number) {
		// By way of another time: no date may fall on one that has not been moved yet.
		const later = (
			days: number
		) => `update public.events set starts_local = starts_local + interval '${days} days',
				ends_local = ends_local + interval '${days} days' where id = '${event.id}';
			update public.event_occurrences as date set
				starts_at = internal.instant_of((starts_at at time zone time_zone) + interval '${days} days', time_zone),
				ends_at = internal.instant_of((ends_at at time zone time_zone) + interval '${days} days', time_zone),
				original_start = internal.instant_of((original_start at time zone time_zone) + interval '${days} days', time_zone)
				from public.events where events.id = event_id and event_id = '${event.id}';`;
		await database.sql.exec(
			`set session_replication_role = replica; ${later(3500)} ${later(-3500 - 7 * weeks)}
				set session_replication_role = origin`
		);
	}

	const now = () => new Date().toISOString();
	const knownOf = async (event: ModelEvent): Promise<KnownDate[]> => {
		const dates: (KnownDate & { status: State | null })[] = await ask('event_dates', {
			wanted: event.id
		});
		return dates.map((date) => ({ ...date, cancelled: date.status === 'cancelled' }));
	};

	/** @param hosted it is held at an organisation, and where that goes, what is ahead goes along */
	const run = async (single: boolean, past: number, steps: Step[], hosted = false) => {
		const today = dayOf(new Date(), home);
		let clock = 0;
		const first: Said = { status: 'confirmed', reason: '', at: ++clock };
		const nothing: Said = { status: null, reason: '', at: 0 };
		const days = single
			? [addDays(today, 3)]
			: [0, 1, 2, 3].map((n) => addDays(today, 7 * (n - past) + 3));
		const start: ModelEvent = {
			id: '',
			slug: '',
			hour: 18,
			zone: home,
			place: 'kuldiga',
			whole: first,
			dates: days.map((day) => ({
				day,
				place: 'kuldiga',
				movedTo: null,
				movedZone: home,
				movedHour: 18,
				own: nothing,
				whole: first,
				over: day < today
			}))
		};
		const { listing: when, dates } = timesOf(start, single);
		const host = crypto.randomUUID();
		if (hosted)
			await database.sql
				.exec(`insert into public.organisations (id, slug, kind, name, place_id, location, publication)
				select '${host}', 'telpas-${host}', 'partner', '{"lv": "Telpas"}', id, location, 'published'
				from public.places where id = 'kuldiga'`);
		const made = saved(
			await ask('save_event', {
				id: null,
				read_version: null,
				attempt: attempt(),
				listing: {
					...when,
					kind: 'seminar',
					title: { lv: 'Kas notiek' },
					status: 'confirmed',
					...(hosted ? { venue_organisation_id: host } : { place_id: 'kuldiga' }),
					organisers: [{ organisation_id: rows.kurzeme }]
				},
				dates,
				act: { publication: 'published' }
			})
		);
		start.id = made.id;
		start.slug = made.slug;
		let events = [start];
		/** Earlier states of the first event: what was said, and its document. */
		const earlier: { document: Record<string, unknown>; event: ModelEvent }[] = [];

		const wholeSaid = (event: ModelEvent, said: Said) => {
			event.whole = said;
			for (const date of event.dates) if (single || !date.over) date.whole = said;
		};

		/** The same again with another reason is no new word, but what it is told with. */
		const say = (event: ModelEvent, status: State, reason: string) => {
			if (status !== event.whole.status) {
				wholeSaid(event, { status, reason, at: clock });
				return;
			}
			const said = { ...event.whole, reason };
			for (const each of event.dates)
				if (each.whole.at === event.whole.at && (single || !each.over)) each.whole = said;
			event.whole = said;
		};
		const begun = (event: ModelEvent, date: ModelDate) =>
			Date.parse(span(event, date).startsAt) <= Date.now();
		/** It is told from now on that it is held there. */
		const goTo = (event: ModelEvent, place: string) => {
			event.place = place;
			for (const date of event.dates) if (single || !begun(event, date)) date.place = place;
		};
		/** How many dates stay when something is changed from today: all up to the last that began. */
		const staying = ({ dates, ...event }: ModelEvent) =>
			dates.findLastIndex(
				(date) => Date.parse(span({ ...event, dates }, date).startsAt) <= Date.now()
			) + 1;

		for (const [index, one] of steps.entries()) {
			const event = events[index % events.length];
			if (!event) continue;
			if (event === start)
				earlier.push({
					document: (await listing(event.id)).listing,
					event: structuredClone(event)
				});
			const date = 'date' in one ? event.dates[one.date % event.dates.length] : event.dates[0];
			if (!date) continue;
			clock += 1;
			const reason = `${one.does} ${clock}`;
			switch (one.does) {
				case 'whole':
					await save(event, { status: one.status, status_reason: { lv: reason } });
					say(event, one.status, reason);
					break;
				case 'own':
					if (single) {
						expect(
							await ask('change_date', {
								event: event.id,
								read_version: await version(event.id),
								attempt: attempt(),
								original_local: original(event, date),
								change: { status: 'cancelled' }
							})
						).toEqual({ status: 'invalid', constraint: 'event_has_one_date' });
						break;
					}
					await changeDate(event, date, {
						status: one.status,
						reason: one.status === null ? {} : { lv: reason }
					});
					date.own = { status: one.status, reason: one.status === null ? '' : reason, at: clock };
					break;
				case 'move': {
					const day = addDays(date.day, one.days);
					if (single) {
						date.day = day;
						const times = timesOf(event, true);
						await save(event, times.listing, times.dates);
						break;
					}
					if (date.over) break;
					await changeDate(event, date, {
						starts: timeAt(day, event.hour),
						ends: timeAt(day, event.hour + 2)
					});
					date.movedTo = day;
					date.movedHour = event.hour;
					date.movedZone = event.zone;
					break;
				}
				case 'back':
					if (single || date.over) break;
					await changeDate(event, date, { starts: null, ends: null });
					date.movedTo = null;
					break;
				case 'hour':
				case 'zone': {
					// What has taken place stays as it was: tried beside this, by the division from today.
					if (event.dates.some(({ over }) => over)) break;
					if (one.does === 'hour') event.hour = one.hour;
					else event.zone = one.zone;
					const times = timesOf(event, single);
					await save(event, times.listing, times.dates);
					break;
				}
				case 'place': {
					if (hosted) {
						// The organisation moves, and nobody saves the event.
						await database.sql.exec(
							`update public.organisations set place_id = place.id, location = place.location
							from public.places as place where place.id = '${one.place}' and organisations.id = '${host}'`
						);
						for (const each of events)
							if (each.dates.some((date) => !begun(each, date))) goTo(each, one.place);
						break;
					}
					const stay = single ? 0 : staying(event);
					// Everything is over: whoever changes it is asked by name.
					if (one.place === event.place || stay === event.dates.length) break;
					if (stay === 0) {
						await save(event, { place_id: one.place });
						goTo(event, one.place);
						break;
					}
					// Whoever saves, by a page or beside it: what has taken place stays where it was.
					expect(
						await ask('save_event', {
							id: event.id,
							read_version: await version(event.id),
							attempt: attempt(),
							listing: { place_id: one.place },
							dates: null,
							act: {}
						})
					).toEqual({ status: 'invalid', constraint: 'past_dates_stay' });
					const series = seriesOf((await listing(event.id)).listing);
					const divided = dividedFromToday(series, series, await knownOf(event), now());
					if (!divided) throw new Error('a series that has run is divided');
					const following = partOf(divided.following);
					const answer = await save(
						event,
						{ place_id: one.place, ...following.listing },
						following.dates,
						{ divide: { from: divided.from, ended: partOf(divided.ended) } }
					);
					const ahead = event.dates.slice(stay);
					event.dates = event.dates.slice(0, stay);
					const part = { ...event, ...answer.following, dates: ahead };
					goTo(part, one.place);
					events = [...events, part];
					break;
				}
				case 'divide': {
					const at = event.dates.indexOf(date);
					if (single || at < 1 || date.over) break;
					const [before, after] = [event.dates.slice(0, at), event.dates.slice(at)];
					const ended = timesOf({ ...event, dates: before }, false);
					const following = timesOf({ ...event, dates: after }, false);
					const answer = saved(
						await ask('split_series', {
							event: event.id,
							read_version: await version(event.id),
							attempt: attempt(),
							from_local: original(event, date),
							ended,
							following
						})
					);
					event.dates = before;
					const part = { ...event, ...answer.following, dates: after };
					events = [...events, part];
					break;
				}
				case 'pass':
					for (const each of events) {
						await pass(each, one.weeks);
						for (const moving of each.dates) {
							moving.day = addDays(moving.day, -7 * one.weeks);
							if (moving.movedTo) moving.movedTo = addDays(moving.movedTo, -7 * one.weeks);
							moving.over = Date.parse(span(each, moving).endsAt) <= Date.now();
						}
					}
					// Documents of before tell days that are no more where they were.
					earlier.length = 0;
					break;
				case 'restore': {
					const back = earlier.at(-1 - one.steps);
					if (single || event !== start || !back) break;
					const stands = await listing(event.id);
					const restored = restoredEvent(
						back.document,
						stands.listing,
						{
							published: true,
							known: await knownOf(event),
							parts: await ask('event_parts', { wanted: event.id })
						},
						now()
					);
					const answer = await save(event, restored.listing, restored.dates, {
						action: 'restore',
						of: 1,
						...(restored.divide && { divide: restored.divide })
					});
					const wanted = structuredClone(back.event);
					// While the venue stays, its address does.
					const stay = hosted || wanted.place === event.place ? 0 : staying(event);
					const { length } = event.dates;
					// What has taken place stays where it was.
					const divides = stay > 0 && stay < length;
					const part: ModelEvent = divides
						? { ...event, ...answer.following, dates: event.dates.slice(stay) }
						: event;
					if (divides) {
						event.dates = event.dates.slice(0, stay);
						events = [...events, part];
					}
					if (stay < length && !hosted) goTo(part, wanted.place);
					say(part, wanted.whole.status as State, wanted.whole.reason);
					// What other parts hold is not held here again, and these dates stay as they are.
					if (wanted.dates.length !== length) break;
					if (!event.dates.some(({ over }) => over))
						Object.assign(part, { hour: wanted.hour, zone: wanted.zone });
					part.dates = part.dates.map((each, at) => {
						const then = wanted.dates.at(at - part.dates.length);
						if (each.over || !then) return each;
						const later = then.own.at > then.whole.at;
						const own = { ...then.own, at: later ? clock + 0.5 : each.whole.at - 0.5 };
						return { ...then, place: each.place, whole: each.whole, own };
					});
					clock += 1;
				}
			}
		}
		for (const event of events) await compare(event, single, today);
	};

	async function compare(event: ModelEvent, single: boolean, today: string) {
		const told = event.dates
			.map((date) => {
				const { status, reason } = holding(date);
				const { startsAt, endsAt } = span(event, date);
				const instant = (text: string) => new Date(text).toISOString();
				const { place } = date;
				return {
					startsAt: instant(startsAt),
					endsAt: instant(endsAt),
					state: status,
					reason,
					place
				};
			})
			.sort((a, b) => a.startsAt.localeCompare(b.startsAt) || a.endsAt.localeCompare(b.endsAt));
		const bare = told.map(({ startsAt, endsAt, state }) => ({ startsAt, endsAt, state }));
		const inOrder = (list: { startsAt: string; endsAt: string; state: string }[]) =>
			list
				.map(({ startsAt, endsAt, state }) => ({
					startsAt: new Date(startsAt).toISOString(),
					endsAt: new Date(endsAt).toISOString(),
					state
				}))
				.sort((a, b) => a.startsAt.localeCompare(b.startsAt));

		const page = (await ask('event_detail', { wanted_slug: event.slug })) as EventDetail;
		expect(inOrder(page.occurrences)).toEqual(bare);
		const reasons = new Map(told.map(({ startsAt, reason }) => [startsAt, reason]));
		for (const { startsAt, reason } of page.occurrences)
			expect(reason.lv ?? '').toBe(reasons.get(new Date(startsAt).toISOString()));

		const held = await database.sql.query<{ place_id: string }>(
			`select place_id from internal.held_dates where event_id = '${event.id}' order by starts_at, ends_at`
		);
		expect(held.map(({ place_id }) => place_id)).toEqual(told.map(({ place }) => place));

		const filter = { slugs: [event.slug] };
		expect(inOrder(await ask('find_events', { filter }))).toEqual(bare);

		const month = (await ask('events_by_day', {
			filter,
			first_day: addDays(today, -120),
			last_day: addDays(today, 120)
		})) as {
			days: { day: string; dates: { startsAt: string; endsAt: string; state: string }[] }[];
		};
		expect(inOrder(month.days.flatMap(({ dates }) => dates))).toEqual(bare);
		for (const { day, dates } of month.days)
			for (const { startsAt } of dates) expect(dayOf(startsAt, home)).toBe(day);

		const now = new Date().toISOString();
		const next = bare.find(
			({ endsAt, state }) => endsAt > now && state !== 'cancelled' && state !== 'postponed'
		);
		const points = (await ask('event_points', { filter: { ...filter, from: now } })) as unknown[][];
		expect(points.map((point) => new Date(String(point[6])).toISOString())).toEqual(
			next ? [next.startsAt] : []
		);

		const lists = listsTell(await ask('feed_events', { filter }));
		expect(lists.features).toEqual(bare);
		expect(lists.table).toEqual(bare);
		expect(calendarTells(await ask('feed_event', { wanted_slug: event.slug }), event.slug)).toEqual(
			bare.map((date) => ({ ...date, state: inCalendar(date.state) }))
		);
		const ahead = bare.filter(({ endsAt }) => endsAt > now);
		const main = next ?? ahead[0] ?? bare.at(-1);
		const entry = atomTells(await ask('feed_changes', { filter }));
		expect(/^(Atcelts|Atlikts): /.test(entry?.title ?? '')).toBe(
			main !== undefined && inCalendar(main.state) === 'CANCELLED'
		);
		for (const [state, word] of [
			['cancelled', 'Atcelts'],
			['postponed', 'Atlikts']
		] as const)
			expect(entry?.summary.match(new RegExp(`^${word}: `, 'gm')) ?? []).toHaveLength(
				ahead.filter((date) => date !== main && date.state === state).length
			);
		const machines = machinesTell(page);
		expect(machines.status.includes('EventCancelled')).toBe(main?.state === 'cancelled');
		expect(machines.status.includes('EventPostponed')).toBe(main?.state === 'postponed');
		if (bare.length > 1)
			expect(machines.dates.filter((status) => status.includes('EventCancelled'))).toHaveLength(
				bare.filter(
					({ startsAt, state }) => startsAt >= (main?.startsAt ?? '') && state === 'cancelled'
				).length
			);

		const { listing: form } = await listing(event.id);
		expect(form.status).toBe(event.whole.status);
		if (single) {
			expect(form.starts_local).toBe(original(event, event.dates[0] as ModelDate));
			expect(bare[0]?.state).toBe(form.status);
		}
		const dates = (await ask('event_dates', { wanted: event.id })) as {
			starts: string;
			ends: string;
			state: string;
		}[];
		expect(
			inOrder(
				dates.map(({ starts, ends, state }) => ({ ...instantsOf(starts, ends, event.zone), state }))
			)
		).toEqual(bare);
	}

	test.skipIf(missing)(
		'of the dates of a series',
		async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.nat({ max: 2 }),
					fc.array(step, { minLength: 2, maxLength: 9 }),
					fc.boolean(),
					(past, steps, hosted) => run(false, past, steps, hosted)
				),
				{
					numRuns: 25,
					examples: [
						// A date is the same date by its day on the clock it was written with, in whatever zone
						// it is told next.
						[
							0,
							[
								{ does: 'move', date: 0, days: 1 },
								{ does: 'zone', zone: 'Asia/Tokyo' },
								{ does: 'own', status: 'cancelled', date: 2 },
								{ does: 'zone', zone: 'Europe/Riga' },
								{ does: 'pass', weeks: 1 }
							],
							false
						],
						// A moved date is not announced any longer once the whole is cancelled, and is again
						// when that is taken back.
						[
							0,
							[
								{ does: 'move', date: 1, days: 2 },
								{ does: 'own', status: 'full', date: 1 },
								{ does: 'whole', status: 'cancelled' }
							],
							false
						],
						[
							0,
							[
								{ does: 'own', status: 'full', date: 1 },
								{ does: 'whole', status: 'cancelled' },
								{ does: 'whole', status: 'confirmed' }
							],
							false
						],
						// What was cancelled before a division is over, and stays cancelled.
						[
							0,
							[
								{ does: 'own', status: 'cancelled', date: 1 },
								{ does: 'pass', weeks: 2 },
								{ does: 'divide', date: 2 }
							],
							false
						],
						// Where dates were held stays, also when an earlier state comes back.
						[
							2,
							[
								{ does: 'place', place: 'talsi' },
								{ does: 'whole', status: 'cancelled' },
								{ does: 'own', status: 'full', date: 1 },
								{ does: 'whole', status: 'confirmed' },
								{ does: 'restore', steps: 1 }
							],
							false
						],
						[
							1,
							[
								{ does: 'divide', date: 3 },
								{ does: 'whole', status: 'cancelled' },
								{ does: 'restore', steps: 1 },
								{ does: 'place', place: 'talsi' },
								{ does: 'restore', steps: 1 }
							],
							false
						],
						// The organisation moves in which it is held: what was held stays where it was.
						[
							2,
							[
								{ does: 'place', place: 'talsi' },
								{ does: 'pass', weeks: 1 },
								{ does: 'divide', date: 3 },
								{ does: 'place', place: 'kuldiga' },
								{ does: 'restore', steps: 1 }
							],
							true
						],
						// What has taken place stays so, whatever is said afterwards.
						[
							2,
							[
								{ does: 'whole', status: 'cancelled' },
								{ does: 'pass', weeks: 1 },
								{ does: 'whole', status: 'confirmed' },
								{ does: 'own', status: null, date: 2 }
							],
							false
						]
					]
				}
			);
		},
		120_000
	);

	test.skipIf(missing)(
		'of an event with one date, which has nothing of its own',
		async () => {
			await fc.assert(
				fc.asyncProperty(
					fc.array(step, { minLength: 1, maxLength: 6 }),
					fc.boolean(),
					(steps, hosted) => run(true, 0, steps, hosted)
				),
				{ numRuns: 15 }
			);
		},
		120_000
	);
});
