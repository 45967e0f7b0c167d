// What may stand in a listing of an organisation: one schema for the form, for imported files and for the API. Messages are words of
// the page's language. The database holds the same rules; here they are said so that a person can mend what is wrong.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { network } from '#network';
import {
	box,
	check,
	emailText,
	formedText,
	lines,
	requiredText,
	readText,
	text,
	texts,
	valuesOf,
	type Problem,
	type Typed
} from '#lib/form/form.ts';
import { pinEntries, type PinRemark } from '#lib/listing/pin/pin.ts';
import { readPin } from '#lib/listing/pin/pin.server.ts';
import type { ListingDocument } from '#lib/listing/saving/save-answer.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { hoursEntries, readHours } from './hours-form.ts';
import { readPhone, readPostcode, readWebAddress } from '#lib/formats/reading.server.ts';

const email = emailText(() => m.edit_email_wrong());
const picture = readText(uuidFrom, () => m.edit_problem_unreadable());

/** Each entry as it is kept; one that cannot be is named in what is said. */
const each = (
	list: v.GenericSchema<unknown, string[]>,
	read: (typed: string) => string | null,
	wrong: (typed: string) => string
) =>
	v.pipe(
		list,
		v.rawTransform(({ dataset, addIssue, NEVER }) => {
			const kept: string[] = [];
			for (const entry of dataset.value) {
				const one = read(entry);
				if (one !== null) kept.push(one);
				else {
					addIssue({ message: wrong(entry) });
					return NEVER;
				}
			}
			return [...new Set(kept)];
		})
	);

const webAddress = readText(readWebAddress, () => m.edit_web_wrong(), 2000);
const phone = readText(
	(typed) => readPhone(typed)?.number,
	(typed) => m.edit_phone_wrong({ phone: typed }),
	40
);

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
		role_lv: text(120),
		role_en: text(120),
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

/** Everything but the pin and the hours, which a form asks for in its own way. */
export const organisationFacts = {
	kind: v.pipe(
		text(80),
		v.picklist(
			network.kinds.map(({ id: kind }) => kind),
			() => m.edit_organisation_kind_missing()
		)
	),
	name_lv: requiredText(200, () => m.edit_organisation_name_missing()),
	name_en: text(200),
	abbreviation: text(40),
	former_names: lines(200, 20),
	legal_form_lv: text(200),
	legal_form_en: text(200),
	registration_number: v.pipe(
		text(40),
		v.transform((value) => value?.replace(/[\s-]/g, '') ?? null),
		v.check(
			(value) => value === null || new RegExp(network.registrationNumberPattern).test(value),
			() => m.edit_organisation_registration_wrong()
		)
	),
	summary_lv: text(1000),
	summary_en: text(1000),
	street: text(200),
	postcode: readText(readPostcode, () => m.edit_postcode_wrong(), 20),
	phones: each(
		texts(40, 10),
		(typed) => readPhone(typed)?.number ?? null,
		(typed) => m.edit_phone_wrong({ phone: typed })
	),
	email,
	website: webAddress,
	social_links: each(lines(2000, 20), readWebAddress, (typed) =>
		m.edit_web_entry_wrong({ address: typed })
	),
	languages: v.pipe(
		texts(2, 30),
		v.check(
			(list) => list.every((code) => /^[a-z]{2}$/.test(code)),
			() => m.edit_problem_unreadable()
		)
	),
	topics: v.pipe(
		texts(80, 50),
		v.check(
			(list) => list.every((topic) => /^[a-z0-9-]+$/.test(topic)),
			() => m.edit_problem_unreadable()
		)
	),
	logo_id: picture,
	logo_alt_lv: text(300),
	logo_alt_en: text(300),
	picture_id: picture,
	picture_alt_lv: text(300),
	picture_alt_en: text(300),
	contact_persons: v.pipe(
		v.optional(v.array(person), []),
		v.maxLength(20, () => m.edit_problem_too_many({ max: 20 })),
		v.transform((list) => list.filter((one) => !isEmptyPerson(one)))
	)
};

const formSchema = v.object({ ...organisationFacts, ...pinEntries, ...hoursEntries });

/** A picture nobody can hear about is no use to whoever cannot see it. */
function undescribed(facts: ListingDocument): Problem[] {
	return ['logo', 'picture']
		.filter((which) => facts[`${which}_id`] !== null && facts[`${which}_alt_lv`] === null)
		.map((which) => ({ field: `${which}_alt_lv`, message: m.edit_picture_alt_missing() }));
}

export type OrganisationReading =
	| { ok: true; document: ListingDocument; remark: PinRemark | null }
	| { ok: false; problems: Problem[] };

/** What the typed form says, as it would be saved, or everything that is wrong with it. */
export async function readOrganisation(typed: Typed): Promise<OrganisationReading> {
	const read = await check(formSchema, valuesOf(typed));
	if (!read.ok) return read;
	const { place, latitude, longitude, approximate, pin_to_place, pin_read, ...rest } = read.values;
	const { hours_way, hours, hours_note, hours_holidays, hours_text, ...facts } = rest;
	const pin = await readPin({ place, latitude, longitude, approximate, pin_to_place, pin_read });
	const times = readHours({ hours_way, hours, hours_note, hours_holidays, hours_text });
	const wrong = undescribed(facts);
	if (!pin.ok || !times.ok || wrong.length > 0)
		return {
			ok: false,
			problems: [...(pin.ok ? [] : pin.problems), ...(times.ok ? [] : times.problems), ...wrong]
		};
	return {
		ok: true,
		document: { ...facts, ...pin.document, opening_hours: times.openingHours },
		remark: pin.remark
	};
}

/** The phones among those typed that were read as numbers of the network's country, because they had no country of their own. */
export function assumedPhones(typed: Typed): string[] {
	return [...(typed.phones ?? [])].flatMap((one) => {
		const read = readPhone(one);
		return read?.assumed ? [read.number] : [];
	});
}
