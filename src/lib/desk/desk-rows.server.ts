// The shape of what the database answers about one's listings, checked before anything believes it.
import { Instant, LocalisedText, Precision, Text } from '#lib/backend/answer.ts';
import { eventStates } from '#lib/event/event.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';
import {
	listingStates,
	subjects,
	type DeskEvent,
	type DeskList,
	type DeskListing,
	type DeskOrganisation
} from '#lib/listing/desk-listing.ts';
import { acts } from '#lib/history/act.ts';
import * as v from 'valibot';
import { eventWaits, organisationWaits, type Desk } from './desk.ts';

/** As people read it; the database keeps E.164. */
const PhoneNumber = v.pipe(v.string(), v.transform(phoneOf));
const OptionalInstant = v.nullable(Instant);
const Name = v.nullable(LocalisedText);

const common = {
	id: v.string(),
	slug: v.string(),
	name: LocalisedText,
	version: v.number(),
	state: v.picklist(listingStates),
	publishAt: OptionalInstant,
	isExample: v.boolean(),
	updatedAt: Instant,
	street: Text,
	place: Name,
	topics: v.array(v.string())
};

const OrganisationRow: v.GenericSchema<unknown, DeskOrganisation> = v.object({
	subject: v.literal('organisation'),
	...common,
	kind: v.string(),
	confirmedOn: Text,
	doubtfulSince: Text,
	closing: v.nullable(
		v.object({ what: v.picklist(['closed', 'moved']), on: v.string(), whereTo: Text })
	),
	correctedAt: OptionalInstant,
	phones: v.array(PhoneNumber),
	email: Text,
	openingHours: Text
});

const EventRow: v.GenericSchema<unknown, DeskEvent> = v.object({
	subject: v.literal('event'),
	...common,
	status: v.picklist(eventStates),
	online: v.boolean(),
	venue: Text,
	phone: v.nullable(PhoneNumber),
	organiser: Name,
	series: v.boolean(),
	knownUntil: Text,
	date: v.nullable(
		v.object({
			startsAt: Instant,
			endsAt: Instant,
			allDay: v.boolean(),
			precision: Precision,
			timeZone: v.string()
		})
	)
});

const listOf = <T extends DeskListing>(
	row: v.GenericSchema<unknown, T>
): v.GenericSchema<unknown, DeskList<T>> => v.object({ total: v.number(), items: v.array(row) });

/** Pages of one's listings, as `my_listings` answers them. */
export const deskLists = { organisation: listOf(OrganisationRow), event: listOf(EventRow) };

const named = { subject: v.picklist(subjects), id: v.string(), name: LocalisedText };

const Answer = v.object({
	waits: v.record(v.string(), v.unknown()),
	conflicts: v.array(v.object({ ...named, keptAt: Instant })),
	changes: v.array(
		v.object({
			...named,
			version: v.number(),
			at: Instant,
			by: Text,
			act: v.picklist(acts),
			fields: v.array(v.string()),
			restored: v.nullable(v.number()),
			listings: v.number()
		})
	),
	kept: v.array(OrganisationRow),
	organisations: deskLists.organisation,
	events: deskLists.event
});

/** What waits, in the order in which it presses. */
function waitsOf<What extends string, T extends DeskListing>(
	whats: readonly What[],
	subject: string,
	lists: v.GenericSchema<unknown, DeskList<T>>,
	answer: Record<string, unknown>
): { what: What; list: DeskList<T> }[] {
	return whats.flatMap((what) => {
		const list = answer[`${subject}-${what}`];
		return list ? [{ what, list: v.parse(lists, list) }] : [];
	});
}

/** @throws when the database answers in another form */
export function deskFrom(data: unknown): Desk {
	const { waits, ...desk } = v.parse(Answer, data);
	return {
		...desk,
		organisationWaits: waitsOf(organisationWaits, 'organisation', deskLists.organisation, waits),
		eventWaits: waitsOf(eventWaits, 'event', deskLists.event, waits)
	};
}

/** What was removed, as `removed_listings` answers it. */
export const RemovedListings = v.array(
	v.object({
		...named,
		removedAt: Instant,
		by: Text,
		/** As it was before, and will be again. */
		publication: v.picklist(['draft', 'published', 'archived'])
	})
);
/** What was removed and can still be brought back. */
export type RemovedListing = v.InferOutput<typeof RemovedListings>[number];
