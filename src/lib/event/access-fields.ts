// How one gets in and what there is for those who need it: the same fields of an event and of the
// premises of an organisation.
import { m } from '#lib/paraglide/messages.js';
import type { Field } from '#lib/listing/fields/field.ts';
import { accessibilityWords } from './event.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { accessibilityLine, accessibilityName } from './words.ts';

/** The columns `accessibility` and `accessibility_note`, in the part `access` of a form. */
export const accessFields: readonly Field[] = [
	{
		name: 'accessibility',
		sort: 'choices',
		options: () =>
			accessibilityWords.map((word) => ({
				value: word,
				label: capitalised(accessibilityName(word))
			})),
		code: /^[a-z-]+$/,
		length: 60,
		words: accessibilityLine,
		label: m.edit_event_access_there,
		hint: m.edit_access_hint,
		section: 'access'
	},
	{
		name: 'accessibility_note',
		sort: 'localised',
		max: 500,
		label: m.edit_event_access_note,
		section: 'access'
	}
];
