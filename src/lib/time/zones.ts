// Names of time zones. The database takes a zone only if it knows it itself
// (internal.check_time_zone), the form only if this program does; but what was saved beside a newer
// list of zones, or is read in an older browser, may carry a name that is not known here. Nothing
// that is read fails for that: it is told on the clock of the network, whose instants are as true.
import { network } from '#network';

const found = new Map<string, boolean>();
const complained = new Set<string>();

/** Whether this program knows a zone by its name. */
export function isKnownZone(zone: string): boolean {
	let known = found.get(zone);
	if (known === undefined) {
		try {
			known = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
		} catch {
			known = false;
		}
		// What people type into forms is asked here, too, and is endless.
		if (found.size < 2000) found.set(zone, known);
	}
	return known;
}

/**
 * The zone to tell times in: the one that is named, or the network's where that is not known here,
 * which the log says once.
 */
export function zoneFor(zone: string): string {
	if (isKnownZone(zone)) return zone;
	if (complained.size < 100 && !complained.has(zone)) {
		complained.add(zone);
		console.warn(`no time zone ${JSON.stringify(zone)} is known here: the network’s is used`);
	}
	return network.timeZone;
}
