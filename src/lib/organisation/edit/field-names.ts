// What the form of an organisation calls a control, for the list of what is to be mended.
import { m } from '#lib/paraglide/messages.js';
import { weekdayWords } from '#lib/time/calendar-names.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { entryOf } from '#lib/listing/fields/field.ts';
import { organisationTable } from './fields.ts';
import { rowsOfWeek } from './hours-form.ts';

/** The name of a control, or undefined for one whose message says enough. */
export function nameOfField(control: string, locale: Locale): string | undefined {
	const [, day] = /^hours\.(\d+)\./.exec(control) ?? [];
	if (day !== undefined) return weekdayWords(`2024-01-0${(Number(day) % rowsOfWeek) + 1}`, locale);
	const [, row] = /^contact_persons\.(\d+)\./.exec(control) ?? [];
	if (row !== undefined)
		return m.edit_numbered({ label: m.edit_organisation_person(), number: Number(row) + 1 });
	if (control === 'latitude') return m.edit_pin_latitude();
	if (control === 'longitude') return m.edit_pin_longitude();
	const label = entryOf(organisationTable, control)?.label();
	const [, place] = /^[a-z_]+\.(\d+)$/.exec(control) ?? [];
	return label !== undefined && place !== undefined
		? m.edit_numbered({ label, number: Number(place) + 1 })
		: label;
}
