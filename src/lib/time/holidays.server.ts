// Public holidays of the network's country, by the kept library `opening_hours`, which knows those
// of most countries. Server only: it is a megabyte.
import type { default as Hours } from 'opening_hours';
import { network } from '#network';
import type { Day } from './days.ts';

let asked: Promise<Hours | null> | undefined;

/**
 * What tells holidays; null where the library does not know the country. Loaded with the first
 * question.
 */
const holidays = () =>
	(asked ??= import('opening_hours').then(
		({ default: OpeningHoursOf }) =>
			new OpeningHoursOf('PH', {
				// Only the country matters; the sun is not asked.
				lat: (network.bounds.south + network.bounds.north) / 2,
				lon: (network.bounds.west + network.bounds.east) / 2,
				address: { country_code: network.country.toLowerCase(), state: '' }
			}),
		() => null
	));

/**
 * What public holiday a day is, in the country's own language; null when it is none, or when nobody
 * knows.
 * @param day `YYYY-MM-DD`; anything else is no holiday
 */
export async function holidayOn(day: Day): Promise<string | null> {
	const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
	// The library reads the local parts of a Date.
	const noon = new Date(year, month - 1, date, 12);
	try {
		const known = await holidays();
		return known?.getState(noon) ? (known.getComment(noon) ?? '') : null;
	} catch {
		return null;
	}
}
