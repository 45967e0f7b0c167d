// A series in Latvian: "katra mēneša otrajā otrdienā, līdz 2027. gada 8. jūnijam".
import { latvianMonth } from '#lib/time/calendar-names.ts';
import { listed, monthDay, sameDays, workdays, type Grammar } from './grammar.ts';
import type { Weekday } from './weekdays.ts';

/** Stems of the Latvian weekdays; all are feminine in -a: otrdiena, otrdienu, otrdienā. */
const latvianDays: Record<Weekday, string> = {
	MO: 'pirmdien',
	TU: 'otrdien',
	WE: 'trešdien',
	TH: 'ceturtdien',
	FR: 'piektdien',
	SA: 'sestdien',
	SU: 'svētdien'
};
/** Definite, feminine, locative: "otrajā otrdienā". */
const latvianNth: Record<number, string> = {
	1: 'pirmajā',
	2: 'otrajā',
	3: 'trešajā',
	4: 'ceturtajā',
	5: 'piektajā',
	[-1]: 'pēdējā',
	[-2]: 'priekšpēdējā'
};
/**
 * "divās nedēļās", "divos mēnešos"; ten does not inflect, beyond it digits are read more easily.
 */
const latvianNumbers = [
	'divās',
	'trijās',
	'četrās',
	'piecās',
	'sešās',
	'septiņās',
	'astoņās',
	'deviņās'
];
/** "katru otro dienu". */
const latvianOrdinals = [
	'otro',
	'trešo',
	'ceturto',
	'piekto',
	'sesto',
	'septīto',
	'astoto',
	'devīto',
	'desmito'
];

/** Latvian counts 1, 21, 31, ... in the singular, but not 11. */
const singular = (count: number) => count % 10 === 1 && count % 100 !== 11;

const latvianInterval = (interval: number, one: string, feminine: boolean, several: string) => {
	const word = latvianNumbers[interval - 2];
	const number = word
		? feminine
			? word
			: word.replace(/ās$/, 'os')
		: interval === 10
			? 'desmit'
			: interval;
	return `reizi ${number} ${singular(interval) ? one : several}`;
};

export const latvian: Grammar = {
	everyDay(interval) {
		if (interval === 1) return 'katru dienu';
		const ordinal = latvianOrdinals[interval - 2];
		return ordinal ? `katru ${ordinal} dienu` : latvianInterval(interval, 'dienā', true, 'dienās');
	},
	everyWeek(interval, days) {
		if (sameDays(days, workdays) && interval === 1) return 'katru darbdienu';
		if (interval === 1)
			return `katru ${listed(
				days.map((day) => `${latvianDays[day]}u`),
				'un'
			)}`;
		const on = sameDays(days, workdays)
			? 'darbdienās'
			: listed(
					days.map((day) => `${latvianDays[day]}ā`),
					'un'
				);
		return `${latvianInterval(interval, 'nedēļā', true, 'nedēļās')}, ${on}`;
	},
	inMonth(days) {
		if (days.kind === 'dates') {
			const dates = days.dates.filter((date) => date > 0).map((date) => `${date}.`);
			const named = dates.length > 0 ? [`${listed(dates, 'un')} datumā`] : [];
			const last = days.dates.includes(-1) ? ['pēdējā dienā'] : [];
			const rare = days.dates.some((date) => date > 28) ? ' (ja mēnesī tāds ir)' : '';
			return listed([...named, ...last], 'un') + rare;
		}
		if (days.kind === 'either') {
			const of = sameDays(days.of, workdays)
				? 'darbdienā'
				: listed(
						days.of.map((day) => `${latvianDays[day]}ā`),
						'vai'
					);
			return `${latvianNth[days.nth]} ${of}`;
		}
		const rare = days.weekdays.some(({ nth }) => nth === 5) ? ' (ja mēnesī tāda ir)' : '';
		const [first] = days.weekdays;
		if (first && days.weekdays.every(({ weekday }) => weekday === first.weekday)) {
			const which = days.weekdays.map(({ nth }) => latvianNth[nth] ?? '');
			return `${listed(which, 'un')} ${latvianDays[first.weekday]}ā${rare}`;
		}
		const each = days.weekdays.map(
			({ weekday, nth }) => `${latvianNth[nth]} ${latvianDays[weekday]}ā`
		);
		return listed(each, 'un') + rare;
	},
	everyMonth: (interval, days) =>
		interval === 1
			? `katra mēneša ${days}`
			: `${latvianInterval(interval, 'mēnesī', false, 'mēnešos')}, mēneša ${days}`,
	everyYear: (interval, days) =>
		interval === 1
			? `katru gadu ${days}`
			: `${latvianInterval(interval, 'gadā', false, 'gados')}, ${days}`,
	inNamedMonth(month, days) {
		const day = monthDay(month);
		if (days.kind !== 'dates' || days.dates.includes(-1))
			return `${latvianMonth(day, 'genitive')} ${latvian.inMonth(days).replace(' (ja mēnesī tāda ir)', ' (ja tāda ir)')}`;
		const dates = listed(
			days.dates.map((date) => `${date}.`),
			'un'
		);
		const leap = month === 2 && days.dates.includes(29) ? ' (tikai garajos gados)' : '';
		return `${dates} ${latvianMonth(day, 'locative')}${leap}`;
	},
	onlyIn: (months) =>
		`tikai ${listed(
			months.map((month) => latvianMonth(monthDay(month), 'locative')),
			'un'
		)}`,
	times: (count) => `pavisam ${count} ${singular(count) ? 'reizi' : 'reizes'}`,
	until(day) {
		const [year, , date] = day.split('-').map(Number);
		return `līdz ${year}. gada ${date}. ${latvianMonth(day, 'dative')}`;
	}
};
