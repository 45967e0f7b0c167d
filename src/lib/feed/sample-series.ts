// Random series for tests, with what was done to their dates, and when each date is by the rule of
// the page: local times first, instants from them.
import fc from 'fast-check';
import { expand } from '#lib/event/recurrence/recurrence.ts';
import { ruleStarts } from '#lib/event/recurrence/recurrence.ts';
import { instantsOf, shifted } from '#lib/time/local-time.ts';
import type { DatedEvent, FeedDate } from './feed-event.ts';
import { sampleDate, sampleEvent } from './sample-feed.ts';

/** What was done to one date. */
type Difference =
	| { kind: 'none' | 'none' | 'left-out' | 'cancelled' | 'elsewhere' | 'title' }
	| { kind: 'moved'; days: number; hours: number; longer: number };

const difference: fc.Arbitrary<Difference> = fc.oneof(
	{ arbitrary: fc.constant({ kind: 'none' as const }), weight: 6 },
	fc.constantFrom(
		...(['left-out', 'cancelled', 'elsewhere', 'title'] as const).map((kind) => ({ kind }))
	),
	fc.record({
		kind: fc.constant('moved' as const),
		days: fc.integer({ min: -1, max: 1 }),
		hours: fc.integer({ min: 0, max: 5 }),
		longer: fc.integer({ min: 0, max: 3 })
	})
);

/**
 * Hours over, before and in the hours that the clock leaves out or shows twice, beside plain ones.
 */
const hours = fc.constantFrom<[starts: string, minutes: number]>(
	['22:00', 480],
	['19:00', 120],
	['10:00', 1800],
	['03:30', 90],
	['03:30', 30],
	['02:30', 105],
	['02:15', 120],
	['03:00', 60],
	['23:30', 240],
	['00:00', 300],
	['01:00', 30]
);

const rules = fc.constantFrom(
	'FREQ=DAILY',
	'FREQ=DAILY;INTERVAL=3',
	'FREQ=WEEKLY',
	'FREQ=WEEKLY;INTERVAL=2',
	'FREQ=MONTHLY',
	'FREQ=MONTHLY;INTERVAL=2'
);

/** First days shortly before a night of the clock change, or on its day. */
const firstDays = fc.constantFrom(
	'2027-03-27',
	'2027-03-28',
	'2027-03-21',
	'2027-02-28',
	'2027-10-30',
	'2027-10-31',
	'2027-10-24',
	'2027-09-30',
	'2026-10-25',
	'2027-01-31',
	'2027-11-07',
	'2027-03-14'
);

export const anySeries: fc.Arbitrary<DatedEvent> = fc
	.record({
		id: fc.uuid(),
		rule: rules,
		end: fc.constantFrom('count', 'until', 'open'),
		count: fc.integer({ min: 2, max: 9 }),
		day: firstDays,
		time: hours,
		zone: fc.constantFrom('Europe/Riga', 'Europe/Riga', 'America/New_York', 'UTC'),
		wholeDays: fc.constantFrom(0, 0, 0, 1, 2, 3),
		differences: fc.array(difference, { minLength: 9, maxLength: 9 }),
		orphan: fc.boolean()
	})
	.map((made) => seriesOf(made.wholeDays > 0 ? { ...made, zone: 'Europe/Riga' } : made))
	.filter((made) => made !== null);

interface Made {
	id: string;
	rule: string;
	end: 'count' | 'until' | 'open';
	count: number;
	day: string;
	time: [string, number];
	zone: string;
	wholeDays: number;
	differences: Difference[];
	orphan: boolean;
}

const plus = (local: string, minutes: number) =>
	new Date(Date.parse(`${local}Z`) + minutes * 60_000).toISOString().slice(0, 19);

