// Rules of the desk without a database: addresses of lists, what a joint act will change, how long
// something can be brought back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actFrom, chosenIds, maxAtOnce, previewOf, type BulkAct } from './bulk.ts';
import { retentionDays, daysLeft } from '#lib/listing/days-left.ts';
import type { DeskOrganisation, ListingState } from '#lib/listing/desk-listing.ts';
import { countedFacts } from '#lib/numbers/facts.ts';
import { listSorts, listStates, printAsked, readAsked, type ListAsked } from './list-asked.ts';

const regions = ['kurzeme', 'zemgale'];

describe('the address of a list', () => {
	it.each(['organisation', 'event'] as const)('says again what was asked of %ss', (subject) => {
		const asked: fc.Arbitrary<ListAsked> = fc.record({
			words: fc.string({ maxLength: 100 }).map((words) => words.trim()),
			state: fc.constantFrom(null, ...listStates[subject]),
			region: fc.constantFrom(null, ...regions),
			lacks:
				subject === 'organisation' ? fc.constantFrom(null, ...countedFacts) : fc.constant(null),
			sort: fc.constantFrom(...listSorts[subject]),
			page: fc.integer({ min: 1, max: 999_999 })
		});
		fc.assert(
			fc.property(asked, (one) => {
				const query = new URLSearchParams(printAsked(one, subject));
				expect(readAsked(query, subject, regions)).toEqual(one);
			})
		);
	});

	it('leaves out what means nothing', () => {
		const query = new URLSearchParams(
			'state=ending&region=narnia&lacks=wit&sort=date&page=-1&q=%20%20'
		);
		expect(readAsked(query, 'organisation', regions)).toEqual({
			words: '',
			state: null,
			region: null,
			lacks: null,
			sort: 'name',
			page: 1
		});
	});
});

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const organisation = (number: number, state: ListingState, topics: string[]): DeskOrganisation => ({
	subject: 'organisation',
	id: id(number),
	slug: `o${number}`,
	name: { lv: `O${number}` },
	version: 1,
	state,
	publishAt: null,
	isExample: false,
	updatedAt: '2026-11-24T10:00:00Z',
	street: null,
	place: null,
	topics,
	kind: 'partner',
	confirmedOn: null,
	doubtfulSince: null,
	closing: null,
	correctedAt: null,
	phones: [],
	email: null,
	openingHours: null
});

describe('a joint act', () => {
	const listings = [
		organisation(1, 'published', ['training']),
		organisation(2, 'draft', []),
		organisation(3, 'scheduled', ['funding']),
		organisation(4, 'archived', ['training', 'funding'])
	];
	const ids = [1, 2, 3, 4, 5].map(id);
	const changed = (act: BulkAct) => previewOf(act, ids, listings).changing.map((one) => one.id);

	it.each([
		[{ deed: 'publish' }, [2, 3, 4]],
		// What is scheduled is a draft, but no longer one that is published by itself.
		[{ deed: 'draft' }, [1, 3, 4]],
		[{ deed: 'archive' }, [1, 2, 3]],
		[{ deed: 'remove' }, [1, 2, 3, 4]],
		[{ deed: 'confirm' }, [1, 2, 3, 4]],
		[{ deed: 'add-topic', topic: 'training' }, [2, 3]],
		[{ deed: 'remove-topic', topic: 'training' }, [1, 4]]
	] as const)('%o changes only what is not so yet', (act, expected) => {
		expect(changed(act)).toEqual(expected.map(id));
		const preview = previewOf(act, ids, listings);
		expect(preview.notTheirs).toBe(1);
		expect(preview.changing.length + preview.already.length + preview.notTheirs).toBe(ids.length);
	});

	it('is only what it says it is', () => {
		expect(actFrom('event', 'publish', null, [])).toEqual({ deed: 'publish' });
		expect(actFrom('organisation', 'confirm', null, [])).toEqual({ deed: 'confirm' });
		// An event is held, not confirmed.
		expect(actFrom('event', 'confirm', null, [])).toBeNull();
		expect(actFrom('event', 'add-topic', 'training', ['training'])).toEqual({
			deed: 'add-topic',
			topic: 'training'
		});
		for (const [deed, topic] of [
			['add-topic', ''],
			['remove-topic', 'magic'],
			['erase', null],
			[null, 'training']
		] as const)
			expect(actFrom('organisation', deed, topic, ['training'])).toBeNull();
	});

	it('takes ids, each once, and not more than a page has', () => {
		expect(chosenIds([id(1), 'x', id(1), null, `${id(2)} `, id(3)])).toEqual([id(1), id(3)]);
		expect(chosenIds(Array.from({ length: 500 }, (_, number) => id(number)))).toHaveLength(
			maxAtOnce
		);
	});
});

it('what was removed has thirty days, then none', () => {
	const removed = '2026-11-01T10:00:00Z';
	const after = (hours: number) =>
		daysLeft(removed, new Date(Date.parse(removed) + hours * 3_600_000));
	expect(after(0)).toBe(retentionDays);
	expect(after(0.5)).toBe(retentionDays);
	expect(after(24)).toBe(29);
	expect(after(30 * 24 - 2)).toBe(0);
	expect(after(31 * 24)).toBe(0);
});
