// What has taken place stays as it was and where it was, whoever saves and by whatever way: with a
// page or beside it, and also when nobody saves the event, because its venue moves.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, dayOf } from '#lib/time/days.ts';
import { databases, type TestDatabase } from './databases.ts';
import { attempt, call, makePeople, rows } from './people.ts';

type Document = Record<string, unknown>;
interface Answer {
	status: string;
	constraint?: string;
	id: string;
	following?: { id: string };
}
const stays = { status: 'invalid', constraint: 'past_dates_stay' };

describe.each(databases)('what has taken place on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	}, 240_000);
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const ask = (name: string, given: Document) =>
		call(database.sql, 'coordinator', name, given) as unknown as Promise<Answer>;
	const versionOf = async (id: string) =>
		((await ask('listing', { subject: 'event', id })) as unknown as { version: number }).version;
	const save = async (id: string | null, listing: Document, dates: unknown = null, act = {}) =>
		ask('save_event', {
			id,
			read_version: id === null ? null : await versionOf(id),
			attempt: attempt(),
			listing,
			dates,
			act
		});

	const days = (first: string, count: number) =>
		[...Array(count).keys()].map((week) => addDays(first, 7 * week));
	const timesOf = (first: string, count: number, hour = 18) => ({
		listing: {
			starts_local: `${first}T${hour}:00:00`,
			ends_local: `${first}T${hour + 2}:00:00`,
			recurrence: `FREQ=WEEKLY;COUNT=${count}`
		},
		dates: {
			known_until: null,
			dates: days(first, count).map((day) => ({
				starts: `${day}T${hour}:00:00`,
				ends: `${day}T${hour + 2}:00:00`
			}))
		}
	});
	const first = addDays(dayOf(new Date(), 'Europe/Riga'), -18);
	/** Two weeks of four lie behind. */
	async function series(publication = 'published', more: Document = {}) {
		const { listing, dates } = timesOf(first, 4);
		const made = await save(
			null,
			{
				kind: 'seminar',
				title: { lv: 'Sērija' },
				venue_name: 'Vecā zāle',
				place_id: 'kuldiga',
				organisers: [{ organisation_id: rows.kurzeme }],
				...listing,
				...more
			},
			dates,
			publication === 'published' ? { publication } : {}
		);
		expect(made.status).toBe('saved');
		return made.id;
	}
	const told = async (id: string) =>
		database.sql.query<Document>(
			`select held.original_start::text, held.starts_at::text, held.ends_at::text, held.venue_name, held.street,
				held.place_id, held.attendance, held.longitude, held.postcode
			from internal.held_dates as held where held.event_id = '${id}' order by held.original_start`
		);

	const elsewhere: [string, Document][] = [
		['another venue', { venue_name: 'Jaunā zāle' }],
		['another street', { street: 'Jaunā iela 1' }],
		['another town', { place_id: 'talsi' }],
		['another way to take part', { attendance: 'online' }],
		['an organisation as its venue', { venue_organisation_id: rows.kurzeme }]
	];
	each.for(elsewhere)('%s is said of what is ahead, or by name of all', async ([, change]) => {
		const id = await series();
		const before = await told(id);
		expect(await save(id, change)).toEqual(stays);
		expect(await told(id)).toEqual(before);
		expect(await save(id, change, null, { past_too: true })).toMatchObject({ status: 'saved' });
		expect(await told(id)).not.toEqual(before);
	});

	each('a pin or a postcode is put right for all dates', async () => {
		const id = await series();
		const change = { latitude: 56.95, longitude: 21.95, postcode: 'LV-3301', approximate: false };
		expect(await save(id, change)).toMatchObject({ status: 'saved' });
		expect((await told(id)).map(({ longitude }) => longitude)).toEqual(Array(4).fill(21.95));
	});

	each('a draft and a series that is all ahead have no past', async () => {
		const draft = await series('draft');
		expect(await save(draft, { place_id: 'talsi' })).toMatchObject({ status: 'saved' });
		const { listing, dates } = timesOf(addDays(first, 28), 4);
		const ahead = await series();
		expect(await save(ahead, listing, dates, { past_too: true })).toMatchObject({
			status: 'saved'
		});
		expect(await save(ahead, { place_id: 'talsi' })).toMatchObject({ status: 'saved' });
	});

	each('another time is said of what is ahead, or by name of all', async () => {
		const id = await series();
		const before = await told(id);
		for (const { listing, dates } of [
			timesOf(first, 4, 17),
			timesOf(addDays(first, 1), 4),
			timesOf(addDays(first, 7), 3)
		]) {
			expect(await save(id, listing, dates)).toEqual(stays);
			// A division that keeps nothing of it is none.
			expect(
				await save(id, listing, dates, {
					divide: { from: `${addDays(first, 7)}T18:00:00`, ended: timesOf(first, 1, 17) }
				})
			).toEqual(stays);
		}
		expect(await told(id)).toEqual(before);
		const longer = timesOf(first, 6);
		expect(await save(id, longer.listing, longer.dates)).toMatchObject({ status: 'saved' });
		expect((await told(id)).slice(0, 4)).toEqual(before);
		const earlier = timesOf(first, 4, 17);
		expect(await save(id, earlier.listing, earlier.dates, { past_too: true })).toMatchObject({
			status: 'saved'
		});
	});

	each('a series is divided behind what has taken place, not within it', async () => {
		const id = await series();
		const at = (week: number) => addDays(first, 7 * week);
		const split = async (week: number, change: Document) =>
			ask('split_series', {
				event: id,
				read_version: await versionOf(id),
				attempt: attempt(),
				from_local: `${at(week)}T18:00:00`,
				ended: timesOf(first, week),
				following: {
					...timesOf(at(week), 4 - week),
					listing: { ...timesOf(at(week), 4 - week).listing, ...change }
				}
			});
		expect(await split(1, { place_id: 'talsi' })).toEqual(stays);
		const before = await told(id);
		const answer = await split(3, { place_id: 'talsi' });
		expect(answer).toMatchObject({ status: 'saved' });
		expect(await told(id)).toEqual(before.slice(0, 3));
		expect(await told(answer.following?.id ?? '')).toMatchObject([{ place_id: 'talsi' }]);
	});

	describe('a venue that moves', () => {
		let made = 0;
		const host = async (town = 'kuldiga') => {
			made += 1;
			const id = crypto.randomUUID();
			await database.sql
				.exec(`insert into public.organisations (id, slug, kind, name, street, place_id, location, publication)
				select '${id}', 'telpas-${made}', 'partner', '{"lv": "Telpas"}', 'Vecā iela 1', id, location, 'published'
				from public.places where id = '${town}'`);
			return id;
		};
		const move = (id: string, change: string) =>
			database.sql.exec(`update public.organisations set ${change} where id = '${id}'`);
		const towns = (dates: Document[]) => dates.map(({ place_id, street }) => [place_id, street]);

		each('takes along what is still to begin', async () => {
			const venue = await host();
			const id = await series('published', { venue_organisation_id: venue });
			const [old, next] = [
				['kuldiga', 'Vecā iela 1'],
				['talsi', 'Jaunā iela 2']
			];
			expect(towns(await told(id))).toEqual([old, old, old, old]);
			// One date is being held: it began an hour ago.
			await database.sql.exec(`set session_replication_role = replica;
				update public.event_occurrences set rescheduled = true, starts_at = now() - interval '1 hour',
					ends_at = now() + interval '1 hour'
				where event_id = '${id}' and original_start = (select max(original_start) from public.event_occurrences
					where event_id = '${id}' and original_start < now());
				set session_replication_role = origin`);
			await move(
				venue,
				`street = 'Jaunā iela 2', place_id = 'talsi',
				location = (select location from public.places where id = 'talsi')`
			);
			const after = await told(id);
			const behind = after.filter(({ starts_at }) => Date.parse(String(starts_at)) < Date.now());
			expect(behind.length).toBeGreaterThan(1);
			expect(towns(behind)).toEqual(behind.map(() => old));
			const ahead = after.filter(({ starts_at }) => Date.parse(String(starts_at)) > Date.now());
			expect(towns(ahead)).toEqual(ahead.map(() => next));
			expect(ahead.length).toBeGreaterThan(0);
			expect(after.map(({ venue_name }) => venue_name)).toEqual(after.map(() => 'Vecā zāle'));
			// Nobody is told that a date moved which did not.
			const told_of = await database.sql.query<{ own: boolean; town: string }>(
				`select occurrence_id is not null as own, previous_place_id as town
				from public.event_changes where event_id = '${id}' and what = 'place'`
			);
			expect(told_of).toEqual([{ own: false, town: 'kuldiga' }]);
			// And once more: what stayed, stays.
			await move(venue, `street = 'Trešā iela 3'`);
			expect(towns((await told(id)).slice(0, behind.length))).toEqual(behind.map(() => old));
		});

		each('is put right for all dates where only its pin or its postcode was wrong', async () => {
			const venue = await host();
			const id = await series('published', { venue_organisation_id: venue });
			await move(venue, `postcode = 'LV-3301', location = 'SRID=4326;POINT(21.95 56.95)'`);
			expect((await told(id)).map(({ longitude, postcode }) => [longitude, postcode])).toEqual(
				Array(4).fill([21.95, 'LV-3301'])
			);
		});

		each('leaves alone what is over, and takes a draft along as a whole', async () => {
			const venue = await host();
			const over = await series('published', { venue_organisation_id: venue });
			await database.sql.exec(`set session_replication_role = replica;
				delete from public.event_occurrences where event_id = '${over}' and starts_at > now();
				set session_replication_role = origin`);
			const draft = await series('draft', { venue_organisation_id: venue });
			await move(venue, `street = 'Jaunā iela 2'`);
			expect(new Set((await told(over)).map(({ street }) => street))).toEqual(
				new Set(['Vecā iela 1'])
			);
			expect(new Set((await told(draft)).map(({ street }) => street))).toEqual(
				new Set(['Jaunā iela 2'])
			);
		});
	});
});
