// Opening hours in words, both languages.
import { describe, expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { Locale } from '#lib/i18n/languages.ts';
import { daysWords, hoursLines, stateWords, timesWords } from './hours-words.ts';
import { readOpeningHours, tellOpeningHours } from './opening-hours.server.ts';

/** State, days and times as a page in this language says them. */
function said(raw: string, instant: string, locale: Locale) {
	overwriteGetLocale(() => locale);
	const hours = readOpeningHours(raw, new Date(instant), 'Europe/Riga');
	if (!hours.readable) throw new Error('unreadable');
	return {
		state: stateWords(hours, locale),
		rows: hours.periods
			.flatMap(({ groups }) => groups)
			.map((group) => [daysWords(group, locale), timesWords(group, locale)])
	};
}

describe('in Latvian', () => {
	test('open, closed until later today, tomorrow, Monday', () => {
		const hours = 'Mo-Fr 09:00-12:30,13:00-17:00';
		const state = (instant: string) => said(hours, instant, 'lv').state;
		expect(state('2026-07-15T08:00:00Z')).toBe('Atvērts līdz plkst. 12.30');
		expect(state('2026-07-15T09:45:00Z')).toBe('Slēgts, atvērsies šodien plkst. 13.00');
		expect(state('2026-07-15T15:00:00Z')).toBe('Slēgts, atvērsies rīt plkst. 09.00');
		expect(state('2026-07-17T15:00:00Z')).toBe('Slēgts, atvērsies pirmdien plkst. 09.00');
	});

	test('the week in rows', () => {
		const { rows } = said('Mo-Fr 09:00-17:00; Sa 10:00-14:00', '2026-07-15T08:00:00Z', 'lv');
		expect(rows).toEqual([
			['Pirmdiena–piektdiena', '09.00–17.00'],
			['Sestdiena', '10.00–14.00'],
			['Svētdiena', 'slēgts']
		]);
	});

	test('every day, around the clock, long closed', () => {
		expect(said('Mo-Su 10:00-17:00', '2026-07-15T08:00:00Z', 'lv').rows).toEqual([
			['Katru dienu', '10.00–17.00']
		]);
		expect(said('24/7', '2026-07-15T08:00:00Z', 'lv')).toEqual({
			state: 'Atvērts visu diennakti',
			rows: [['Katru dienu', 'visu diennakti']]
		});
		expect(said('Aug 15-31 10:00-17:00', '2026-07-15T08:00:00Z', 'lv').state).toBe(
			'Slēgts, atvērsies 2026. gada 15. augustā plkst. 10.00'
		);
	});
});

test('in English', () => {
	const hours = 'Mo-Fr 09:00-17:00; Sa 10:00-14:00 "by appointment"';
	expect(said(hours, '2026-07-18T15:00:00Z', 'en')).toEqual({
		state: 'Closed now, opens on Monday at 09:00',
		rows: [
			['Monday–Friday', '09:00–17:00'],
			['Saturday', '10:00–14:00 (by appointment)'],
			['Sunday', 'closed']
		]
	});
	expect(said(hours, '2026-07-16T15:00:00Z', 'en').state).toBe(
		'Closed now, opens tomorrow at 09:00'
	);
	expect(said('"by appointment"', '2026-07-16T15:00:00Z', 'en').state).toBe(
		'Open under a condition: by appointment'
	);
});

describe('all that is said, a line each', () => {
	/** 15 July 2026 is a Wednesday in an odd week. */
	const lines = (raw: string, locale: Locale) => {
		overwriteGetLocale(() => locale);
		return hoursLines(
			tellOpeningHours(raw, new Date('2026-07-15T08:00:00Z'), 'Europe/Riga'),
			locale
		);
	};

	test.each<[raw: string, lv: string[], en: string[]]>([
		[
			'Sa-Su 00:00-24:00; Mo 00:00-08:00',
			[
				'Pirmdiena: 00.00–08.00',
				'Otrdiena–piektdiena: slēgts',
				'Sestdiena–svētdiena: visu diennakti'
			],
			['Monday: 00:00–08:00', 'Tuesday–Friday: closed', 'Saturday–Sunday: around the clock']
		],
		[
			'Fr 18:00-02:00, Sa 10:00-14:00',
			[
				'Pirmdiena–ceturtdiena: slēgts',
				'Piektdiena: 18.00–02.00',
				'Sestdiena: 10.00–14.00',
				'Svētdiena: slēgts'
			],
			['Monday–Thursday: closed', 'Friday: 18:00–02:00', 'Saturday: 10:00–14:00', 'Sunday: closed']
		],
		[
			'Mo-Su 09:00-18:00; PH,Su off',
			['Pirmdiena–sestdiena: 09.00–18.00', 'Svētdiena: slēgts', 'Svētku dienās slēgts.'],
			['Monday–Saturday: 09:00–18:00', 'Sunday: closed', 'Closed on public holidays.']
		],
		['17:00+', ['Katru dienu: no 17.00'], ['Every day: from 17:00']],
		['10:00-17:00+', ['Katru dienu: 10.00–17.00 vai ilgāk'], ['Every day: 10:00–17:00 or later']],
		[
			'Mo-Fr 09:00-17:00 || "by appointment"',
			[
				'Pirmdiena–piektdiena: 09.00–17.00',
				'Sestdiena–svētdiena: slēgts',
				'Citā laikā: pēc vienošanās'
			],
			['Monday–Friday: 09:00–17:00', 'Saturday–Sunday: closed', 'At other times: by appointment']
		],
		[
			'Mo-Fr 09:00-17:00 open "zvans; 2. stāvs"; Sa 10:00-12:00 "by appointment, zvans; 2. stāvs"',
			[
				'Pirmdiena–piektdiena: 09.00–17.00',
				'Sestdiena: 10.00–12.00 (pēc vienošanās)',
				'Svētdiena: slēgts',
				'Piezīme: zvans; 2. stāvs'
			],
			[
				'Monday–Friday: 09:00–17:00',
				'Saturday: 10:00–12:00 (by appointment)',
				'Sunday: closed',
				'Note: zvans; 2. stāvs'
			]
		],
		[
			'Mo-Fr 09:00-17:00; PH 10:00-12:00; SH off',
			[
				'Pirmdiena–piektdiena: 09.00–17.00',
				'Sestdiena–svētdiena: slēgts',
				'Svētku dienās: 10.00–12.00',
				'Skolēnu brīvlaikā slēgts.'
			],
			[
				'Monday–Friday: 09:00–17:00',
				'Saturday–Sunday: closed',
				'Public holidays: 10:00–12:00',
				'Closed in school holidays.'
			]
		],
		[
			'Mo-Fr 15:00-18:00; SH Mo-Fr 10:00-14:00; PH off',
			[
				'Pirmdiena–piektdiena: 15.00–18.00',
				'Sestdiena–svētdiena: slēgts',
				'Skolēnu brīvlaikā',
				'Pirmdiena–piektdiena: 10.00–14.00',
				'Sestdiena–svētdiena: slēgts',
				'Svētku dienās slēgts.'
			],
			[
				'Monday–Friday: 15:00–18:00',
				'Saturday–Sunday: closed',
				'In school holidays',
				'Monday–Friday: 10:00–14:00',
				'Saturday–Sunday: closed',
				'Closed on public holidays.'
			]
		],
		[
			'Mo-Su 09:00-17:00; May 15-Sep 14 Mo-Su 08:00-20:00',
			[
				'15. maijs – 14. septembris (tagad)',
				'Katru dienu: 08.00–20.00',
				'15. septembris – 14. maijs',
				'Katru dienu: 09.00–17.00'
			],
			[
				'15 May – 14 September (now)',
				'Every day: 08:00–20:00',
				'15 September – 14 May',
				'Every day: 09:00–17:00'
			]
		],
		[
			'week 2-52/2 Mo-Su 09:00-17:00',
			[
				'Nepāra nedēļās (šonedēļ)',
				'Katru dienu: slēgts',
				'Pāra nedēļās',
				'Katru dienu: 09.00–17.00'
			],
			[
				'In odd-numbered weeks (this week)',
				'Every day: closed',
				'In even-numbered weeks',
				'Every day: 09:00–17:00'
			]
		],
		['24/7', ['Katru dienu: visu diennakti'], ['Every day: around the clock']],
		['off', ['Katru dienu: slēgts'], ['Every day: closed']],
		['unknown', ['Katru dienu: nav zināms'], ['Every day: not known']],
		['Mo-Fr sunrise-sunset', ['Mo-Fr sunrise-sunset'], ['Mo-Fr sunrise-sunset']],
		// The end is made up, and the remark hides that: said as it was written.
		['17:00+ open "bārs"', ['17:00+ open "bārs"'], ['17:00+ open "bārs"']]
	])('%s', (raw, lv, en) => {
		expect(lines(raw, 'lv')).toEqual(lv);
		expect(lines(raw, 'en')).toEqual(en);
	});
});

test.each<[raw: string, instant: string, lv: string, en: string]>([
	[
		'Mo-Su 10:00-17:00+',
		'2026-07-15T08:00:00Z',
		'Atvērts vismaz līdz plkst. 17.00',
		'Open until at least 17:00'
	],
	[
		'Mo-Su 10:00-17:00+',
		'2026-07-15T15:00:00Z',
		'Varbūt vēl atvērts: beigu laiks nav norādīts',
		'Perhaps still open: no closing time is given'
	],
	[
		'17:00+',
		'2026-07-15T08:00:00Z',
		'Slēgts, atvērsies šodien plkst. 17.00',
		'Closed now, opens today at 17:00'
	],
	[
		'Mo-Fr 09:00-17:00; SH off',
		'2026-07-15T08:00:00Z',
		'Atkarīgs no tā, vai ir skolēnu brīvlaiks',
		'Depends on whether it is a school holiday'
	],
	// In both readings it is closed, but when it opens depends on which is right.
	['Mo-Fr 09:00-17:00; SH off', '2026-07-15T20:00:00Z', 'Slēgts', 'Closed now'],
	['unknown', '2026-07-15T08:00:00Z', 'Nav zināms, vai ir atvērts', 'Not known whether it is open'],
	// Nothing opens by an appointment that nobody has made.
	['Mo "by appointment"', '2026-07-15T08:00:00Z', 'Slēgts', 'Closed now']
])('the state of %s at %s', (raw, instant, lv, en) => {
	expect(said(raw, instant, 'lv').state).toBe(lv);
	expect(said(raw, instant, 'en').state).toBe(en);
});
