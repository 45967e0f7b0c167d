// Invented load data: as many organisations and events as asked for, the same ones for the same
// seed, named so that nobody takes them for real. They are examples like those of examples.ts and
// go away with the same command.
import { network } from '#network';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { chance, pick, weightedPicker } from './chance.ts';
import { monthlyRule, plusDays } from './examples.ts';
import { insertRows, point } from './insert.ts';
import type { Row } from './insert.ts';
import { landFinder } from './land.ts';
import { localised } from './localised.ts';
import { insertEvents } from './past-events.ts';
import type { ListedEvent } from './past-events.ts';
import { stableId } from './slug.ts';
import { sourceFiles } from './source-files.ts';
import type { SourcePlace } from './source-files.ts';
import { activities, eventSubjects, openings, organisationSorts, syllables } from './load-words.ts';

export interface LoadOptions {
	organisations: number;
	events: number;
	/** Any text; the same one gives the same data and replaces it. */
	seed: string;
	/** ISO date the events are spread around, from half a year before to a year after. */
	today: string;
	onProgress?: (done: number, of: number, what: 'organisations' | 'events') => void;
}

/** Rows made and sent at a time, so that a hundred thousand never stand in memory together. */
const batch = 2000;

const placeWeights = [0, 14, 8, 5, 3, 1];
const kindWeights: Record<string, number> = {
	'ngo-support-centre': 6,
	'competence-centre': 4,
	partner: 4
};
const eventKinds = weightedPicker([
	['seminar', 5],
	['training', 5],
	['discussion', 3],
	['information-day', 2],
	['conference', 1],
	['forum', 1],
	['experience-exchange', 1],
	['other', 1]
]);
const states = weightedPicker([
	['confirmed', 80],
	['planned', 10],
	['full', 5],
	['cancelled', 3],
	['postponed', 2]
]);

/** Languages beside Latvian, with how often each is spoken. */
const otherLanguages = [
	['en', 0.45],
	['ru', 0.3],
	['de', 0.06],
	['lt', 0.04],
	['et', 0.02],
	['uk', 0.03]
] as const;

function languages(random: () => number): string[] {
	return ['lv', ...otherLanguages.flatMap(([code, share]) => (random() < share ? [code] : []))];
}

/** Some hundreds of different texts, as a country has: most keep office hours, few do so alike. */
function openingHours(random: () => number): string {
	const time = (hour: number) => `${String(hour).padStart(2, '0')}:${random() < 0.3 ? '30' : '00'}`;
	const days = pick(random, ['Mo-Fr', 'Mo-Fr', 'Mo-Th', 'Tu-Sa', 'Mo,We,Fr']);
	const [opens, closes] = [time(8 + Math.floor(random() * 3)), time(15 + Math.floor(random() * 4))];
	const kind = random();
	if (kind < 0.5) return `${days} ${opens}-${closes}`;
	if (kind < 0.7) return `${days} ${opens}-12:00,13:00-${closes}`;
	if (kind < 0.9) return `${days} ${opens}-${closes}; PH off`;
	if (kind < 0.97) return `${days} ${opens}-${closes}; Sa 10:00-14:00; PH off`;
	return '"pēc vienošanās"';
}

/** The rule of a series, or null: most things happen once. */
function series(random: () => number, first: string): string | null {
	const sort = random();
	if (sort < 0.12) return monthlyRule(first, 3 + Math.floor(random() * 6));
	return sort < 0.22 ? `FREQ=WEEKLY;COUNT=${12 + Math.floor(random() * 29)}` : null;
}

/** What every row of one run shares. */
function world(seed: string) {
	const places = sourceFiles.places();
	return {
		random: chance(seed),
		prefix: `load-test-${seed}-`,
		placeOf: weightedPicker(
			places.map((place) => [place, placeWeights[place.importance] ?? 1] as const)
		),
		kindOf: weightedPicker(
			network.kinds.map((kind) => [kind.id, kindWeights[kind.id] ?? 1] as const)
		),
		topics: sourceFiles.listings().topics.map((topic) => topic.id),
		onLand: landFinder()
	};
}
type World = ReturnType<typeof world>;