function seriesOf(made: Made): DatedEvent | null {
	const allDay = made.wholeDays > 0;
	const starts = `${made.day}T${allDay ? '00:00' : made.time[0]}:00`;
	const ends = plus(starts, allDay ? made.wholeDays * 1440 : made.time[1]);
	const series = { startsLocal: starts, endsLocal: ends, timeZone: made.zone, allDay };
	const rule = (end: string) => `${made.rule}${end}`;
	const all = ruleStarts(
		{ ...series, rule: rule(`;COUNT=${made.count}`), exceptions: [] },
		'2035-01-01'
	);
	const last = all.at(-1) ?? starts;
	const recurrence =
		made.end === 'count'
			? rule(`;COUNT=${made.count}`)
			: made.end === 'until'
				? rule(`;UNTIL=${last.slice(0, 10).replaceAll('-', '')}`)
				: made.rule;
	const doneTo = (index: number) =>
		(index === 0 && made.differences[0]?.kind === 'left-out'
			? { kind: 'none' as const }
			: made.differences[index]) ?? { kind: 'none' as const };
	const exceptions = all.filter((_, index) => doneTo(index).kind === 'left-out');
	try {
		expand({ ...series, rule: rule(`;COUNT=${made.count}`), exceptions }, made.day);
	} catch {
		// Dates that overlap or a rule that gives none: no series can be saved like that.
		return null;
	}
	const dates = all.flatMap((original, index) => {
		const done = doneTo(index);
		return done.kind === 'left-out'
			? []
			: [dateOf(made, original, shifted(original, starts, ends), done, index)];
	});
	if (made.orphan) {
		// Cancelled when the series still was at noon of another day.
		const noon = `${plus(starts, 1440).slice(0, 10)}T12:34:00`;
		const left = dateOf(made, noon, plus(noon, 60), { kind: 'cancelled' }, 99);
		if (!allDay) dates.push(left);
	}
	return {
		event: sampleEvent({
			id: made.id,
			timeZone: made.zone,
			starts,
			ends,
			allDay,
			precision: allDay ? 'day' : 'minute',
			recurrence,
			exceptions,
			knownUntil: made.end === 'open' ? last.slice(0, 10) : null
		}),
		dates: dates.toSorted((a, b) => Date.parse(a.originalStart) - Date.parse(b.originalStart))
	};
}

function dateOf(
	made: Made,
	original: string,
	ends: string,
	done: Difference,
	index: number
): FeedDate {
	const at = instantsOf(original, ends, made.zone);
	const wall = (instant: string) => localTimeOf(instant, made.zone);
	const change: Partial<FeedDate> =
		done.kind === 'cancelled'
			? { state: 'cancelled' }
			: done.kind === 'title'
				? { title: { lv: 'Cits nosaukums' } }
				: {};
	let now = { starts: original, ends };
	if (done.kind === 'moved') {
		const whole = made.wholeDays > 0;
		const by = done.days * 1440 + (whole ? 0 : done.hours * 60);
		now = {
			starts: plus(original, by),
			ends: plus(ends, by + (whole ? done.longer * 1440 : done.longer * 60))
		};
	}
	const instants = instantsOf(now.starts, now.ends, made.zone);
	return {
		...sampleDate(original, at.startsAt, change),
		id: `${made.id.slice(0, -4)}${String(index).padStart(4, '0')}`,
		...instants,
		starts: wall(instants.startsAt),
		ends: wall(instants.endsAt),
		originalStart: at.startsAt,
		original: wall(at.startsAt),
		elsewhere:
			done.kind === 'elsewhere'
				? {
						venue: 'Citur',
						street: null,
						postcode: null,
						place: null,
						municipality: null,
						region: null,
						pin: null
					}
				: null
	};
}

/** What Intl shows: not the library that made the instant. */
function localTimeOf(instant: string, zone: string): string {
	const parts = new Intl.DateTimeFormat('sv-SE', {
		timeZone: zone,
		dateStyle: 'short',
		timeStyle: 'medium'
	}).format(new Date(instant));
	return parts.replace(' ', 'T');
}
