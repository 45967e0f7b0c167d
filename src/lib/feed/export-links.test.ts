// "Exactly this": what a list offers to take along is the question the list answers.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyFilter, parseFilter, type Filter } from '#lib/filter/filter.ts';
import { eventCalendarHref, subscriptionHref } from '#lib/event/calendar-links.ts';
import { feedHref } from './export-links.ts';

const vocabulary = {
	kinds: new Set(['partner']),
	eventKinds: new Set(['forum']),
	topics: new Set(['rooms']),
	regions: new Set(['kurzeme']),
	municipalities: new Set<string>(),
	access: new Set(['lift']),
	languages: new Set(['lv'])
};
const paramsOf = (href: string) => new URL(href, 'https://tikls.example').searchParams;

test('the conditions come back from the address, without the page', () => {
	const filter: Filter = {
		...emptyFilter,
		words: 'kvalitāte & nauda',
		kinds: ['partner'],
		eventKinds: ['forum'],
		regions: ['kurzeme'],
		from: '2027-01-01',
		online: true,
		page: 3
	};
	const { filter: back, problems } = parseFilter(
		paramsOf(feedHref('ics', filter, 'events', 'en')),
		vocabulary,
		'events',
		['lang']
	);
	expect(problems).toEqual([]);
	expect(back).toEqual({ ...filter, page: 1 });
});

test('what only one of the subjects has is not asked of the other', () => {
	const filter: Filter = { ...emptyFilter, eventKinds: ['forum'], open: true, to: '2027-01-01' };
	expect(feedHref('csv', filter, 'organisations', 'lv', { bom: '1' })).toBe(
		'/feeds/organisations.csv?open=1&bom=1'
	);
	expect(feedHref('csv', filter, 'events', 'lv')).toBe(
		'/feeds/events.csv?kind=forum&to=2027-01-01'
	);
});

test('nobody’s doorstep is in an address', () => {
	const inLatvia = fc.record({
		lat: fc.double({ min: 55.6, max: 58, noNaN: true }),
		lng: fc.double({ min: 20.8, max: 28.3, noNaN: true })
	});
	fc.assert(
		fc.property(inLatvia, (point) => {
			const near = { kind: 'point', ...point, km: 10 } as const;
			const href = feedHref('ics', { ...emptyFilter, near }, 'events', 'lv');
			expect(paramsOf(href).get('near')).toMatch(/^\d\d(\.\d{1,2})?,\d\d(\.\d{1,2})?$/);
		})
	);
});

test('a calendar program is told to subscribe', () => {
	expect(subscriptionHref('https://tikls.example:8443', '/feeds/events.ics?lang=en')).toBe(
		'webcal://tikls.example:8443/feeds/events.ics?lang=en'
	);
	expect(eventCalendarHref('nvo-forums', 'en')).toBe('/feeds/events.ics?event=nvo-forums&lang=en');
});
