// What a document says in words about the parts of an organisation that are its own: hours, pin,
// contact persons, pictures.
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { everyText, anyText } from '#lib/listing/fields/localised.ts';
import { rowsOf, textOf, type ListingDocument } from '#lib/listing/fields/values.ts';
import { listingFields } from '#lib/listing/fields/words.ts';
import { dayWords } from '#lib/time/dates.ts';
import { hoursLines } from '#lib/organisation/hours-words.ts';
import { tellOpeningHours } from '#lib/organisation/opening-hours.server.ts';
import { organisationTable } from './fields.ts';

function hoursWords(document: ListingDocument): string {
	const raw = textOf(document.opening_hours);
	return raw && hoursLines(tellOpeningHours(raw), getLocale()).join('\n');
}

function pinWords(document: ListingDocument): string {
	const { latitude, longitude, approximate } = document;
	if (typeof latitude !== 'number' || typeof longitude !== 'number') return '';
	const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
	return approximate === false ? where : `${where} (${m.organisation_approximate()})`;
}

/** A picture has no words but those for who cannot see it. */
const pictureWords = (which: 'logo' | 'picture') => (document: ListingDocument) =>
	textOf(document[`${which}_id`])
		? [m.edit_picture_there(), everyText(document[`${which}_alt`])].filter(Boolean).join('\n')
		: '';

function personWords(one: Record<string, unknown>): string {
	const consent = textOf(one.consent_on);
	return [
		textOf(one.name),
		anyText(one.role, getLocale()),
		...['phone', 'email', 'purpose'].map((key) => textOf(one[key])),
		consent && m.edit_organisation_consent_words({ date: dayWords(consent, getLocale()) }),
		one.shown === true ? m.edit_organisation_person_shown_words() : ''
	]
		.filter(Boolean)
		.join(', ');
}

/** What history and conflicts tell apart. */
export const organisationFields = listingFields(organisationTable, {
	opening_hours: hoursWords,
	place: (document, names) => {
		const id = textOf(document.place_id);
		return names[`place/${id}`] ?? id;
	},
	latitude: pinWords,
	contact_persons: (document) => rowsOf(document.contact_persons).map(personWords).join('\n'),
	logo: pictureWords('logo'),
	picture: pictureWords('picture')
});
