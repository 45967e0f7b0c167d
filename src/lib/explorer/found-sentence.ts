// What a list says of itself when it has changed, in one sentence for whoever only hears it.
import type { Condition } from '#lib/filter/describe.ts';
import { m } from '#lib/paraglide/messages.js';
import type { PlaceAnswer } from '#lib/geo/place.ts';

/**
 * E.g. `Vieta „Zzkaut” nav atrasta. Atrastas 5 organizācijas. Vārdi: jelgava.`
 * @param result how many there are, without a full stop
 * @param conditions those the list was really found by
 */
export function foundSentence(
	result: string,
	conditions: readonly Condition[],
	place: PlaceAnswer | null | undefined
): string {
	return [
		...(place?.taken === null ? [m.find_place_unknown({ place: place.typed })] : []),
		result,
		conditions.map(({ label, value }) => `${label}: ${value}`).join('; ')
	]
		.filter((part) => part !== '')
		.map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
