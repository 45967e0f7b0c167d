// Understands an address of a list: reads the filter, finds its place, asks how its words were read
// and what each further choice would give, and when nothing is left, which condition to drop.
import { events } from '#lib/event/events.server.ts';
import { vocabularyOf, type FilterChoices } from '#lib/filter/choices.ts';
import {
	parseFilter,
	type AddressProblem,
	type Filter,
	type LocatedFilter,
	type Subject
} from '#lib/filter/filter.ts';
import type { Counts } from '#lib/filter/groups.ts';
import type { WordReading } from '#lib/filter/marks.ts';
import { relaxations } from '#lib/filter/relaxations.ts';
import { regionAt } from '#lib/network/outline.server.ts';
import { organisations } from '#lib/organisation/organisations.server.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { PlaceAnswer } from '#lib/geo/place.ts';
import { places } from '#lib/search/places.server.ts';
import type { Asked, SearchedPlace } from '#lib/search/asked.ts';
import { languagesIn } from '#lib/filter/languages-in.server.ts';
import { choicesOf } from '#lib/search/choices.server.ts';
import { readWords, withReading } from '#lib/search/reading.server.ts';
import { noteUnfound } from '#lib/search/unfound.server.ts';

/** An address that was read, and what to ask the database with. */
export interface Understood {
	filter: Filter;
	located: LocatedFilter;
	problems: readonly AddressProblem[];
	choices: FilterChoices;
	/** What became of the place the filter names; null when it names none. */
	place: PlaceAnswer | null;
	reading: WordReading[];
	subject: Subject;
	locale: Locale;
	now: Date;
	/** Of events: those that have been, instead of those to come. */
	past: boolean;
}

/**
 * Reads an address.
 * @param leftOut what the visitor's address held beside what the page knows, for a note
 */
export async function understand(
	params: URLSearchParams,
	leftOut: readonly AddressProblem[],
	locale: Locale,
	subject: Subject,
	options: { now?: Date; past?: boolean } = {}
): Promise<Understood> {
	const { now = new Date(), past = false } = options;
	const [choices] = await Promise.all([
		choicesOf(locale, params),
		// The counts will need it whatever the filter says.
		subject === 'organisations' ? organisations.prepare(now) : undefined
	]);
	const { filter } = parseFilter(params, vocabularyOf(choices), subject);
	const [{ filter: found, place }, reading] = await Promise.all([
		places.locate(filter),
		readWords(filter.words)
	]);
	const located = withReading(found, reading);
	return {
		filter,
		located,
		problems: leftOut,
		choices,
		place,
		reading,
		subject,
		locale,
		now,
		past
	};
}

/**
 * What the page says beside the list. It is asked for at the same time as the list: hardly any of
 * it depends on that.
 * @param list how many it has on all its pages, once that is known
 */
export async function askedOf(
	understood: Understood,
	list: Promise<{ total: number }>
): Promise<Asked> {
	const { filter, located, place, problems, choices, reading, locale } = understood;
	const [counts, region, relaxed] = await Promise.all([
		countsOf(understood),
		regionOf(located),
		list.then(({ total }) => (total > 0 ? {} : nothingFound(understood)))
	]);
	const spoken = [...Object.keys(counts.languages ?? {}), ...filter.languages];
	return {
		filter,
		problems,
		choices: { ...choices, languages: languagesIn(spoken, locale) },
		counts,
		whereabouts: filter.near && { place, region },
		reading,
		relaxations: relaxed
	};
}

function countsOf({ subject, located, now, past }: Understood): Promise<Counts> {
	return subject === 'events'
		? events.facets(located, { now, past })
		: organisations.facets(located, now);
}

/** What to say where nothing was found; that words found nothing is noted for coordinators. */
function nothingFound(understood: Understood): Promise<Record<string, number>> {
	const { filter, subject, past } = understood;
	if (!past) noteUnfound(filter, subject);
	return countedRelaxations(understood);
}

/** Without one condition each, how many there would be; the place keeps the point it has. */
async function countedRelaxations(understood: Understood): Promise<Record<string, number>> {
	const { filter, located, reading, subject, now, past } = understood;
	const entries = await Promise.all(
		relaxations(filter).map(async ({ key, without }) => {
			const asked = withReading(
				{ ...without, near: key === 'near' ? null : located.near },
				reading
			);
			const count =
				subject === 'events'
					? (await events.facets(asked, { now, past })).total
					: await organisations.count(asked, now);
			return [key, count] as const;
		})
	);
	return Object.fromEntries(entries);
}

async function regionOf({ near }: LocatedFilter): Promise<SearchedPlace['region']> {
	if (!near) return null;
	const region = await regionAt(near);
	return { ...region, contactPhones: (region.contact?.phones ?? []).map(phoneOf) };
}
