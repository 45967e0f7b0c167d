// Opening hours as machines want them: schema.org OpeningHoursSpecification. Only what is certain;
// what cannot be read is left out.
import { addDays, type Day } from '#lib/time/days.ts';
import type { HoursFacts } from '#lib/page/structured-data.ts';
import type { HoursTold, OpenTimes, When } from './opening-hours.ts';

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The present or next time a season comes, as dates. */
function datesOf({ from, to }: { from: string; to: string }, today: Day): [Day, Day] {
	// The 29th of February ends a season in every year.
	const date = (year: number, day: string): Day =>
		day === '02-29' ? addDays(`${year}-03-01`, -1) : `${year}-${day}`;
	const year = Number(today.slice(0, 4));
	const seasons = [year - 1, year, year + 1].map((one): [Day, Day] => [
		date(one, from),
		date(to < from ? one + 1 : one, to)
	]);
	return seasons.find(([, last]) => last >= today) ?? [date(year, from), date(year, to)];
}

/** How machines are told times: the end of a day is its last minute; "from 17:00" has no end. */
const span = ({ from, to }: OpenTimes) => ({
	opens: from,
	closes: to === '24:00' ? '23:59' : to
});

const certain = (times: readonly OpenTimes[]) => times.filter(({ uncertain }) => !uncertain);

/**
 * What is said about opening hours, for machines.
 * @param today the day on which it is told
 */
export function hoursFacts(hours: HoursTold | null, today: Day): HoursFacts[] {
	if (!hours?.readable) return [];
	const validity = (when: When, date: Day | null): Partial<HoursFacts> | null => {
		if (date) return { validFrom: date, validThrough: date };
		if (when.kind === 'always') return {};
		if (when.kind !== 'season') return null;
		const [validFrom, validThrough] = datesOf(when, today);
		return { validFrom, validThrough };
	};
	const told = hours.periods.flatMap(({ when, groups }) =>
		groups.flatMap((group) => {
			const valid = validity(when, group.date);
			if (!valid) return [];
			const days = group.weekdays.map((day) => weekdays[day - 1] ?? '');
			return certain(group.times).map((time) => ({ days, ...span(time), ...valid }));
		})
	);
	// Closed as a machine understands it: from midnight to midnight of the same day, nothing between.
	if (told.length > 0 && hours.holidays === 'closed')
		return [...told, { days: ['PublicHolidays'], opens: '00:00', closes: '00:00' }];
	if (Array.isArray(hours.holidays))
		return [
			...told,
			...certain(hours.holidays).map((time) => ({ days: ['PublicHolidays'], ...span(time) }))
		];
	return told;
}
