// How many each choice of a filter would give, for the numbers beside the checkboxes. Each facet is
// counted under all the other conditions and without its own, so that the number beside a second
// box says what checking it adds. A value that nothing has is missing: 0.
import * as v from 'valibot';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const counts = v.record(v.string(), count);

const shared = {
	/** What the whole filter leaves: the length of the list. */
	total: count,
	kinds: counts,
	topics: counts,
	regions: counts,
	municipalities: counts,
	languages: counts,
	/** Unlike the others, under its own condition too: all that is ticked is asked for together. */
	access: counts
};

const OrganisationFacetsRow = v.object({
	...shared,
	upcoming: count,
	open: count,
	confirmed: count
});

const EventFacetsRow = v.object({ ...shared, eventKinds: counts, online: count });

export type OrganisationFacets = v.InferOutput<typeof OrganisationFacetsRow>;

/** In dates, as the list counts them. */
export type EventFacets = v.InferOutput<typeof EventFacetsRow>;

/** The answer of `organisation_facets`. @throws ValiError when it does not have the agreed shape */
export function organisationFacetsFrom(answer: unknown): OrganisationFacets {
	return v.parse(OrganisationFacetsRow, answer);
}

/** The answer of `event_facets`. @throws ValiError */
export function eventFacetsFrom(answer: unknown): EventFacets {
	return v.parse(EventFacetsRow, answer);
}
