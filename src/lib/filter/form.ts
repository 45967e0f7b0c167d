// Between the filter form and the filter: what the fields say, and what the form must carry along because it has no field.
import type { FilterChoices } from './choices.ts';
import { vocabularyOf } from './choices.ts';
import {
	emptyFilter,
	fromFirstPage,
	parseFilter,
	printFilter,
	type Filter,
	type Subject
} from './filter.ts';

/**
 * Conditions the form shows no field for, as parameters. Sent along as hidden fields, so that changing one thing does not lose
 * another; each can still be taken away by its chip.
 */
export function carriedBy(filter: Filter): [name: string, value: string][] {
	return [...printFilter({ ...emptyFilter, area: filter.area })];
}

/** The filter a filled-in form asks for. It starts at the first page: the old page number belongs to the old list. */
export function filterFromForm(fields: FormData, choices: FilterChoices, subject: Subject): Filter {
	const params = new URLSearchParams();
	for (const [name, value] of fields) if (typeof value === 'string') params.append(name, value);
	return fromFirstPage(parseFilter(params, vocabularyOf(choices), subject).filter);
}
