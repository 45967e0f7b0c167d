// Whoever wants to take part can: a model of a person who comes, or opens the link, or registers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { missingFor, newlyMissing } from './joining.ts';

const today = '2026-11-24';
const maybe = <T>(value: T) => fc.constantFrom(null, value);
const documents: fc.Arbitrary<ListingDocument> = fc.record({
	attendance: fc.constantFrom('on-site', 'online', 'both'),
	status: fc.constantFrom('confirmed', 'planned', 'postponed', 'cancelled'),
	recurrence: maybe('FREQ=WEEKLY'),
	ends_local: fc.constantFrom('2026-11-20T12:00:00', '2026-11-24T12:00:00', '2027-01-05T12:00:00'),
	venue_organisation_id: maybe('00000000-0000-4000-8000-00000000000a'),
	venue_name: maybe('Bibliotēka'),
	street: maybe('Liepājas iela 1'),
	place_id: maybe('kuldiga'),
	latitude: maybe(56.97),
	join_link: fc.oneof(
		fc.constant(null),
		fc.record({ url: fc.constant('https://meet.example/1'), visible_minutes: maybe(60) })
	),
	registration_url: maybe('https://piemers.lv'),
	registration_email: maybe('a@piemers.lv'),
	registration_phone: maybe('+37163322715'),
	registration_deadline: maybe('2027-01-01T00:00:00+00:00'),
	registration_places: maybe(20)
});
const fieldsOf = (document: ListingDocument) =>
	missingFor(document, today).map(({ field }) => field);

describe('what keeps people from taking part', () => {
	it('is asked about when somebody who wants to come or to join cannot', () => {
		fc.assert(
			fc.property(documents, (event) => {
				const happens =
					event.status !== 'cancelled' &&
					(event.recurrence !== null || String(event.ends_local) >= '2026-11-24');
				const registers =
					[event.registration_url, event.registration_email, event.registration_phone].find(
						(way) => way !== null
					) !== undefined;
				const link = event.join_link as { visible_minutes: number | null } | null;
				const sees = link !== null && link.visible_minutes !== null;
				const finds =
					event.venue_name !== null ||
					event.street !== null ||
					event.place_id !== null ||
					event.venue_organisation_id !== null ||
					event.latitude !== null;
				const fields = fieldsOf(event);
				const comes = event.attendance === 'online' || finds;
				const joins = event.attendance === 'on-site' || sees || registers;
				expect(fields.includes('venue_name')).toBe(happens && !comes);
				expect(fields.some((field) => field.startsWith('join_'))).toBe(happens && !joins);
				const asks = event.registration_deadline !== null || event.registration_places !== null;
				expect(fields.includes('registration_url')).toBe(happens && asks && !registers);
			})
		);
	});

	it('is asked once: what is public already and lacks the same is left alone', () => {
		fc.assert(
			fc.property(documents, documents, (before, after) => {
				expect(newlyMissing(before, before, today)).toEqual([]);
				expect(newlyMissing(after, null, today)).toEqual(missingFor(after, today));
				const told = new Set(fieldsOf(before));
				for (const { field } of newlyMissing(after, before, today))
					expect(told.has(field)).toBe(false);
			})
		);
	});
});
