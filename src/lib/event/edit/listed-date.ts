// One date of an event as its page for editing lists it.
import type { EventState } from '#lib/event/event.ts';

export interface ListedDate {
	/** The start its rule gives it; what it is known by. */
	original: string;
	/** When it is, in words. */
	when: string;
	state: EventState;
	reason: string;
	/** Where it is, when it is elsewhere than the event. */
	elsewhere: string;
	/** The day it was to be, in words, when it was moved. */
	was: string;
	over: boolean;
}

/** Another part of a divided series, as the pages for editing name it. */
export interface ListedPart {
	id: string;
	title: string;
	/** From its first day to its last, in words. */
	when: string;
	editable: boolean;
}
