// The page of an event with everything an event can have, as the server writes it: each fact is
// said, in the order people need them, and nothing is said that must not be.
import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import type { EventDetail } from './event.ts';
import { mainDateOf } from './event-dates.ts';
import EventPage from './EventPage.svelte';
import { sampleDate, sampleEvent } from './sample-event.ts';

const now = '2026-11-24T08:00:00Z';
const first = sampleDate('2026-12-09T09:00:00Z', '2026-12-09T12:00:00Z');

/** The page's text with one space between words, and its HTML. */
function page(event: EventDetail): { text: string; html: string } {
	const html = render(EventPage, {
		props: {
			event,
			date: mainDateOf(event, new Date(now)),
			description: null,
			phone: null,
			repeats: event.series && 'katra mēneša pirmajā trešdienā',
			contactPhone: { shown: '+371 63300000', href: 'tel:+37163300000' },
			now,
			address: 'https://tikls.example/pasakums/seminars'
		},
		context: new Map([['__request__', { page: { url: new URL('https://tikls.example/') } }]])
	}).body;
	return { html, text: html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ') };
}

const full = sampleEvent([first], {
	attendance: 'both',
	venue: 'Kultūras centrs',
	audience: { lv: 'Biedrībām' },
	accessibility: ['step-free', 'hearing-loop'],
	accessibilityNote: { lv: 'Tulku piesakiet nedēļu iepriekš.' },
	languages: ['lv'],
	free: true,
	registration: {
		url: 'https://example.org/p',
		email: null,
		phone: null,
		deadline: '2026-12-06T22:00:00Z',
		places: 40
	},
	contact: {
		name: 'Birojs',
		role: { lv: 'koordinatore' },
		phone: '+37163300000',
		email: 'a@example.org'
	},
	funder: { lv: 'EEZ finanšu instruments' },
	image: {
		path: '/attels.png',
		width: 800,
		height: 450,
		alternative: { lv: 'Zāle' },
		credit: 'Arhīvs'
	},
	documents: [{ title: { lv: 'Programma' }, url: 'https://example.org/programma.pdf' }],
	organisers: [{ slug: 'kpr', kind: 'planning-region', name: { lv: 'Kurzeme' } }]
});

describe('the page of an event', () => {
	it('says every fact, in the order people need them', () => {
		const { text } = page(full);
		const order = [
			'Norises laiks',
			'Norises vieta',
			'Dalība',
			'Pieteikties līdz 2026. gada 6. decembrim',
			'40 vietu',
			'Dalības maksa',
			'Rīko',
			'Kam paredzēts',
			'Norises valoda',
			'Piekļūstamība',
			'indukcijas cilpa',
			'Kontakti',
			'Finansē',
			'Kā pieteikties',
			'Dokumenti',
			'Padalīties'
		];
		let at = 0;
		for (const words of order) {
			const found = text.indexOf(words, at);
			expect(found, `${words} in ${text.slice(at, at + 400)}`).toBeGreaterThan(-1);
			at = found + words.length;
		}
		expect(page(full).html).toMatch(/<img[^>]*alt="Zāle"/);
	});

	it('says beside a fact when somebody last changed it, and of an example nothing', () => {
		const changedOn = { ...full.changedOn, when: '2026-11-02', fee: '2026-10-31' };
		const { text, html } = page({ ...full, changedOn });
		expect(text).toMatch(/Norises laiks .* mainīts 2026\. gada novembrī Norises vieta/);
		expect(text).toMatch(/Dalības maksa Bez maksas mainīts 2026\. gada oktobrī Rīko/);
		expect(html.match(/mainīts/g)).toHaveLength(2);
		expect(page({ ...full, changedOn, isExample: true }).text).not.toContain('mainīts');
	});

	it('shows the link to join only while it may be shown', () => {
		const link = { visibleFrom: '2026-12-09T08:00:00Z', visibleUntil: '2026-12-09T12:00:00Z' };
		expect(page(full).html).not.toContain('Pieslēgties');
		const early = page({ ...full, joinLink: { ...link, url: null } });
		expect(early.text).toContain('šeit būs redzama no 2026. gada 9. decembra plkst. 10.00');
		expect(early.html).not.toContain('Piedalīties tiešsaistē');
		const open = page({ ...full, joinLink: { ...link, url: 'https://example.org/zals' } });
		expect(open.html).toMatch(
			/href="https:\/\/example\.org\/zals" rel="external noopener noreferrer"/
		);
	});

	it('tells at the top what has changed, and why', () => {
		const { html, text } = page({
			...full,
			state: 'moved',
			stateReason: { lv: 'Zāle nav pieejama.' },
			occurrences: [{ ...first, state: 'moved', reason: { lv: 'Zāle nav pieejama.' } }],
			changes: [
				{
					occurrenceId: first.id,
					changedAt: now,
					what: { kind: 'time', startsAt: '2026-12-08T09:00:00Z', endsAt: '2026-12-08T12:00:00Z' }
				},
				{
					occurrenceId: null,
					changedAt: now,
					what: { kind: 'place', attendance: 'on-site', venue: 'Muzejs', street: null, place: null }
				}
			]
		});
		expect(text).toContain('Pārcelts no 2026. gada 8. decembra plkst. 11.00.');
		expect(text).toContain('Iepriekš: Muzejs');
		expect(text).toContain('Zāle nav pieejama.');
		expect(html.indexOf('Pārcelts no')).toBeLessThan(html.indexOf('<h1'));
	});

	it.each([
		['confirmed', 'Šis pasākums jau ir noticis.', 'Paredzētais laiks'],
		['cancelled', 'Paredzētais laiks jau ir pagājis.', 'noticis'],
		['postponed', 'Paredzētais laiks jau ir pagājis.', 'noticis']
	] as const)('says of what is over and was %s whether it took place', (state, said, never) => {
		const past = sampleDate('2026-10-07T15:00:00Z', '2026-10-07T17:00:00Z', { state });
		const { text } = page(sampleEvent([past], { state }));
		expect(text).toContain(said);
		expect(text).not.toContain(never);
	});

	it('folds the past dates of a series and says how far it is known and what differs', () => {
		const dates = [
			sampleDate('2026-10-07T15:00:00Z', '2026-10-07T17:00:00Z'),
			sampleDate('2026-12-02T15:00:00Z', '2026-12-02T17:00:00Z'),
			sampleDate('2027-01-06T15:00:00Z', '2027-01-06T17:00:00Z', {
				state: 'cancelled',
				reason: { lv: 'Svētki' }
			}),
			sampleDate('2027-02-04T15:00:00Z', '2027-02-04T17:00:00Z', {
				rescheduled: true,
				originalStart: '2027-02-03T15:00:00Z'
			})
		];
		const { html, text } = page(
			sampleEvent(dates, {
				series: {
					rule: 'FREQ=MONTHLY;BYDAY=1WE',
					startsLocal: '2026-10-07T18:00:00',
					endsLocal: '2026-10-07T20:00:00',
					exceptions: [],
					knownUntil: '2027-04-07'
				}
			})
		);
		expect(text).toContain('līdz 2027. gada 7. aprīlim');
		expect(text).toContain('Katra mēneša pirmajā trešdienā.');
		expect(text).toContain('Svētki');
		expect(text).toContain('Pārcelts no 2027. gada 3. februāra');
		expect(html).toMatch(/<details[^>]*><summary[^>]*>1 pagājis datums<\/summary>/);
		const folded = html.slice(html.indexOf('<details'), html.indexOf('</details>'));
		expect(folded).toContain('2026-10-07');
		expect(folded).not.toContain('2026-12-02');
	});
});
