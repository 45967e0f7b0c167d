// Every doubt there is about a time, as the form of one date of a series has it and as the form of
// an event has it: the same.
import { describe, expect, it } from 'vitest';
import { doubtsOfTime, type DoubtedTime } from './time-doubts.ts';

const today = '2026-11-24';
/** A Wednesday, and none of the network's holidays. */
const plain: DoubtedTime = {
	starts: '2026-12-09T18:00:00',
	ends: '2026-12-09T20:00:00',
	allDay: false,
	timeZone: 'Europe/Riga',
	byRule: false,
	before: null,
	original: null,
	zoneBefore: null
};
const controls = { day: 'day', from: 'from', until: 'until', zone: 'zone' };
const at = (starts: string, ends = `${starts.slice(0, 11)}20:00:00`) => ({ starts, ends });

const doubts: [string, Partial<DoubtedTime>, string, RegExp][] = [
	['a day that has passed', at('2026-11-23T18:00:00'), 'day', /pagājusi/],
	['a far year', at('2036-12-09T18:00:00'), 'day', /gads/],
	['a Saturday', at('2026-12-12T18:00:00'), 'day', /brīvdiena: sestdiena/],
	['a Sunday', at('2026-12-13T18:00:00'), 'day', /brīvdiena: svētdiena/],
	['a public holiday', at('2026-12-24T18:00:00'), 'day', /svētki/],
	['the night', at('2026-12-09T02:00:00', '2026-12-09T04:00:00'), 'from', /naktī/],
	['a long day', at('2026-12-09T07:00:00', '2026-12-09T20:00:00'), 'until', /13/],
	[
		'another length',
		{ before: at('2026-12-02T18:00:00', '2026-12-02T21:00:00') },
		'until',
		/3 h → 2 h/
	],
	['another zone', { timeZone: 'America/Toronto' }, 'zone', /America\/Toronto/]
];

describe('what is perhaps a slip', () => {
	it.each(doubts)('is %s, of an event and of one date', async (_, change, field, words) => {
		const ofEvent = { ...plain, ...change };
		const hints = await doubtsOfTime(ofEvent, controls, today, 'lv');
		expect(hints).toEqual([{ field, message: expect.stringMatching(words) }]);
		// A day is far from where the rule has it only when it is.
		const original = ofEvent.starts.startsWith('2036') ? null : '2026-12-09';
		expect(await doubtsOfTime({ ...ofEvent, original }, controls, today, 'lv')).toEqual(hints);
	});

	it('is a day far from where the rule has it', async () => {
		const hints = await doubtsOfTime({ ...plain, original: '2027-12-08' }, controls, today, 'lv');
		expect(hints).toEqual([{ field: 'day', message: expect.stringContaining('2027') }]);
	});

	it('is nothing of a plain evening, nor of what has been looked at', async () => {
		expect(await doubtsOfTime(plain, controls, today, 'lv')).toEqual([]);
		for (const known of [
			{ ...plain, before: at('2026-12-02T18:00:00'), original: '2026-12-02' },
			{ ...plain, timeZone: 'America/Toronto', zoneBefore: 'America/Toronto' },
			{ ...plain, ...at('2026-12-13T18:00:00'), original: '2026-12-06' }
		])
			expect(await doubtsOfTime(known, controls, today, 'lv')).toEqual([]);
	});
});
