// Reads one organisation for its page: one question to the database, checked on arrival, turned into domain types.
import { backend } from '#lib/backend/backend.server.ts';
import type { Person } from '#lib/account/person.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { eventKinds, eventStates } from '#lib/event/event.ts';
import type { PartlyLocalised } from '#lib/i18n/localised.ts';
import type { Name } from '#lib/i18n/localised.ts';
import type { OrganisationDetail } from './organisation-detail.ts';

const text = v.string();
const maybe = v.nullable(text);

const heldDate = v.pipe(
	v.object({
		slug: text,
		kind: v.picklist(eventKinds),
		title_lv: maybe,
		title_en: maybe,
		all_day: v.boolean(),
		date_precision: v.picklist(['minute', 'day', 'month', 'year']),
		is_example: v.boolean(),
		status: v.picklist(eventStates),
		starts_at: text,
		ends_at: text
	}),
	v.transform((row) => ({
		slug: row.slug,
		kind: row.kind,
		title: partly(row.title_lv, row.title_en),
		startsAt: row.starts_at,
		endsAt: row.ends_at,
		allDay: row.all_day,
		precision: row.date_precision,
		isExample: row.is_example,
		state: row.status
	}))
);

const picture = v.pipe(
	v.object({
		id: text,
		width: v.number(),
		height: v.number(),
		alt_lv: maybe,
		alt_en: maybe
	}),
	v.transform(({ alt_lv: lv, alt_en: en, ...row }) => ({ ...row, alt: partly(lv, en) }))
);

const bothNames = v.pipe(
	v.object({ id: text, name_lv: text, name_en: text }),
	v.transform((row) => ({ id: row.id, name: { lv: row.name_lv, en: row.name_en } }))
);

const detailRow = v.pipe(
	v.object({
		id: text,
		slug: text,
		kind: text,
		name_lv: text,
		name_en: maybe,
		abbreviation: maybe,
		former_names: v.array(text),
		legal_form_lv: maybe,
		legal_form_en: maybe,
		registration_number: maybe,
		summary_lv: maybe,
		summary_en: maybe,
		street: maybe,
		postcode: maybe,
		latitude: v.nullable(v.number()),
		longitude: v.nullable(v.number()),
		approximate: v.boolean(),
		phones: v.array(text),
		email: maybe,
		website: maybe,
		social_links: v.array(text),
		languages: v.array(text),
		opening_hours: maybe,
		logo: v.nullable(picture),
		picture: v.nullable(picture),
		contact_persons: v.array(
			v.object({ name: text, role_lv: maybe, role_en: maybe, phone: maybe, email: maybe })
		),
		confirmed_on: maybe,
		is_example: v.boolean(),
		updated_at: text,
		place: v.nullable(v.object({ name_lv: text, name_en: maybe })),
		municipality: v.nullable(v.object({ name_lv: text })),
		region: v.nullable(
			v.object({ id: text, name_lv: text, name_en: text, short_lv: text, short_en: text })
		),
		topics: v.array(bothNames),
		sources: v.array(
			v.object({
				field: text,
				source: text,
				certainty: v.picklist(['read', 'inferred']),
				page_date: v.optional(maybe, null)
			})
		),
		region_contact: v.nullable(
			v.object({
				slug: text,
				name_lv: text,
				name_en: maybe,
				phones: v.array(text),
				email: maybe,
				website: maybe
			})
		),
		nearest: v.array(
			v.object({
				slug: text,
				kind: text,
				name_lv: text,
				name_en: maybe,
				place_lv: maybe,
				place_en: maybe,
				approximate: v.boolean(),
				metres: v.number()
			})
		),
		upcoming: v.array(heldDate),
		past: v.array(heldDate)
	}),
	v.transform((row): OrganisationDetail => ({
		id: row.id,
		slug: row.slug,
		kind: row.kind,
		name: named(row.name_lv, row.name_en),
		abbreviation: row.abbreviation,
		formerNames: row.former_names,
		legalForm: partly(row.legal_form_lv, row.legal_form_en),
		registrationNumber: row.registration_number,
		summary: partly(row.summary_lv, row.summary_en),
		topics: row.topics,
		street: row.street,
		postcode: row.postcode,
		place: row.place && named(row.place.name_lv, row.place.name_en),
		municipality: row.municipality?.name_lv ?? null,
		region: row.region && {
			id: row.region.id,
			name: { lv: row.region.name_lv, en: row.region.name_en },
			short: { lv: row.region.short_lv, en: row.region.short_en }
		},
		pin:
			row.latitude === null || row.longitude === null
				? null
				: { lat: row.latitude, lng: row.longitude, approximate: row.approximate },
		phones: row.phones,
		email: row.email,
		website: row.website,
		socialLinks: row.social_links,
		languages: row.languages,
		openingHours: row.opening_hours,
		logo: row.logo,
		picture: row.picture,
		contactPersons: row.contact_persons.map((one) => ({
			name: one.name,
			role: partly(one.role_lv, one.role_en),
			phone: one.phone,
			email: one.email
		})),
		confirmedOn: row.confirmed_on,
		isExample: row.is_example,
		updatedAt: row.updated_at,
		sources: row.sources.map(({ page_date: pageDate, ...source }) => ({ ...source, pageDate })),
		regionContact: row.region_contact && {
			slug: row.region_contact.slug,
			name: named(row.region_contact.name_lv, row.region_contact.name_en),
			phones: row.region_contact.phones,
			email: row.region_contact.email,
			website: row.region_contact.website
		},
		nearest: row.nearest.map((near) => ({
			slug: near.slug,
			kind: near.kind,
			name: named(near.name_lv, near.name_en),
			place: near.place_lv === null ? null : named(near.place_lv, near.place_en),
			metres: near.metres,
			approximate: near.approximate
		})),
		upcoming: row.upcoming,
		past: row.past
	}))
);

function partly(lv: string | null, en: string | null): PartlyLocalised {
	return { ...(lv !== null && { lv }), ...(en !== null && { en }) };
}

function named(lv: string, en: string | null): Name {
	return { lv, ...(en !== null && { en }) };
}

/** Turns the answer of `organisation_detail` into the domain type; throws when the database answers in another form. */
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
