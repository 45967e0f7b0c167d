// What the form of an organisation offers to choose from, in the page's language.
import type { OfferedPlace } from '#lib/listing/pin/pin.ts';

interface Option {
	value: string;
	label: string;
}

export interface OrganisationChoices {
	kinds: readonly Option[];
	topics: readonly Option[];
	languages: readonly Option[];
	places: readonly OfferedPlace[];
}
