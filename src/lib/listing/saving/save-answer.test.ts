// Answers of the database to a save, as pages read them.
import { expect, test } from 'vitest';
import { saveAnswerFrom } from './save-answer.ts';

test('a pin outside is read with the region and without', () => {
	const outside = { status: 'outside' };
	expect(saveAnswerFrom({ ...outside, region_id: 'zemgale' })).toEqual({
		...outside,
		region_id: 'zemgale'
	});
	expect(saveAnswerFrom({ ...outside, region_id: null })).toEqual({ ...outside, region_id: null });
	// A date that leaves is refused before anybody has asked where it went.
	expect(saveAnswerFrom(outside)).toEqual({ ...outside, region_id: null });
});

test('an answer nobody knows is an error, not a save', () => {
	expect(() => saveAnswerFrom({ status: 'done' })).toThrow();
	expect(() => saveAnswerFrom(null)).toThrow();
	expect(() => saveAnswerFrom({ status: 'saved', id: 'a', slug: 'b' })).toThrow();
});
