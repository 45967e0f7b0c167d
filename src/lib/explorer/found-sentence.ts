// What a list says of itself when it has changed, in one sentence for whoever only hears it.
import type { Condition } from '#lib/filter/describe.ts';
import { restricts } from '#lib/filter/filter.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlaceAnswer } from '#lib/geo/place.ts';
import { sentenceOf } from '#lib/page/title.ts';
import type { Exploration } from './exploration.ts';

/**
 * E.g. `Vieta „Zzkaut” nav atrasta. Atrastas 5 organizācijas. Vārdi: jelgava.`
 * @param result how many there are, without a full stop
 * @param conditions those the list was really found by
 * @param page which page of the list, from 1
 */
export function foundSentence(
	result: string,
	conditions: readonly Condition[],
	place: PlaceAnswer | null | undefined,
	page = 1
): string {
	return sentenceOf([
		...(place?.taken === null ? [m.find_place_unknown({ place: place.typed })] : []),
		result,
		conditions.map(({ label, value }) => `${label}: ${value}`).join('; '),
		page > 1 ? m.filter_page({ page }) : ''
	]);
}

/** How many of what is asked for there are, without a full stop: "5 organisations found". */
export function foundWords({ list, filter }: Pick<Exploration, 'list' | 'filter'>): string {
	const count = list.page.total;
	if (list.page.items.length === 0 && count > 0) return m.filter_empty_page();
	if (list.subject === 'events') {
		if (count > 0) return m.event_list_found({ count });
		return restricts(filter) ? m.filter_found_no_events() : m.filter_no_events_yet();
	}
	return count > 0 ? m.filter_found_organisations({ count }) : m.filter_found_no_organisations();
}
