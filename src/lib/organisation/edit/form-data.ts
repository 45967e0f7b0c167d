// What the form of an organisation shows beside its own fields.
import type { EditorForm } from '#lib/listing/editor/form.ts';
import type { HoursTold } from '#lib/organisation/opening-hours.ts';

export interface OrganisationFormData extends EditorForm {
	/**
	 * The opening hours as they are typed, as visitors would read them; null: there are none, or
	 * something is wrong with them.
	 */
	hours: HoursTold | null;
	/** The social network whose address stands in the box of the website; null: none. */
	social: string | null;
}
