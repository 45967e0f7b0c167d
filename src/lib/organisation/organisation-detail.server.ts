// Reads one organisation for its page: one question to the database, checked on arrival, turned into domain types.
import { backend } from '#lib/backend/backend.server.ts';
import type { Person } from '#lib/account/person.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { Instant, LocalisedText, NamedRecord, PinValue, Text } from '#lib/backend/answer.ts';
import { eventDate } from '#lib/event/event-rows.ts';
import { eventKinds, eventStates } from '#lib/event/event.ts';
import { NeighbourRow, RegionContactRow, RegionRow } from '#lib/network/region-answer.ts';
import type { OrganisationDetail } from './organisation-detail.ts';

const heldDate = v.object({
	...eventDate,
	kind: v.picklist(eventKinds),
	state: v.picklist(eventStates)
});

const picture = v.object({
	id: v.string(),
	width: v.number(),
	height: v.number(),
	alt: LocalisedText
});

const Texts = v.array(v.string());

const detailRow: v.GenericSchema<unknown, OrganisationDetail> = v.object({
	id: v.string(),
	slug: v.string(),
	kind: v.string(),
	name: LocalisedText,
	abbreviation: Text,
	formerNames: Texts,
	legalForm: LocalisedText,
	registrationNumber: Text,
	summary: LocalisedText,
	topics: v.array(NamedRecord),
	street: Text,
	postcode: Text,
	place: v.nullable(LocalisedText),
	municipality: v.nullable(LocalisedText),
	region: v.nullable(RegionRow),
	pin: PinValue,
	phones: Texts,
	email: Text,
	website: Text,
	socialLinks: Texts,
	languages: Texts,
	openingHours: Text,
	logo: v.nullable(picture),
	picture: v.nullable(picture),
	contactPersons: v.array(
		v.object({ name: v.string(), role: LocalisedText, phone: Text, email: Text })
	),
	confirmedOn: Text,
	isExample: v.boolean(),
	updatedAt: Instant,
	sources: v.array(
		v.object({
			field: v.string(),
			source: v.string(),
			certainty: v.picklist(['read', 'inferred']),
			pageDate: v.optional(Text, null)
		})
	),
	regionContact: v.nullable(RegionContactRow),
	nearest: v.array(NeighbourRow),
	upcoming: v.array(heldDate),
	past: v.array(heldDate)
});

/** The answer of `organisation_detail`. @throws ValiError when it does not have the agreed shape */
export function toOrganisationDetail(answer: unknown): OrganisationDetail {
	return v.parse(detailRow, answer);
}

/** As the database has them; anything else is no organisation and not worth a question. */
const slugForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The organisation of this slug, or null when none is published. When the database does not answer, the visitor gets 503
 * and the log the reason.
 */
export async function organisationDetail(slug: string): Promise<OrganisationDetail | null> {
	if (slug.length > 80 || !slugForm.test(slug)) return null;
	const { data, error: failure } = await backend().visitor.rpc('organisation_detail', {
		wanted_slug: slug
	});
	if (failure) {
		console.error(`organisation_detail failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return data === null ? null : toOrganisationDetail(data);
}

/** The page of an organisation as the public will see it, for who edits it; null = not there, or not theirs. */
export async function organisationPreview(
	{ database }: Person,
	id: string
): Promise<OrganisationDetail | null> {
	const { data, error: failure } = await database.rpc('organisation_preview', { id });
	if (failure) {
		console.error(`organisation_preview failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return data === null ? null : toOrganisationDetail(data);
}