/**
 * A point up to about five kilometres from a place, denser towards its centre, on land; else the
 * place itself.
 */
function near({ random, onLand }: World, place: SourcePlace): { lat: number; lng: number } {
	for (let reach = 0.045; reach > 0.002; reach /= 2) {
		const distance = reach * random() ** 2;
		const angle = random() * 2 * Math.PI;
		// A degree of longitude is about half a degree of latitude long up here.
		const lat = Number((place.lat + distance * Math.cos(angle)).toFixed(5));
		const lng = Number((place.lng + 1.8 * distance * Math.sin(angle)).toFixed(5));
		if (onLand(lat, lng)) return { lat, lng };
	}
	return { lat: place.lat, lng: place.lng };
}

function someTopics({ random, topics }: World): string[] {
	const count = 1 + Math.floor(random() * 3);
	return [...new Set(Array.from({ length: count }, () => pick(random, topics)))];
}

function summary({ random }: World): { lv: string; en: string } {
	const opening = pick(random, openings);
	const [first, second] = [pick(random, activities), pick(random, activities)];
	return {
		lv: `Slodzes tests: ${opening.lv} ${first.lv}. Papildus: ${second.lv}.`,
		en: `Load test: ${opening.en} ${first.en}. Also: ${second.en}.`
	};
}

/** An invented name of three syllables, the same one about every 14,000 organisations. */
function inventedName({ random }: World): string {
	const name = Array.from({ length: 3 }, () => pick(random, syllables)).join('');
	return name.charAt(0).toUpperCase() + name.slice(1);
}

function organisation(
	world: World,
	number: number,
	width: number,
	today: string
): { row: Row & { id: string }; topics: string[] } {
	const { random, prefix } = world;
	const digits = String(number).padStart(width, '0');
	const slug = `${prefix}${digits}`;
	const sort = pick(random, organisationSorts);
	const place = world.placeOf(random);
	const text = summary(world);
	const name = inventedName(world);
	const known = random();
	const row = {
		id: stableId('organisation', slug),
		slug,
		kind: world.kindOf(random),
		name: localised({
			lv: `Slodzes tests ${digits}: ${sort.lv} “${name}” (${place.name_lv})`,
			en: random() < 0.7 ? `Load test ${digits}: ${sort.en} “${name}” (${place.name_lv})` : null
		}),
		summary: localised({ lv: text.lv, en: random() < 0.8 ? text.en : null }),
		street: known < 0.7 ? `Slodzes testa iela ${1 + Math.floor(random() * 90)}` : null,
		place_id: place.id,
		municipality_id: place.municipality,
		location: known < 0.95 ? point(known < 0.7 ? near(world, place) : place) : null,
		approximate: known >= 0.7,
		email: random() < 0.8 ? `${slug}@example.org` : null,
		website: random() < 0.7 ? `https://example.org/${slug}` : null,
		// No number of Latvia begins with a nought: nobody is called by mistake.
		phones: random() < 0.8 ? [`+3710${String(number % 10_000_000).padStart(7, '0')}`] : [],
		languages: languages(random),
		opening_hours: random() < 0.6 ? openingHours(random) : null,
		confirmed_on: random() < 0.4 ? plusDays(today, -Math.floor(random() * 730)) : null,
		is_example: true,
		publication: 'published'
	};
	return { row, topics: someTopics(world) };
}

