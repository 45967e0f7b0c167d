// What an organisation tells the one editor about itself.
import { m } from '#lib/paraglide/messages.js';
import { registrationNumberAgrees, callingCode } from '#lib/formats/reading.server.ts';
import type { Problem, Typed } from '#lib/form/form.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import type { Editing, Publishing } from '#lib/listing/editor/save.server.ts';
import { offeredPlaces, whereaboutsTyped } from '#lib/listing/pin/pin.server.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import { tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import { languagesIn } from '#lib/filter/languages-in.server.ts';
import { organisationTable } from './fields.ts';
import type { OrganisationFormData } from './form-data.ts';
import { hoursSoFar, nightHints } from './hours-form.ts';
import {
	assumedCountry,
	readOrganisation,
	type OrganisationSave
} from './organisation-reading.server.ts';
import { organisationFields } from './organisation-words.ts';
import { socialTyped } from './social-address.server.ts';
import { typedOrganisation } from './typed-organisation.ts';

/**
 * Languages people in the network's part of the world ask to be helped in; a listing may have
 * others already.
 */
const offeredLanguages = ['lv', 'en', 'ru', 'de', 'et', 'fr', 'lt', 'pl', 'uk'];

async function organisationForm(
	typed: Typed,
	locale: Locale,
	problems: readonly Problem[]
): Promise<OrganisationFormData> {
	const [{ topics }, places, at] = await Promise.all([
		networkOutline(),
		offeredPlaces(),
		whereaboutsTyped(typed)
	]);
	const hours = hoursSoFar(typed);
	const spoken = languagesIn([...offeredLanguages, ...(typed.languages ?? [])], locale);
	return {
		typed,
		problems,
		choices: {
			topics: topics.map(({ id, name }) => ({ value: id, label: wordsIn(name, locale) })),
			languages: spoken.map(({ id, name }) => ({ value: id, label: name }))
		},
		places,
		at,
		hours: hours === null ? null : tellOpeningHours(hours),
		social: socialTyped(typed),
		attempt: crypto.randomUUID()
	};
}

/** What is perhaps a slip, in the order of the form. */
function hintsOf(
	{ listing, remark }: OrganisationSave,
	typed: Typed,
	_locale: Locale,
	publishing: Publishing | null
): Problem[] {
	const hints: Problem[] = [];
	const phone = assumedCountry(typed);
	if (phone >= 0)
		hints.push({ field: `phones.${phone}`, message: m.edit_hint_phone({ code: callingCode() }) });
	// Asked when visitors come to see it; who has kept it there is not asked again.
	const network =
		publishing && publishing.before?.website !== listing.website && socialTyped(typed);
	if (network)
		hints.push({ field: 'website', message: m.edit_organisation_hint_social({ network }) });
	if (remark)
		hints.push({
			field: 'latitude',
			message: remark === 'moved' ? m.edit_hint_pin_moved() : m.edit_hint_pin_stays()
		});
	hints.push(...nightHints(typed));
	const { opening_hours: hours, registration_number: number } = listing;
	if (typeof hours === 'string' && !tellOpeningHours(hours).readable)
		hints.push({ field: 'hours_text', message: m.edit_hint_hours() });
	if (typeof number === 'string' && !registrationNumberAgrees(number))
		hints.push({ field: 'registration_number', message: m.edit_organisation_hint_registration() });
	return hints;
}

export const organisationEditing: Editing<OrganisationSave, never, OrganisationFormData> = {
	subject: 'organisation',
	table: organisationTable,
	fields: organisationFields,
	pictures: ['logo', 'picture'],
	read: readOrganisation,
	hints: hintsOf,
	fill: async (document) => typedOrganisation(document, await offeredPlaces()),
	names: async (_person, _documents, locale) => {
		const [{ topics }, places] = await Promise.all([networkOutline(), offeredPlaces()]);
		return Object.fromEntries([
			...topics.map(({ id, name }) => [`topic/${id}`, wordsIn(name, locale)] as const),
			...places.map(({ id, label }) => [`place/${id}`, label] as const)
		]);
	},
	form: (_person, typed, locale, problems) => organisationForm(typed, locale, problems)
};
