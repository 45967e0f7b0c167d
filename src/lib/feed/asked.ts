// What a feed may be asked for beside the filter, read strictly; and where `near` stands on the
// grid.
import { nearFrom } from '#lib/filter/values.ts';

/** Which parameters of their own the feeds have; each feed names those it takes. */
export type OwnParameter = 'alarm' | 'bom' | 'event' | 'past';

export interface FeedOptions {
	/** Minutes before the beginning; null for no reminder. */
	alarm: number | null;
	/** Whether a byte order mark goes first, for Excel. */
	bom: boolean;
	/** Slug of the one event that is wanted. */
	event: string | null;
	/** What is over, latest first, instead of what is to come. */
	past: boolean;
}

/** Four weeks: a reminder longer before is a slip of the keyboard. */
const longestAlarm = 40_320;

/**
 * The options of a feed, or a plain reason to refuse. Empty values count as absent, as in the
 * filter.
 */
export function feedOptions(
	params: URLSearchParams,
	own: readonly OwnParameter[]
): FeedOptions | { refused: string } {
	const options: FeedOptions = { alarm: null, bom: false, event: null, past: false };
	for (const name of own) {
		const values = params.getAll(name).filter((value) => value.trim() !== '');
		const [value] = values;
		if (value === undefined) continue;
		if (values.length > 1) return { refused: `${name} is given more than once` };
		if (name === 'alarm') {
			if (!/^\d{1,5}$/.test(value) || Number(value) > longestAlarm)
				return { refused: `alarm must be minutes from 0 to ${longestAlarm}` };
			options.alarm = Number(value);
		} else if (name === 'event') {
			if (!/^[a-z0-9-]{1,80}$/.test(value))
				return { refused: 'event must be the name of an event' };
			options.event = value;
		} else {
			if (value !== '1') return { refused: `${name} must be 1 or left out` };
			options[name] = true;
		}
	}
	return options;
}

/**
 * A hundredth of a degree: 1.1 km from south to north and 0.6 km from west to east in Latvia.
 * Everybody in one part of a town gets the same answer, which is therefore made once; and nobody's
 * doorstep stands in the address of a calendar.
 */
const grid = 0.01;

/** The nearest crossing of the grid. WGS84 degrees. */
export function onGrid<T extends { lat: number; lng: number }>(position: T): T {
	const snapped = (degrees: number) =>
		Math.round(Math.round(degrees / grid) * grid * 100) / 100 + 0;
	return { ...position, lat: snapped(position.lat), lng: snapped(position.lng) };
}

/**
 * A query in which `near` stands on the grid and the order of parameters says nothing: one text for
 * one answer. Whatever an answer says about its own address must be this, or the first who asked
 * would tell all others where he stands.
 */
export function oneQuery(params: URLSearchParams): string {
	const same = new URLSearchParams(params);
	const near = nearFrom(same.get('near') ?? '');
	if (near && same.getAll('near').length === 1) {
		const { lat, lng } = onGrid(near);
		same.set('near', `${lat},${lng}`);
	}
	same.sort();
	return same.toString();
}
