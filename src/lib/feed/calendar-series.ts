// How a series is told to calendars: a rule, the dates that are left out, and every date that a
// program could work out to another instant than the page's, told on its own. Programs differ where
// RFC 5545 is silent or hard:
//   - whether a length is counted on the clock or in hours (§3.8.5.3): what lies over a clock
//     change is told on its own;
//   - whether a time the clock jumps over is a date at all (§3.3.10), and which of two equal hours
//     is meant (§3.3.5): a series
//     that meets such an hour is counted from noon, and what begins or ends in one is told in UTC;
//   - whether a date that begins exactly at UNTIL is one (§3.3.10 says so): UNTIL is later.
import { instantOf, instantsOf, localOf, timeOf } from '#lib/time/local-time.ts';
import { ruleStarts } from '#lib/event/recurrence/recurrence.ts';
import type { FeedDate, FeedEvent, LocalTime } from './feed-event.ts';
import { isWholeDays } from './feed-event.ts';

/** When something is, on the wall of its zone and as instants. */
export type When = Pick<FeedDate, 'starts' | 'ends' | 'startsAt' | 'endsAt'>;

export interface ToldSeries {
	/** The date the rule counts from. */
	first: When;
	/** RRULE. */
	rule: string;
	/** EXDATE: starts the rule gives and that are not held. */
	exceptions: LocalTime[];
	/**
	 * Every date the rule gives, under the start it gives it, whatever that date is now
	 * (RECURRENCE-ID).
	 */
	dates: { date: FeedDate; original: LocalTime; ownTime: boolean }[];
	/** Dates that were cancelled before the rule was changed: it no longer gives them. */
	orphans: FeedDate[];
}

/** Milliseconds on the clock. */
const wallLength = ({ starts, ends }: Pick<When, 'starts' | 'ends'>) =>
	Date.parse(`${ends}Z`) - Date.parse(`${starts}Z`);
const exactLength = ({ startsAt, endsAt }: When) => Date.parse(endsAt) - Date.parse(startsAt);

const atTime = (local: LocalTime, time: string): LocalTime => `${local.slice(0, 10)}T${time}`;

/**
 * A series as calendars are told it.
 * @param dates all of them, in the order of their original starts
 */
export function toldSeries(
	event: Pick<
		FeedEvent,
		| 'starts'
		| 'ends'
		| 'timeZone'
		| 'allDay'
		| 'precision'
		| 'recurrence'
		| 'exceptions'
		| 'knownUntil'
	> & { recurrence: string },
	dates: readonly FeedDate[]
): ToldSeries {
	const wholeDays = isWholeDays(event);
	const hour = timeOf(event.starts);
	const named = dates.map((date) => ({ date, name: atTime(date.original, hour) }));
	const isGiven = givenBy(event, named);
	const given = named.filter(isGiven);
	const orphans = named.filter((one) => !isGiven(one)).map(({ date }) => date);

	const last = given.at(-1)?.name ?? event.starts;
	const names = new Set(given.map(({ name }) => name));
	// A date that was cancelled and then left out is told as cancelled.
	const exceptions = event.exceptions.filter((time) => time <= last && !names.has(time));
	const [begin] = given;
	// As a rule the first date is as the event says: then it need not be worked out again.
	const said =
		begin &&
		begin.date.original === event.starts &&
		begin.date.starts === event.starts &&
		begin.date.ends === event.ends
			? begin.date
			: firstOf(event);
	// Counting over an hour that does not exist or comes twice, or with a length that holds for one
	// night only, every program does otherwise: such a series is counted from noon, and each of its
	// dates is told on its own.
	const counts =
		wholeDays ||
		(said.starts === event.starts &&
			isPlain(said, event.timeZone) &&
			exactLength(said) === wallLength(said) &&
			given.every(
				({ date, name }) =>
					date.original === name && isOnce(name, date.originalStart, event.timeZone)
			) &&
			// What is left out is named by its hour as well.
			exceptions.every((time) => {
				const instant = instantOf(time, event.timeZone);
				return localOf(instant, event.timeZone) === time && isOnce(time, instant, event.timeZone);
			}));
	const told = counts ? hour : '12:00:00';
	const first = counts ? said : noonOf(event);
	return {
		first,
		rule: ruleFor(event, {
			last: atTime(last, told),
			count: given.length + exceptions.length
		}),
		exceptions: exceptions.map((time) => atTime(time, told)),
		dates: given.map(({ date, name }) => ({
			date,
			original: atTime(name, told),
			ownTime:
				date.starts !== (wholeDays ? date.original : atTime(name, told)) ||
				wallLength(date) !== wallLength(first) ||
				exactLength(date) !== exactLength(first) ||
				exactLength(date) !== wallLength(date) ||
				(!wholeDays && !isPlain(date, event.timeZone))
		})),
		orphans
	};
}

