// A series in words, as people say it, in both languages.
import { describe, expect, it } from 'vitest';
import { problemWords } from './problem-words.ts';
import { seriesWords } from './recurrence-words.ts';

/** A Tuesday, the second of its month. */
const said = (rule: string, locale: 'lv' | 'en', startsLocal = '2026-12-08T18:00:00') =>
	seriesWords({ rule, startsLocal, timeZone: 'Europe/Riga', allDay: false }, locale);

it.each([
	['FREQ=DAILY', 'katru dienu', 'every day'],
	['FREQ=DAILY;INTERVAL=2', 'katru otro dienu', 'every other day'],
	['FREQ=DAILY;INTERVAL=10', 'katru desmito dienu', 'every 10 days'],
	['FREQ=DAILY;INTERVAL=21', 'reizi 21 dienā', 'every 21 days'],
	['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'katru darbdienu', 'every weekday, Monday to Friday'],
	['FREQ=WEEKLY', 'katru otrdienu', 'every Tuesday'],
	['FREQ=WEEKLY;BYDAY=TH,TU', 'katru otrdienu un ceturtdienu', 'every Tuesday and Thursday'],
	[
		'FREQ=WEEKLY;BYDAY=TU,TH,SA',
		'katru otrdienu, ceturtdienu un sestdienu',
		'every Tuesday, Thursday and Saturday'
	],
	['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'katru dienu', 'every day'],
	['FREQ=WEEKLY;INTERVAL=2', 'reizi divās nedēļās, otrdienā', 'every other week, on Tuesday'],
	[
		'FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,FR',
		'reizi trijās nedēļās, otrdienā un piektdienā',
		'every 3 weeks, on Tuesday and Friday'
	],
	['FREQ=MONTHLY', 'katra mēneša 8. datumā', 'on the 8th of every month'],
	[
		'FREQ=MONTHLY;BYMONTHDAY=8,22',
		'katra mēneša 8. un 22. datumā',
		'on the 8th and 22nd of every month'
	],
	['FREQ=MONTHLY;BYMONTHDAY=-1', 'katra mēneša pēdējā dienā', 'on the last day of every month'],
	[
		'FREQ=MONTHLY;BYMONTHDAY=31',
		'katra mēneša 31. datumā (ja mēnesī tāds ir)',
		'on the 31st of every month (where it has one)'
	],
	[
		'FREQ=MONTHLY;BYDAY=2TU',
		'katra mēneša otrajā otrdienā',
		'on the second Tuesday of every month'
	],
	[
		'FREQ=MONTHLY;BYDAY=1TU,3TU',
		'katra mēneša pirmajā un trešajā otrdienā',
		'on the first and third Tuesday of every month'
	],
	[
		'FREQ=MONTHLY;BYDAY=2TU,-1FR',
		'katra mēneša otrajā otrdienā un pēdējā piektdienā',
		'on the second Tuesday and last Friday of every month'
	],
	[
		'FREQ=MONTHLY;BYDAY=5TU',
		'katra mēneša piektajā otrdienā (ja mēnesī tāda ir)',
		'on the fifth Tuesday of every month (where it has one)'
	],
	[
		'FREQ=MONTHLY;INTERVAL=2;BYDAY=2TU',
		'reizi divos mēnešos, mēneša otrajā otrdienā',
		'on the second Tuesday of every other month'
	],
	[
		'FREQ=MONTHLY;INTERVAL=3',
		'reizi trijos mēnešos, mēneša 8. datumā',
		'on the 8th of every 3rd month'
	],
	[
		'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
		'katra mēneša pēdējā darbdienā',
		'on the last weekday (Monday to Friday) of every month'
	],
	[
		'FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1',
		'katra mēneša pirmajā sestdienā vai svētdienā',
		'on the first Saturday or Sunday of every month'
	],
	[
		'FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2',
		'katra mēneša otrajā otrdienā',
		'on the second Tuesday of every month'
	],
	['FREQ=MONTHLY;BYDAY=TU', 'katru otrdienu', 'every Tuesday'],
	[
		'FREQ=WEEKLY;BYMONTH=9,10,4',
		'katru otrdienu, tikai aprīlī, septembrī un oktobrī',
		'every Tuesday, only in April, September and October'
	],
	['FREQ=YEARLY', 'katru gadu 8. decembrī', 'every year on 8 December'],
	[
		'FREQ=YEARLY;BYMONTH=5;BYDAY=2SU',
		'katru gadu maija otrajā svētdienā',
		'every year on the second Sunday of May'
	],
	[
		'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
		'katru gadu 29. februārī (tikai garajos gados)',
		'every year on 29 February (leap years only)'
	],
	[
		'FREQ=YEARLY;INTERVAL=2;BYMONTH=11;BYMONTHDAY=18',
		'reizi divos gados, 18. novembrī',
		'every other year on 18 November'
	],
	['FREQ=WEEKLY;COUNT=4', 'katru otrdienu, pavisam 4 reizes', 'every Tuesday, 4 times in all'],
	['FREQ=DAILY;COUNT=21', 'katru dienu, pavisam 21 reizi', 'every day, 21 times in all'],
	[
		'FREQ=WEEKLY;UNTIL=20270302T215959Z',
		'katru otrdienu, līdz 2027. gada 2. martam',
		'every Tuesday, until 2 March 2027'
	]
])('%s', (rule, lv, en) => {
	expect(said(rule, 'lv')).toBe(lv);
	expect(said(rule, 'en')).toBe(en);
});

describe('nothing is said', () => {
	it.each([
		'FREQ=HOURLY',
		'FREQ=MONTHLY;BYMONTHDAY=-3',
		'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
		'FREQ=YEARLY;BYDAY=20MO',
		'FREQ=YEARLY;BYMONTH=3,9;BYDAY=1SA',
		'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1,-1'
	])('of %s: its dates tell it better', (rule) => {
		expect(said(rule, 'lv')).toBeNull();
		expect(said(rule, 'en')).toBeNull();
	});
});

it('does not count where the page does', () => {
	const series = { rule: 'FREQ=WEEKLY;COUNT=4', startsLocal: '2026-12-08T18:00:00' };
	const start = { timeZone: 'Europe/Riga', allDay: false };
	expect(seriesWords({ ...series, ...start }, 'lv', false)).toBe('katru otrdienu');
});

it('says what is wrong as a sentence', () => {
	expect(problemWords('never')).toMatch(/30\. februāra\.$/);
});
