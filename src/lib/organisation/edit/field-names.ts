// What the form of an organisation calls a field, for the list of what is to be mended.
import { m } from '#lib/paraglide/messages.js';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { organisationFields } from './organisation-fields.ts';

/** The name of a field, or undefined for one whose message says enough. */
export function nameOfField(field: string, locale: Locale): string | undefined {
	const [, day] = /^hours\.(\d)\./.exec(field) ?? [];
	if (day !== undefined) return weekdayWords(`2024-01-0${Number(day) + 1}`, locale);
	const [, row] = /^contact_persons\.(\d+)\./.exec(field) ?? [];
	if (row !== undefined)
		return m.edit_numbered({ label: m.edit_organisation_person(), number: Number(row) + 1 });
	if (field.startsWith('logo')) return m.edit_organisation_logo();
	if (field.startsWith('picture')) return m.edit_organisation_picture();
	if (field === 'place') return m.edit_pin_place();
	if (field === 'latitude') return m.edit_pin_latitude();
	if (field === 'longitude') return m.edit_pin_longitude();
	return organisationFields.find((one) => one.field === field)?.name();
}