function event(
	world: World,
	number: number,
	width: number,
	today: string,
	organisers: readonly string[]
): ListedEvent {
	const { random, prefix } = world;
	const digits = String(number).padStart(width, '0');
	const slug = `${prefix}event-${digits}`;
	const subject = pick(random, eventSubjects);
	const place = world.placeOf(random);
	const text = summary(world);
	const online = random() < 0.15;
	const allDay = random() < 0.1;
	const first = plusDays(today, Math.floor(random() * 548) - 182);
	const hour = 9 + Math.floor(random() * 9);
	const days = random() < 0.05 ? 2 : 1;
	const rule = days === 1 ? series(random, first) : null;
	const until = `${String(hour + 1 + Math.floor(random() * 4)).padStart(2, '0')}:30`;
	const free = random();
	return {
		row: {
			id: stableId('event', slug),
			slug,
			kind: eventKinds(random),
			title: localised({
				lv: `Slodzes tests ${digits}: ${subject.lv}`,
				en: random() < 0.7 ? `Load test ${digits}: ${subject.en}` : null
			}),
			summary: localised(text),
			attendance: online ? 'online' : random() < 0.1 ? 'both' : 'on-site',
			place_id: online ? null : place.id,
			municipality_id: online ? null : place.municipality,
			location: online ? null : point(near(world, place)),
			approximate: false,
			languages: random() < 0.2 ? languages(random) : ['lv'],
			free: free < 0.6 ? true : free < 0.8 ? false : null,
			status: states(random),
			time_zone: network.timeZone,
			starts_local: allDay ? `${first}T00:00` : `${first}T${String(hour).padStart(2, '0')}:00`,
			ends_local: allDay
				? `${plusDays(first, days)}T00:00`
				: `${plusDays(first, days - 1)}T${until}`,
			all_day: allDay,
			date_precision: allDay ? 'day' : 'minute',
			recurrence: rule,
			is_example: true,
			publication: 'published'
		},
		organisers: [{ organisation_id: pick(random, organisers), name: null }],
		topics: someTopics(world),
		sources: []
	};
}

/** Takes away the load data of one seed. */
export async function removeLoad(sql: SqlExecutor, seed: string): Promise<void> {
	const begins = `load-test-${seed}-`;
	await sql.query('delete from public.events where is_example and starts_with(slug, $1)', [begins]);
	// Another seed's events may be held by these organisations; the line goes, the event stays.
	await sql.query(
		`delete from public.event_organisers where organisation_id in
			(select id from public.organisations where is_example and starts_with(slug, $1))`,
		[begins]
	);
	await sql.query('delete from public.organisations where is_example and starts_with(slug, $1)', [
		begins
	]);
}

/**
 * Writes the load data of one seed in place of what that seed wrote before. Throws on a seed that
 * is no plain word.
 */
export async function writeLoad(sql: SqlExecutor, options: LoadOptions): Promise<void> {
	if (!/^[a-z0-9]{1,20}$/.test(options.seed)) {
		throw new Error('the seed must be 1 to 20 lower-case letters and digits');
	}
	await removeLoad(sql, options.seed);
	const around = world(options.seed);
	const organisationWidth = Math.max(4, String(options.organisations).length);
	const ids: string[] = [];
	for (let done = 0; done < options.organisations; done += batch) {
		const count = Math.min(batch, options.organisations - done);
		const made = Array.from({ length: count }, (_, index) =>
			organisation(around, done + index + 1, organisationWidth, options.today)
		);
		await insertRows(
			sql,
			'organisations',
			made.map(({ row }) => row)
		);
		await insertRows(
			sql,
			'organisation_topics',
			made.flatMap(({ row, topics }) =>
				topics.map((topic) => ({ organisation_id: row.id, topic_id: topic }))
			)
		);
		ids.push(...made.map(({ row }) => row.id));
		options.onProgress?.(done + count, options.organisations, 'organisations');
	}
	const organisers =
		ids.length > 0
			? ids
			: (await sql.query<{ id: string }>('select id from public.organisations order by slug')).map(
					(row) => row.id
				);
	const eventWidth = Math.max(4, String(options.events).length);
	for (let done = 0; done < options.events; done += batch) {
		const count = Math.min(batch, options.events - done);
		await insertEvents(
			sql,
			Array.from({ length: count }, (_, index) =>
				event(around, done + index + 1, eventWidth, options.today, organisers)
			),
			options.today
		);
		options.onProgress?.(done + count, options.events, 'events');
	}
}
