// Nobody is invited to register for what they cannot attend.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventStates, type EventDetail } from './event.ts';
import { deadlineDay, deadlineWords, registrationOf } from './registration.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ahead = '2026-12-08T12:00:00Z';
const ways: EventDetail['registration'] = {
	url: 'https://example.org/p',
	email: null,
	phone: null,
	deadline: null,
	places: null
};
const event = (registration: Partial<typeof ways> = {}) => ({
	registration: { ...ways, ...registration }
});

describe('registration', () => {
	it('is open while a way is known and the deadline lies ahead', () => {
		expect(
			registrationOf(event({ deadline: '2026-12-06T22:00:00Z' }), 'confirmed', ahead, now)
		).toMatchObject({
			kind: 'open',
			deadline: '2026-12-06T22:00:00Z'
		});
		expect(registrationOf(event(), 'planned', ahead, now).kind).toBe('open');
	});

	it('is not known when no way is', () => {
		expect(
			registrationOf({ registration: { ...ways, url: null } }, 'confirmed', ahead, now).kind
		).toBe('unknown');
	});

	it('is closed from the deadline on, not after it', () => {
		const at = event({ deadline: now.toISOString() });
		expect(registrationOf(at, 'confirmed', ahead, now).kind).toBe('closed');
		expect(registrationOf(at, 'confirmed', ahead, new Date(now.getTime() - 1)).kind).toBe('open');
	});

	it('is never open for what is over, cancelled, postponed or full', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...eventStates),
				fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
				fc.option(
					fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true })
				),
				(state, end, deadline) => {
					const open =
						registrationOf(
							event({ deadline: deadline?.toISOString() ?? null }),
							state,
							end.toISOString(),
							now
						).kind === 'open';
					const may =
						['planned', 'confirmed', 'moved'].includes(state) &&
						end > now &&
						(deadline === null || deadline > now);
					expect(open).toBe(may);
				}
			)
		);
	});
});

describe('a deadline', () => {
	it('in a list says until when, or that it has passed', () => {
		const words = (deadline: string) =>
			deadlineWords(deadline, 'Europe/Riga', now.toISOString(), 'lv');
		expect(words('2026-12-06T22:00:00Z')).toEqual({
			text: 'Pieteikties līdz 2026. gada 6. decembrim',
			closed: false
		});
		expect(words('2026-11-22T22:00:00Z')).toEqual({ text: 'Pieteikšanās beigusies', closed: true });
	});

	it('at midnight is told as the day before', () => {
		expect(deadlineDay('2026-11-22T22:00:00Z', 'Europe/Riga', 'lv')).toBe(
			'2026. gada 22. novembrī'
		);
		expect(deadlineDay('2026-11-22T10:00:00Z', 'Europe/Riga', 'en')).toBe('22 November 2026');
	});
});
