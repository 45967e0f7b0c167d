// VTIMEZONE components (RFC 5545 §3.6.5): what a calendar program needs to know of a zone whose
// name it does not know itself.
import { tzlib_get_ical_block } from 'timezones-ical-library';

const known = new Map<string, string | null>();

/** The zone every program knows: its times are written in UTC. */
const utc = new Set(['UTC', 'Etc/UTC']);

/**
 * The lines of a VTIMEZONE with CRLF, or null for UTC and for a zone nobody knows: times are then
 * written in UTC.
 * @param zone IANA name
 */
export function timeZoneLines(zone: string): string | null {
	let lines = known.get(zone);
	if (lines === undefined) {
		lines = utc.has(zone) ? null : fromLibrary(zone);
		known.set(zone, lines);
	}
	return lines;
}

/** Whether a rule can count on its clock: in UTC alone a series of another zone would drift. */
export const isCountedOn = (zone: string): boolean => utc.has(zone) || timeZoneLines(zone) !== null;

function fromLibrary(zone: string): string | null {
	const [block] = tzlib_get_ical_block(zone);
	if (typeof block !== 'string' || !block.startsWith('BEGIN:VTIMEZONE')) return null;
	// Asked by an old name it answers by the new one; the events say the name they were saved with.
	const named = block.replace(/^TZID:.*$/m, `TZID:${zone}`);
	return `${named.trimEnd().split(/\r?\n/).join('\r\n')}\r\n`;
}
