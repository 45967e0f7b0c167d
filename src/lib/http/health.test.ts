// What whoever watches the server is told, against every combination of what can be seen.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { healthOf, isIll, Outcomes, type Seen } from './health.ts';

const well: Seen = {
	answers: true,
	awaySince: null,
	isFailing: false,
	isKept: false,
	disk: 'ok',
	isFull: false
};
const [taken, refused] = [{ saves: 'taken' }, { saves: 'refused' }];

describe('healthOf', () => {
	it.each<[string, Partial<Seen>, object]>([
		['all is well', {}, { pages: 'answered', database: 'ok', disk: 'ok', ...taken }],
		[
			'the database is away and pages are kept',
			{ answers: false, awaySince: 10_000, isKept: true },
			{ pages: 'kept', database: 'away', awaySeconds: 60, disk: 'ok', ...taken }
		],
		[
			'the database is away and none is kept',
			{ answers: false, awaySince: 70_000 },
			{ pages: 'failing', database: 'away', awaySeconds: 0, disk: 'ok', ...taken }
		],
		[
			'it is busy, and pages come later',
			{ answers: false },
			{ pages: 'answered', database: 'busy', disk: 'ok', ...taken }
		],
		[
			'it answers and every page fails, as when its files cannot be read',
			{ isFailing: true },
			{ pages: 'failing', database: 'failing', disk: 'ok', ...taken }
		],
		[
			'the disk is full and pages are answered',
			{ disk: 'full', isFull: true },
			{ pages: 'answered', database: 'ok', disk: 'full', ...refused }
		],
		[
			'the database of another machine has no room',
			{ isFull: true },
			{ pages: 'answered', database: 'ok', disk: 'ok', ...refused }
		]
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
					disk: fc.constantFrom('ok', 'filling', 'full', 'unreadable'),
					isFull: fc.boolean()
				}),
				(seen) => {
					const health = healthOf(seen, Date.now());
					const isAnyMade = seen.awaySince === null && !seen.isFailing;
					const isFailing = !seen.isKept && !isAnyMade;
					expect(health.pages === 'failing').toBe(isFailing);
					// Busy is not ill, whatever else; a disk that takes nothing is.
					const isDiskIll = seen.disk === 'full' || seen.disk === 'unreadable';
					expect(isIll(health)).toBe(isFailing || isDiskIll || seen.isFull);
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
