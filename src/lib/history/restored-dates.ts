// The dates of an event whose earlier state comes back: worked out anew when anything about its
// times or its rule differs from what stands now, else left as they are. What has taken place stays
// as it was, and what another part of a divided series holds is not held twice.
import { network } from '#network';
import { consequencesOf, type KnownDate } from '#lib/event/edit/date-consequences.ts';
import {
	dividedFromToday,
	partOf,
	placeChanged,
	placeKeys,
	timeKeys
} from '#lib/event/edit/from-today.ts';
import type { Series } from '#lib/event/recurrence/recurrence.ts';
import { sameValue } from '#lib/listing/fields/change.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { todayAt } from '#lib/time/dates.ts';
import { localOf } from '#lib/time/local-time.ts';

/** How the event stands. */
export interface Standing {
	published: boolean;
	/** Every date of it, in any order. */
	known: readonly KnownDate[];
	/** First and last start that the rule of each other part of its series gives, local times. */
	parts: readonly { first_turn: string; last_turn: string }[];
}

/** As `save_event` takes it. */
export interface RestoredEvent {
	listing: ListingDocument;
	/** Null: they stay as they are. */
	dates: ReturnType<typeof partOf>['dates'] | null;
	/** The series is divided: what was stays. */
	divide?: { from: string; ended: ReturnType<typeof partOf> };
	/** Something of the earlier state did not come back for what has taken place or is elsewhere. */
	stays: boolean;
}

function seriesIn(listing: ListingDocument): Series {
	const text = (key: string) => (typeof listing[key] === 'string' ? listing[key] : '');
	return {
		startsLocal: text('starts_local').slice(0, 19),
		endsLocal: text('ends_local').slice(0, 19),
		timeZone: text('time_zone') || network.timeZone,
		allDay: listing.all_day === true,
		rule: text('recurrence') || null,
		exceptions: (Array.isArray(listing.exceptions) ? listing.exceptions : []).map((one) =>
			String(one).slice(0, 19)
		)
	};
}

const without = (listing: ListingDocument, keys: readonly string[]): ListingDocument =>
	Object.fromEntries(Object.entries(listing).filter(([key]) => !keys.includes(key)));

/** What stays with the times an event has. */
const withTimes = [...timeKeys, 'date_precision', 'registration_deadline', 'differences'];

/**
 * Whoever brings an open-ended series back says by it that the series goes on: it is known for as
 * long again.
 * @param now the document that stands; null when it is not known, then the dates are always worked
 * out
 * @param at instant
 */
export function restoredEvent(
	wanted: ListingDocument,
	now: ListingDocument | null,
	{ published, known, parts }: Standing,
	at: string
): RestoredEvent {
	let listing = wanted;
	const today = todayAt(new Date(at));
	let series = seriesIn(wanted);
	let timed = !now || !timeKeys.every((key) => sameValue(wanted[key], now[key]));
	let whole = partOf(series, today);
	const old = now && seriesIn(now);
	const doubled = (day: string) =>
		parts.some(
			({ first_turn, last_turn }) => day >= first_turn.slice(0, 10) && day <= last_turn.slice(0, 10)
		);
	const keepTimes = () => {
		listing = without(listing, withTimes);
		if (old) series = old;
		timed = false;
	};
	if (timed && old && whole.dates.dates.some(({ starts }) => doubled(starts.slice(0, 10)))) {
		keepTimes();
		whole = partOf(series, today);
	}
	const kept = listing !== wanted;
	const plain = (stays: boolean): RestoredEvent => ({
		listing,
		dates: timed ? whole.dates : null,
		stays
	});
	// One date has no past of its own, and nobody has seen a draft.
	if (!old || !published || old.rule === null) return plain(kept);
	const here = localOf(at, old.timeZone);
	const placed = placeChanged(listing, now);
	const touched =
		(timed && consequencesOf(known, whole.dates.dates).forgotten > 0) ||
		(placed && known.some(({ starts }) => starts <= here));
	if (!touched) return plain(kept);
	const divided = dividedFromToday(old, series, known, at);
	if (divided) {
		const following = partOf(divided.following, today);
		return {
			listing: { ...listing, ...following.listing },
			dates: following.dates,
			divide: { from: divided.from, ended: partOf(divided.ended, today) },
			stays: true
		};
	}
	if (timed) keepTimes();
	if (placed) listing = without(listing, placeKeys);
	return plain(true);
}
