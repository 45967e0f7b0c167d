// What is typed in the form of an organisation, as it is kept: the plain fields by their table, and
// its own parts: pin, hours, contact persons, pictures. Messages are words of the page's language.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { network } from '#network';
import {
	box,
	check,
	formedText,
	readText,
	text,
	valuesOf,
	type Problem,
	type Typed
} from '#lib/form/form.ts';
import { inOrder } from '#lib/listing/fields/field.ts';
import { gathered, languages } from '#lib/listing/fields/localised.ts';
import { email, inLanguages, phone, readFields } from '#lib/listing/fields/reading.server.ts';
import { pinEntries, type PinRemark } from '#lib/listing/pin/pin.ts';
import { readPin } from '#lib/listing/pin/pin.server.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { readPhone } from '#lib/formats/reading.server.ts';
import { organisationTable } from './fields.ts';
import { hoursEntries, readHours } from './hours-form.ts';

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: network.timeZone }).format();

const consentDate = v.pipe(
	formedText(10, /^\d{4}-\d{2}-\d{2}$/, () => m.edit_date_wrong()),
	v.check(
		(day) => day === null || !Number.isNaN(Date.parse(day)),
		() => m.edit_date_wrong()
	),
	v.check(
		(day) => day === null || day <= today(),
		() => m.edit_organisation_consent_future()
	)
);

const person = v.pipe(
	v.object({
		name: text(120),
		...inLanguages('role', 120),
		phone,
		email,
		purpose: text(300),
		consent_on: consentDate,
		shown: box
	}),
	v.forward(
		v.check(
			(one) => one.name !== null || isEmptyPerson(one),
			() => m.edit_organisation_person_name_missing()
		),
		['name']
	),
	v.forward(
		v.check(
			(one) => one.purpose !== null || isEmptyPerson(one),
			() => m.edit_organisation_person_purpose_missing()
		),
		['purpose']
	),
	v.forward(
		v.check(
			(one) => !one.shown || one.consent_on !== null,
			() => m.edit_organisation_consent_missing()
		),
		['consent_on']
	)
);

/** A row in which nothing was written. */
function isEmptyPerson(one: Record<string, unknown>): boolean {
	return Object.values(one).every((value) => value === null || value === false);
}

const picture = readText(uuidFrom, () => m.edit_problem_unreadable());

const ownParts = v.object({
	logo_id: picture,
	...inLanguages('logo_alt', 300),
	picture_id: picture,
	...inLanguages('picture_alt', 300),
	contact_persons: v.pipe(
		v.optional(v.array(person), []),
		v.maxLength(20, () => m.edit_problem_too_many({ max: 20 })),
		v.transform((list) => list.filter((one) => !isEmptyPerson(one)))
	),
	...pinEntries,
	...hoursEntries
});

/** A picture nobody can hear about is no use to whoever cannot see it. */
function undescribed(facts: ListingDocument): Problem[] {
	return ['logo', 'picture']
		.filter(
			(which) =>
				facts[`${which}_id`] !== null && Object.keys(facts[`${which}_alt`] ?? {}).length === 0
		)
		.map((which) => ({
			field: `${which}_alt_${languages[0]}`,
			message: m.edit_picture_alt_missing()
		}));
}

/** What is saved, and what became of the pin. */
export interface OrganisationSave {
	listing: ListingDocument;
	remark: PinRemark | null;
}

export type OrganisationReading =
	{ ok: true; value: OrganisationSave } | { ok: false; problems: Problem[] };

/** What was typed beside the hours, which are one value. */
const withoutHours = (values: Record<string, unknown>) =>
	Object.fromEntries(Object.entries(values).filter(([name]) => !(name in hoursEntries)));

/** What the typed form says, as it would be saved, or everything that is wrong with it. */
export async function readOrganisation(typed: Typed): Promise<OrganisationReading> {
	const values = valuesOf(typed);
	const [plain, own] = await Promise.all([
		readFields(organisationTable, values),
		check(ownParts, values)
	]);
	const failed = (problems: Problem[]): OrganisationReading => ({
		ok: false,
		problems: inOrder(organisationTable, problems)
	});
	if (!plain.ok || !own.ok)
		return failed([...(plain.ok ? [] : plain.problems), ...(own.ok ? [] : own.problems)]);
	const { place, latitude, longitude, approximate, pin_to_place, pin_read, ...rest } = own.values;
	const pin = await readPin({ place, latitude, longitude, approximate, pin_to_place, pin_read });
	const times = readHours(rest);
	const facts = gathered(withoutHours(rest));
	const wrong = undescribed(facts);
	if (!pin.ok || !times.ok || wrong.length > 0)
		return failed([...(pin.ok ? [] : pin.problems), ...(times.ok ? [] : times.problems), ...wrong]);
	return {
		ok: true,
		value: {
			listing: {
				...plain.document,
				...facts,
				...pin.document,
				opening_hours: times.openingHours
			},
			remark: pin.remark
		}
	};
}

/**
 * Which phone was read as a number of the network's country, because it had no country of its own;
 * -1: none.
 */
export const assumedCountry = (typed: Typed): number =>
	(typed.phones ?? [])
		.filter((one) => one.trim() !== '')
		.findIndex((one) => readPhone(one)?.assumed === true);
