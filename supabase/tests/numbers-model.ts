// What the directory in numbers should say of some listings, told once more and simply: a loop over
// each of them. Knows nothing of SQL.
import { dayOf } from '#lib/time/days.ts';

export interface Listed {
	id: string;
	kind: string;
	publication: 'published' | 'draft' | 'archived';
	is_example: boolean;
	region_id: string | null;
	/** ISO dates. */
	confirmed_on: string | null;
	doubtful_since: string | null;
	phones: string[];
	email: string | null;
	website: string | null;
	opening_hours: string | null;
	pin: boolean;
	approximate: boolean;
	accessibility: string[];
	accessibility_note: Record<string, string>;
	summary: Record<string, string>;
}

export interface Held {
	id: string;
	kind: string;
	publication: 'published' | 'draft' | 'archived';
	is_example: boolean;
	region_id: string | null;
	status: string;
	topics: string[];
	dates: {
		/** UTC. */
		starts_at: string;
		ends_at: string;
		status: string | null;
		region_id: string | null;
	}[];
}

export interface Sent {
	/** Place of its organisation among the listings; null: one that is proposed. */
	about: number | null;
	region_id: string | null;
	put_at: string;
	state: 'waiting' | 'accepted' | 'declined';
	decided_at: string | null;
}

export interface World {
	zone: string;
	at: string;
	organisations: Listed[];
	events: Held[];
	corrections: Sent[];
}

const monthAt = (instant: string, zone: string) => dayOf(instant, zone).slice(0, 7);

/** Months as numbers, so that they can be told apart by counting. */
const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;

function median(values: number[]): number | null {
	if (values.length === 0) return null;
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length / 2;
	return sorted.length % 2 === 1
		? (sorted[Math.floor(middle)] ?? 0)
		: ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const daysOf = ({ put_at, decided_at }: Sent) =>
	decided_at === null ? 0 : (Date.parse(decided_at) - Date.parse(put_at)) / 86_400_000;

/** Counts by name; what does not occur is not named. */
class Tally<Key> {
	readonly counts = new Map<Key, { held: number; planned: number }>();
	add(key: Key, over: boolean) {
		const both = this.counts.get(key) ?? { held: 0, planned: 0 };
		both[over ? 'held' : 'planned'] += 1;
		this.counts.set(key, both);
	}
}

/** The numbers of a world, or of one region of it; names and orders are left out. */
export function numbersOf(world: World, region: string | null) {
	const { zone, at } = world;
	const today = dayOf(at, zone);
	const thisMonth = number(today.slice(0, 7));
	const isHere = (id: string | null) => region === null || id === region;
	const shown = (one: { publication: string; is_example: boolean }) =>
		one.publication === 'published' && !one.is_example;

	const listed = world.organisations.filter((one) => shown(one) && isHere(one.region_id));
	const count = (is: (one: Listed) => boolean) => listed.filter(is).length;
	const kinds = new Map<string, number>();
	const regions = new Map<string | null, { total: number; confirmed: number }>();
	for (const one of listed) {
		kinds.set(one.kind, (kinds.get(one.kind) ?? 0) + 1);
		const fresh = regions.get(one.region_id) ?? { total: 0, confirmed: 0 };
		fresh.total += 1;
		if (one.confirmed_on !== null && one.confirmed_on >= `${today.slice(0, 4)}-01-01`)
			fresh.confirmed += 1;
		regions.set(one.region_id, fresh);
	}

	const months = new Tally<string>();
	const places = new Tally<string | null>();
	const topics = new Tally<string>();
	const eventKinds = new Tally<string>();
	for (const event of world.events.filter(shown))
		for (const date of event.dates) {
			const where = date.region_id ?? event.region_id;
			const state = date.status ?? event.status;
			const month = monthAt(date.starts_at, zone);
			const later = number(month) - thisMonth;
			if (!isHere(where) || ['cancelled', 'postponed'].includes(state)) continue;
			if (later < -11 || later > 12) continue;
			const over = Date.parse(date.ends_at) <= Date.parse(at);
			months.add(month, over);
			places.add(where, over);
			eventKinds.add(event.kind, over);
			for (const topic of event.topics) topics.add(topic, over);
		}

	const corrections = world.corrections.filter(({ about, region_id }) => {
		const listing = about === null ? null : world.organisations[about];
		return isHere(listing?.region_id ?? region_id);
	});
	const isOfTheYear = (instant: string | null) =>
		instant !== null && number(monthAt(instant, zone)) >= thisMonth - 11;
	const decided = corrections.filter((one) => isOfTheYear(one.decided_at));
	const waiting = corrections.filter(({ state }) => state === 'waiting');
	const told = new Map<string, Sent[]>();
	const ofMonth = new Map<string, { received: number; accepted: number; declined: number }>();
	const monthOf = (month: string) => {
		const known = ofMonth.get(month) ?? { received: 0, accepted: 0, declined: 0 };
		ofMonth.set(month, known);
		return known;
	};
	for (const one of corrections.filter(({ put_at }) => isOfTheYear(put_at)))
		monthOf(monthAt(one.put_at, zone)).received += 1;
	for (const one of decided) {
		const month = monthAt(one.decided_at ?? '', zone);
		monthOf(month)[one.state === 'accepted' ? 'accepted' : 'declined'] += 1;
		told.set(month, [...(told.get(month) ?? []), one]);
	}

	return {
		today,
		organisations: listed.length,
		doubtful: count(({ doubtful_since }) => doubtful_since !== null),
		kinds: Object.fromEntries(kinds),
		regions: Object.fromEntries(regions),
		complete: {
			phone: count(({ phones }) => phones.length > 0),
			email: count(({ email }) => email !== null),
			website: count(({ website }) => website !== null),
			hours: count(({ opening_hours }) => opening_hours !== null),
			pin: count(({ pin }) => pin),
			exact: count(({ pin, approximate }) => pin && !approximate),
			access: count(
				(one) => one.accessibility.length > 0 || Object.keys(one.accessibility_note).length > 0
			),
			texts: {
				lv: count(({ summary }) => 'lv' in summary),
				en: count(({ summary }) => 'en' in summary)
			}
		},
		corrections: {
			waiting: waiting.length,
			oldest: waiting.map(({ put_at }) => Date.parse(put_at)).toSorted((a, b) => a - b)[0] ?? null,
			decided: decided.length,
			median: median(decided.map(daysOf)),
			longest: decided.length === 0 ? null : Math.max(...decided.map(daysOf)),
			months: Object.fromEntries(
				[...ofMonth].map(([month, counts]) => [
					month,
					{ ...counts, median: median((told.get(month) ?? []).map(daysOf)) }
				])
			)
		},
		events: {
			months: Object.fromEntries(months.counts),
			regions: Object.fromEntries(places.counts),
			topics: Object.fromEntries(topics.counts),
			kinds: Object.fromEntries(eventKinds.counts)
		}
	};
}
