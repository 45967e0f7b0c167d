// Who has planned for a date is told when it was moved, and from when.
import { describe, expect, it } from 'vitest';
import { changesOf } from './changes.ts';
import type { EventChange } from './event.ts';
import { datesOf } from './event-dates.ts';
import { sampleDate, sampleEvent } from './sample-event.ts';

const start = '2027-03-19T08:00:00Z';
const date = sampleDate(start, '2027-03-19T12:00:00Z');
const time = (changedAt: string, startsAt: string, occurrenceId: string | null = start) =>
	({
		occurrenceId,
		changedAt,
		what: { kind: 'time', startsAt, endsAt: '2027-03-30T00:00:00Z' }
	}) satisfies EventChange;
const changes = (list: EventChange[], change: Partial<typeof date> = {}) => {
	const event = sampleEvent([{ ...date, ...change }], { changes: list });
	const [only] = datesOf(event);
	if (!only) throw new Error('no date');
	return changesOf(event, only);
};

describe('changes of a date', () => {
	it('are none until something changes', () => {
		expect(changes([])).toEqual({ movedFrom: [], place: null, was: null });
	});

	it('tell every earlier beginning once, the latest first, and not the one it has', () => {
		expect(
			changes([
				time('2026-11-01T00:00:00Z', '2027-03-12T08:00:00Z'),
				time('2026-11-03T00:00:00Z', '2027-03-12T10:00:00+02:00'),
				time('2026-11-02T00:00:00Z', '2027-03-15T08:00:00Z'),
				// Only its end was moved.
				time('2026-11-04T00:00:00Z', start)
			]).movedFrom
		).toEqual(['2027-03-12T08:00:00.000Z', '2027-03-15T08:00:00.000Z']);
	});

	it('are not those of another date', () => {
		expect(
			changes([time('2026-11-01T00:00:00Z', '2027-03-12T08:00:00Z', 'other')]).movedFrom
		).toEqual([]);
		expect(
			changes([time('2026-11-01T00:00:00Z', '2027-03-12T08:00:00Z', null)]).movedFrom
		).toHaveLength(1);
	});

	it('say when the rule of a series has it, though nobody saw it there', () => {
		expect(
			changes([], { rescheduled: true, originalStart: '2027-03-18T08:00:00Z' }).movedFrom
		).toEqual(['2027-03-18T08:00:00.000Z']);
	});

	it('say that it takes place after all, and only then', () => {
		const state: EventChange = {
			occurrenceId: null,
			changedAt: '2026-11-01T00:00:00Z',
			what: { kind: 'state', state: 'postponed' }
		};
		expect(changes([state]).was).toBe('postponed');
		expect(changes([state], { state: 'cancelled' }).was).toBeNull();
		expect(changes([{ ...state, what: { kind: 'state', state: 'planned' } }]).was).toBeNull();
	});
});
