// Who is signed in and what they may do, as the database says it now. Nothing of this comes from a
// token or a cookie: those only say whom to ask about.
import type { SupabaseClient } from '@supabase/supabase-js';
import * as v from 'valibot';
import type { Database } from '#lib/backend/database.types.ts';
import { LocalisedText } from '#lib/backend/answer.ts';
import { localeOf, type Locale } from '#lib/i18n/languages.ts';

/** What `my_rights()` answers. */
export const rights = v.object({
	person: v.object({
		id: v.string(),
		email: v.nullable(v.string()),
		name: v.string(),
		language: v.string()
	}),
	administrator: v.boolean(),
	regions: v.array(
		v.object({
			id: v.string(),
			name: LocalisedText,
			short: LocalisedText,
			deputy: v.boolean()
		})
	),
	organisations: v.array(v.object({ id: v.string(), slug: v.string(), name: LocalisedText }))
});
type Rights = v.InferOutput<typeof rights>;

export interface Person {
	id: string;
	email: string;
	name: string;
	/** Language of mails to them. */
	language: Locale;
	administrator: boolean;
	/** Regions they coordinate. */
	regions: Rights['regions'];
	/** Organisations they edit. */
	organisations: Rights['organisations'];
	/** Acts with their rights. */
	database: SupabaseClient<Database>;
}

/** An account that is signed in and has no membership: known, but with nothing to do here. */
export interface Stranger {
	id: string;
	email: string;
	/** They had rights once. */
	ended: boolean;
}

/** The person of checked rights. */
export function personFrom(read: Rights, database: SupabaseClient<Database>): Person {
	const { person, administrator, regions, organisations } = read;
	return {
		id: person.id,
		email: person.email ?? '',
		name: person.name,
		language: localeOf(person.language),
		administrator,
		regions,
		organisations,
		database
	};
}
