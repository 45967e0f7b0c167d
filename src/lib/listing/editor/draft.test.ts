// What was left unfinished never covers what was typed since.
import { expect, it } from 'vitest';
import { laidOver } from './draft.svelte.ts';

it('lays newer typing over what was kept, field by field', () => {
	const kept = { street: ['Old 1'], email: ['kept@example.org'], topics: ['a'], free: ['on'] };
	const rendered = { street: [''], email: [''], topics: ['b'], free: ['on'] };
	expect(laidOver(kept, rendered, rendered)).toEqual(kept);
	expect(laidOver(kept, rendered, { street: ['New 2'], email: [''], topics: ['b', 'c'] })).toEqual({
		street: ['New 2'],
		email: ['kept@example.org'],
		topics: ['b', 'c']
	});
});
