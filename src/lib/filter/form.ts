// Between the filter form and the filter: what the fields say, and what the form must carry along
// because it has no field.
import type { FilterChoices } from './choices.ts';
import { vocabularyOf } from './choices.ts';
import {
	defaultRadius,
	emptyFilter,
	fromFirstPage,
	parseFilter,
	printFilter,
	type Filter,
	type Subject
} from './filter.ts';
import { radiusFrom } from './values.ts';

/**
 * Conditions the form shows no field for, as parameters. Sent along as hidden fields, so that
 * changing one thing does not lose another; each can still be taken away by its chip.
 */
export function carriedBy(filter: Filter): [name: string, value: string][] {
	return [...printFilter({ ...emptyFilter, area: filter.area })];
}

const radiusIn = (params: URLSearchParams): number =>
	radiusFrom(params.get('km') ?? '') ?? defaultRadius;

/**
 * The filter a filled-in form asks for. It starts at the first page: the old page number belongs to
 * the old list.
 */
export function filterFromForm(fields: FormData, choices: FilterChoices, subject: Subject): Filter {
	const params = new URLSearchParams();
	for (const [name, value] of fields) if (typeof value === 'string') params.append(name, value);
	const { filter } = parseFilter(params, vocabularyOf(choices), subject);
	const pasted = (params.get('near') ?? '').trim();
	// What the server alone can read as a place is sent to it as it is.
	const near =
		filter.near ??
		(pasted === '' ? null : ({ kind: 'place', name: pasted, km: radiusIn(params) } as const));
	return fromFirstPage({ ...filter, near });
}
