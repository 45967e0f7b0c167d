import { expect, it } from 'vitest';
import { rearranged } from './rearranging.ts';

it('adds an organiser once, at the end, and clears the search', () => {
	const before = { title_lv: ['A'], organisers: ['x'], organiser_search: ['biedr'] };
	const after = { title_lv: ['A'], organisers: ['x', 'y'] };
	expect(rearranged({ ...before, add_organiser: ['y'] })).toEqual(after);
	expect(rearranged({ ...after, add_organiser: ['y'] })).toEqual(after);
});

it('takes one away and leaves everything else', () => {
	expect(
		rearranged({ organisers: ['x', 'y'], organiser_search: ['z'], remove_organiser: ['x'] })
	).toEqual({ organisers: ['y'], organiser_search: ['z'] });
});

it('chooses a venue of the directory and gives it up again', () => {
	const chosen = rearranged({
		street: ['Liepājas iela 1'],
		choose_venue: ['v'],
		venue_search: ['k']
	});
	expect(chosen).toEqual({
		street: ['Liepājas iela 1'],
		organisers: [],
		venue_organisation_id: ['v']
	});
	expect(rearranged({ ...chosen, choose_venue: [''] }).venue_organisation_id).toEqual([]);
});

it('carries no button and no attempt', () => {
	expect(rearranged({ attempt: ['1'], choose_venue: ['v'] })).not.toHaveProperty('attempt');
});
