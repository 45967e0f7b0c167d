// How the facts of a listing are told: what a field is called, how old a source is.
import { m } from '#lib/paraglide/messages.js';
import { dayWords, monthWords } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { FactSource } from './organisation-detail.ts';

/** Columns of a listing and what people call them; several columns can be one fact to a reader. */
const fieldNames = new Map<string, () => string>([
	['name', m.organisation_fact_name],
	['abbreviation', m.organisation_abbreviation],
	['former_names', m.organisation_former_names],
	['legal_form', m.organisation_legal_form],
	['registration_number', m.organisation_registration_number],
	['summary', m.organisation_fact_summary],
	['topics', m.organisation_fact_topics],
	['street', m.organisation_address],
	['postcode', m.organisation_address],
	['place_id', m.organisation_fact_place],
	['municipality_id', m.organisation_fact_municipality],
	['region_id', m.organisation_region],
	['location', m.organisation_fact_location],
	['phones', m.organisation_phone],
	['email', m.organisation_email],
	['website', m.organisation_website],
	['social_links', m.organisation_social],
	['languages', m.organisation_languages],
	['opening_hours', m.organisation_hours],
	['accessibility', m.event_facts_access],
	['accessibility_note', m.event_facts_access]
]);

/** One fact with everything it rests on. */
export interface SourcedFact {
	name: string;
	sources: Omit<FactSource, 'field'>[];
}

/**
 * Sources by fact, in the order in which the page tells the facts. Columns nobody has named come
 * last, together.
 */
export function bySourcedFact(sources: readonly FactSource[]): SourcedFact[] {
	const order = [...fieldNames.keys()];
	const place = (field: string) => (fieldNames.has(field) ? order.indexOf(field) : order.length);
	const facts: SourcedFact[] = [];
	for (const { field, ...source } of sources.toSorted((a, b) => place(a.field) - place(b.field))) {
		const name = (fieldNames.get(field) ?? m.organisation_fact_other)();
		let fact = facts.find((candidate) => candidate.name === name);
		if (!fact) facts.push((fact = { name, sources: [] }));
		if (!fact.sources.some((known) => known.source === source.source)) fact.sources.push(source);
	}
	return facts;
}

/** How old a source is, as exactly as is known: a day, a month, a year or a span of years. */
export function sourceAgeWords(pageDate: string, locale: Locale): string {
	if (/^\d{4}-\d{2}-\d{2}$/.test(pageDate)) return dayWords(pageDate, locale);
	// Sources also say "2016-17" for two years; there is no month 17.
	if (/^\d{4}-(0[1-9]|1[0-2])$/.test(pageDate)) return monthWords(`${pageDate}-01`, locale);
	if (/^\d{4}$/.test(pageDate)) return locale === 'lv' ? `${pageDate}. gads` : pageDate;
	return pageDate.replace('-', '–');
}
