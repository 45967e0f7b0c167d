// What whoever watches the server is told, against every combination of what can be seen.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthOf, Outcomes, type Seen } from './health.ts';

const well: Seen = {
	answers: true,
	awaySince: null,
	isFailing: false,
	isKept: false,
	disk: 'ok'
};

describe('healthOf', () => {
	it.each<[string, Partial<Seen>, object]>([
		['all is well', {}, { pages: 'answered', database: 'ok', disk: 'ok' }],
		[
			'the database is away and pages are kept',
			{ answers: false, awaySince: 10_000, isKept: true },
			{ pages: 'kept', database: 'away', awaySeconds: 60, disk: 'ok' }
		],
		[
			'the database is away and none is kept',
			{ answers: false, awaySince: 70_000 },
			{ pages: 'failing', database: 'away', awaySeconds: 0, disk: 'ok' }
		],
		[
			'it is busy, and pages come later',
			{ answers: false },
			{ pages: 'answered', database: 'busy', disk: 'ok' }
		],
		[
			'it answers and every page fails, as when its files cannot be read',
			{ isFailing: true },
			{ pages: 'failing', database: 'failing', disk: 'ok' }
		],
		['the disk is full', { disk: 'full' }, { pages: 'answered', database: 'ok', disk: 'full' }]
	])('%s', (_, seen, health) => {
		expect(healthOf({ ...well, ...seen }, 70_000)).toEqual(health);
	});

	it('says failing only when nothing is kept and nothing can be made', () => {
		fc.assert(
			fc.property(
				fc.record({
					answers: fc.boolean(),
					awaySince: fc.option(fc.nat()),
					isFailing: fc.boolean(),
					isKept: fc.boolean(),
					disk: fc.constantFrom('ok', 'full', 'unreadable')
				}),
				(seen) => {
					const { pages } = healthOf(seen, Date.now());
					const isAnyMade = seen.awaySince === null && !seen.isFailing;
					expect(pages === 'failing').toBe(!seen.isKept && !isAnyMade);
				}
			)
		);
	});
});

describe('Outcomes', () => {
	it('fail after three failures in a row, until a page succeeds or nobody has asked for a minute', () => {
		const outcomes = new Outcomes();
		for (const now of [1, 2]) outcomes.note(false, now);
		expect(outcomes.isFailing(3)).toBe(false);
		outcomes.note(false, 3);
		expect(outcomes.isFailing(4)).toBe(true);
		expect(outcomes.isFailing(60_003)).toBe(false);
		outcomes.note(true, 5);
		expect(outcomes.isFailing(6)).toBe(false);
	});
});
