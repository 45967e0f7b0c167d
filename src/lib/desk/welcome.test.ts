// Each of the first things is done exactly when what it asks for is so, whatever else is.
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { missingOf, mostMissing, stepsOf, type Fact, type Facts } from './welcome.ts';

const names = fc.array(fc.constant({ lv: 'Latgale' }), { maxLength: 3 });
const count = fc.nat({ max: 3 });

const network = fc.record({
	sort: fc.constant('network' as const),
	without: names,
	operator: fc.option(fc.constant({ lv: 'Biedrība' })),
	examples: fc.record({ organisations: count, events: count }),
	sendsMail: fc.boolean()
});
const region = fc.record({
	sort: fc.constant('region' as const),
	unconfirmed: count,
	coming: fc.boolean(),
	editors: count
});
const organisation = fc.record({
	sort: fc.constant('organisation' as const),
	id: fc.option(fc.constant('a')),
	missing: fc.subarray<Fact>(['phone', 'address', 'hours']),
	unconfirmed: count,
	coming: fc.boolean()
});

const open = (facts: Facts) => stepsOf(facts).flatMap(({ name, done }) => (done ? [] : [name]));

test('what is left to do of a network', () => {
	fc.assert(
		fc.property(network, (facts) => {
			const { organisations, events } = facts.examples;
			const expected = [
				facts.without.length > 0 && 'invite',
				facts.operator === null && 'operator',
				organisations + events > 0 && 'examples',
				!facts.sendsMail && 'mail'
			].filter(Boolean);
			expect(open(facts)).toEqual(expected);
			expect(stepsOf(facts)).toHaveLength(4);
		})
	);
});

test('what is left to do of a region and of an organisation', () => {
	fc.assert(
		fc.property(region, organisation, (ofRegion, ofOrganisation) => {
			expect(open(ofRegion)).toEqual(
				[
					ofRegion.unconfirmed > 0 && 'confirm',
					!ofRegion.coming && 'event',
					ofRegion.editors === 0 && 'editors'
				].filter(Boolean)
			);
			expect(open(ofOrganisation)).toEqual(
				[
					ofOrganisation.missing.length > 0 && 'facts',
					ofOrganisation.unconfirmed > 0 && 'confirm',
					!ofOrganisation.coming && 'event'
				].filter(Boolean)
			);
			expect(stepsOf(ofRegion)).toHaveLength(3);
			expect(stepsOf(ofOrganisation)).toHaveLength(3);
		})
	);
});

it('finds what an organisation lacks, and the first one that lacks something', () => {
	const whole = { id: 'whole', phones: ['1'], street: 'Brīvības iela 1', openingHours: 'Mo 10:00' };
	expect(missingOf(whole)).toEqual([]);
	expect(missingOf({ phones: [], street: '', openingHours: null })).toEqual([
		'phone',
		'address',
		'hours'
	]);
	expect(mostMissing([])).toEqual({ id: null, missing: [] });
	expect(mostMissing([whole])).toEqual({ id: 'whole', missing: [] });
	expect(mostMissing([whole, { ...whole, id: 'b', street: null }])).toEqual({
		id: 'b',
		missing: ['address']
	});
});
