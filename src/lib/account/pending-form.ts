// A form that was sent after its session had ended, on its way through the sign-in pages: every
// field travels in the page as one hidden value and is sent again when its owner is back. Nothing
// of it is stored anywhere.
import * as v from 'valibot';
import type { Locale } from '#lib/i18n/languages.ts';
import { isTooLarge, maxFields } from '#lib/form/form.ts';
import { nextPath } from './next.ts';

const shape = v.object({
	action: v.string(),
	fields: v.array(v.tuple([v.string(), v.string()])),
	files: v.boolean()
});

const few = v.object({
	fields: v.custom<unknown[]>((fields) => Array.isArray(fields) && fields.length <= maxFields)
});

/** Characters of the longest hidden value: what is kept, and the signs of JSON around it. */
const longest = 900_000;

export interface PendingForm {
	/** Path and query it was sent to: a page behind the sign-in. */
	action: string;
	fields: [name: string, value: string][];
	/** Whether files were sent along, which a page cannot keep. */
	files: boolean;
}

/**
 * The hidden value of a form that was sent to `action`. Empty for one that is larger than any of
 * ours: it comes from nobody who works here, and writing it into a page would take seconds.
 */
export function keep(action: string, form: FormData): string {
	if (isTooLarge(form)) return '';
	const fields: [string, string][] = [];
	let files = false;
	for (const [name, value] of form) {
		if (typeof value === 'string') fields.push([name, value]);
		// A field for a file that was left empty has no name; a file's content does not come this far.
		else files ||= value.name !== '' || value.size > 0;
	}
	return JSON.stringify({ action, fields, files });
}

/**
 * The form of a hidden value; null when there is none or it would be sent anywhere but behind the
 * sign-in.
 */
export function pendingForm(value: unknown, locale: Locale): PendingForm | null {
	if (typeof value !== 'string' || value === '' || value.length > longest) return null;
	try {
		const sent: unknown = JSON.parse(value);
		// Looking at a hundred thousand fields one by one takes longer than whoever sent them should
		// have.
		if (!v.is(few, sent)) return null;
		const read = v.safeParse(shape, sent);
		if (!read.success || nextPath(read.output.action, locale) !== read.output.action) return null;
		return read.output;
	} catch {
		return null;
	}
}
