// A series in English: "on the second Tuesday of every month, until 8 June 2027".
import { monthName } from '#lib/time/calendar-names.ts';
import { dayWords } from '#lib/time/dates.ts';
import { listed, monthDay, sameDays, workdays, type Grammar } from './grammar.ts';
import type { Weekday } from './weekdays.ts';

const englishDays: Record<Weekday, string> = {
	MO: 'Monday',
	TU: 'Tuesday',
	WE: 'Wednesday',
	TH: 'Thursday',
	FR: 'Friday',
	SA: 'Saturday',
	SU: 'Sunday'
};
const englishNth: Record<number, string> = {
	1: 'first',
	2: 'second',
	3: 'third',
	4: 'fourth',
	5: 'fifth',
	[-1]: 'last',
	[-2]: 'second-to-last'
};
const ordinal = (date: number) => {
	const end =
		date % 100 > 10 && date % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][date % 10] ?? 'th');
	return `${date}${end}`;
};

export const english: Grammar = {
	everyDay: (interval) =>
		interval === 1 ? 'every day' : interval === 2 ? 'every other day' : `every ${interval} days`,
	everyWeek(interval, days) {
		const work = sameDays(days, workdays);
		const on = work
			? 'Monday to Friday'
			: listed(
					days.map((day) => englishDays[day]),
					'and'
				);
		if (interval === 1) return work ? 'every weekday, Monday to Friday' : `every ${on}`;
		return `every ${interval === 2 ? 'other week' : `${interval} weeks`}, ${work ? on : `on ${on}`}`;
	},
	inMonth(days) {
		if (days.kind === 'dates') {
			const dates = days.dates.filter((date) => date > 0).map(ordinal);
			const rare = days.dates.some((date) => date > 28) ? ' (where it has one)' : '';
			return `${listed([...dates, ...(days.dates.includes(-1) ? ['last day'] : [])], 'and')}${rare}`;
		}
		if (days.kind === 'either') {
			const of = sameDays(days.of, workdays)
				? 'weekday (Monday to Friday)'
				: listed(
						days.of.map((day) => englishDays[day]),
						'or'
					);
			return `${englishNth[days.nth]} ${of}`;
		}
		const rare = days.weekdays.some(({ nth }) => nth === 5) ? ' (where it has one)' : '';
		const [first] = days.weekdays;
		if (first && days.weekdays.every(({ weekday }) => weekday === first.weekday)) {
			const which = days.weekdays.map(({ nth }) => englishNth[nth] ?? '');
			return `${listed(which, 'and')} ${englishDays[first.weekday]}${rare}`;
		}
		const each = days.weekdays.map(
			({ weekday, nth }) => `${englishNth[nth]} ${englishDays[weekday]}`
		);
		return listed(each, 'and') + rare;
	},
	everyMonth(interval, days) {
		const rare = days.endsWith(' (where it has one)') ? ' (where it has one)' : '';
		const on = rare ? days.slice(0, -rare.length) : days;
		if (interval === 1) return `on the ${on} of every month${rare}`;
		return `on the ${on} of every ${interval === 2 ? 'other month' : `${ordinal(interval)} month`}${rare}`;
	},
	everyYear: (interval, days) =>
		interval === 1
			? `every year on ${days}`
			: `every ${interval === 2 ? 'other year' : `${interval} years`} on ${days}`,
	inNamedMonth(month, days) {
		const name = monthName(monthDay(month), 'en');
		if (days.kind !== 'dates' || days.dates.includes(-1))
			return `the ${english.inMonth(days).replace(' (where it has one)', '')} of ${name}`;
		const leap = month === 2 && days.dates.includes(29) ? ' (leap years only)' : '';
		return `${listed(days.dates.map(String), 'and')} ${name}${leap}`;
	},
	onlyIn: (months) =>
		`only in ${listed(
			months.map((month) => monthName(monthDay(month), 'en')),
			'and'
		)}`,
	times: (count) => `${count} ${count === 1 ? 'time' : 'times'} in all`,
	until: (day) => `until ${dayWords(day, 'en')}`
};