/** Noon of the first day, and an hour from there. */
function noonOf({ starts, timeZone }: Pick<FeedEvent, 'starts' | 'timeZone'>): When {
	const [noon, one] = [atTime(starts, '12:00:00'), atTime(starts, '13:00:00')];
	return { starts: noon, ends: one, ...instantsOf(noon, one, timeZone) };
}

/** The first date as the event says it, whatever became of it. */
export function firstOf({
	starts,
	ends,
	timeZone
}: Pick<FeedEvent, 'starts' | 'ends' | 'timeZone'>): When {
	const { startsAt, endsAt } = instantsOf(starts, ends, timeZone);
	return { starts: localOf(startsAt, timeZone), ends: localOf(endsAt, timeZone), startsAt, endsAt };
}

/**
 * Which dates the rule gives. Every date that is held is one; of those that are cancelled, some are
 * left from a rule that was changed, and only then is the rule worked out.
 */
function givenBy(
	event: Parameters<typeof toldSeries>[0],
	named: readonly { date: FeedDate; name: LocalTime }[]
): (one: { date: FeedDate; name: LocalTime }) => boolean {
	const { timeZone } = event;
	if (named.every(({ date }) => date.state !== 'cancelled')) return () => true;
	const until = named.reduce((last, { name }) => (name > last ? name : last), event.starts);
	const starts = startsOf(event, until.slice(0, 10));
	return ({ date, name }) =>
		starts.has(name) &&
		(date.original === name ||
			Date.parse(instantOf(name, timeZone)) === Date.parse(date.originalStart));
}

/**
 * Rules that were worked out, the latest last: a calendar is written anew after every change of any
 * event.
 */
const workedOut = new Map<string, ReadonlySet<LocalTime>>();
const maxWorkedOut = 1000;

function startsOf(
	{ starts, ends, timeZone, allDay, recurrence }: Parameters<typeof toldSeries>[0],
	until: string
): ReadonlySet<LocalTime> {
	const key = [recurrence, starts, timeZone, allDay, until].join();
	let found = workedOut.get(key);
	if (!found) {
		const series = { startsLocal: starts, endsLocal: ends, timeZone, allDay, exceptions: [] };
		found = new Set(ruleStarts({ ...series, rule: recurrence }, until));
		workedOut.set(key, found);
		for (const oldest of workedOut.keys()) {
			if (workedOut.size <= maxWorkedOut) break;
			workedOut.delete(oldest);
		}
	}
	return found;
}

/**
 * The rule as every program follows it: no part is left to the first date, and no date lies on its
 * end.
 */
function ruleFor(
	event: Parameters<typeof toldSeries>[0],
	{ last, count }: { last: LocalTime; count: number }
): string {
	const parts = event.recurrence.split(';').filter((part) => !/^(COUNT|UNTIL)=/.test(part));
	const has = (name: string) => parts.some((part) => part.startsWith(`${name}=`));
	// Some programs take the day on which they read the rule.
	if (!has('BYMONTHDAY') && !has('BYDAY') && (has('BYMONTH') || parts.includes('FREQ=MONTHLY')))
		if (!parts.includes('FREQ=WEEKLY') && !parts.includes('FREQ=DAILY'))
			parts.push(`BYMONTHDAY=${Number(event.starts.slice(8, 10))}`);
	// An open-ended series ends with the last date that is known: it must be renewed, and would else
	// run on for ever.
	const counts = isWholeDays(event) || event.recurrence.includes('COUNT=');
	parts.push(counts ? `COUNT=${count}` : `UNTIL=${afterStart(last, event.timeZone)}`);
	return parts.join(';');
}

/**
 * Two hours after a start, in UTC, and two after the same hour of UTC: programs read UNTIL as an
 * instant, with the offset that the first date has, or as if it were local time. The next date is a
 * day away.
 */
function afterStart(local: LocalTime, zone: string): string {
	const later = Math.max(Date.parse(instantOf(local, zone)), Date.parse(`${local}Z`));
	return new Date(later + 7_200_000).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/**
 * Whether what the clock shows at both ends is each one instant: of what it shows twice a year,
 * programs take either.
 */
export function isPlain({ starts, startsAt, ends, endsAt }: When, zone: string): boolean {
	return isOnce(starts, startsAt, zone) && isOnce(ends, endsAt, zone);
}

function isOnce(local: LocalTime, instant: string, zone: string): boolean {
	const hour = Number(local.slice(11, 13));
	// Clocks are changed at night; for all other hours nobody is asked.
	if (hour > 4 && hour < 22) return true;
	const at = Date.parse(instant);
	return [-60, -30, 30, 60].every(
		(minutes) => localOf(new Date(at + minutes * 60_000).toISOString(), zone) !== local
	);
}
