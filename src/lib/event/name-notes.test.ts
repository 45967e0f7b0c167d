// What stands before an event's name, in the words of its marks.
import { expect, it } from 'vitest';
import { eventStates } from './event.ts';
import { nameNotes, stateWords } from './words.ts';

it('says what nobody may miss, and nothing else', () => {
	for (const state of eventStates) {
		const isNoted = ['cancelled', 'postponed', 'moved'].includes(state);
		expect(nameNotes({ isExample: false, state })).toBe(isNoted ? stateWords(state) : '');
		const example = nameNotes({ isExample: true, state });
		expect(example).toBe(isNoted ? `Piemērs, ${stateWords(state).toLowerCase()}` : 'Piemērs');
	}
});
