// A place of the gazetteer, and what became of the name somebody typed.
import type { PartlyLocalised } from '../organisation/organisation.ts';

export interface FoundPlace {
	id: string;
	name: PartlyLocalised & { lv: string };
	/** Full name, e.g. "Kuldīgas novads". */
	municipality: string | null;
	/** WGS84 degrees. */
	lat: number;
	lng: number;
	/** It bears the name that was typed, in whatever case and without diacritics; otherwise it only comes close. */
	exact: boolean;
}

/** What was found for a name. */
export interface PlaceAnswer {
	typed: string;
	/** The place the list is around; null when nothing bears the name. */
	taken: FoundPlace | null;
	/** Other places of the same name; without a `taken` one, the names that come closest. */
	others: FoundPlace[];
}
