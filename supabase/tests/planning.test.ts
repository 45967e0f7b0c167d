// Planning events on both databases, the way the pages do it: what the form makes of its fields is
// what the database keeps, a draft's page is only for who may edit it, and what is said beforehand
// about dates people know is what becomes of them.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valuesOf } from '#lib/form/form.ts';
import { consequencesOf, type KnownDate } from '#lib/event/edit/date-consequences.ts';
import { readEvent } from '#lib/event/edit/event-form.ts';
import type { EventDetail } from '#lib/event/event.ts';
import { typedOf } from '#lib/event/edit/event-typed.ts';
import { expand, splitSeries } from '#lib/event/recurrence/recurrence.ts';
import { databases, type TestDatabase } from './databases.ts';
import { attempt, call, makePeople, persons, rows, secretMark, type Person } from './people.ts';

type Document = Record<string, unknown>;
interface EditedDate extends Document {
	original: string;
	starts: string;
	ends: string;
	status: string | null;
	over: boolean;
	rescheduled: boolean;
}
interface Saved {
	status: string;
	id: string;
	version: number;
	following?: { id: string; version: number };
}

/** Ahead whenever this runs. */
const year = new Date().getUTCFullYear() + 1;
const today = `${year}-01-01`;

describe.each(databases)('planning on $name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (missing) return;
		database = await open();
		await makePeople(database.sql);
	});
	afterAll(() => database?.close());
	const each = test.skipIf(missing);

	const listing = async (id: string) =>
		(await call(database.sql, 'administrator', 'listing', { subject: 'event', id })) as {
			version: number;
			listing: Document;
		};
	const dates = async (id: string, by: Person = 'coordinator') =>
		(await call(database.sql, by, 'event_dates', { wanted: id })) as unknown as EditedDate[];

	/** What the form makes of its fields. */
	async function read(fields: Document) {
		const answer = await readEvent({
			title_lv: 'Plānots',
			starts_day: `${year}-03-02`,
			starts_time: '18:00',
			ends_time: '20:00',
			...fields
		});
		if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
		return answer.value;
	}
	async function save(id: string | null, fields: Document, act: Document = {}): Promise<Saved> {
		const { listing: document, series } = await read({ organisers: [rows.kurzeme], ...fields });
		const { dates: list, knownUntil } = expand(series, today);
		return (await call(database.sql, 'coordinator', 'save_event', {
			id,
			read_version: id === null ? null : (await listing(id)).version,
			attempt: attempt(),
			listing: document,
			dates: { known_until: knownUntil, dates: list },
			act
		})) as unknown as Saved;
	}

	each('what the form makes of its fields comes back as it was typed', async () => {
		const fields = {
			title_en: 'Planned',
			kind: 'training',
			repeats: 'month-weekday',
			ends: 'count',
			count: '4',
			left_out: [`${year}-05-04`],
			attendance: 'both',
			venue_name: 'Mazā zāle',
			cost: 'paid',
			price_lv: '15 eiro',
			deadline_day: `${year}-02-20`,
			registration_phone: '63027549',
			organisers: [rows.kurzeme, 'Kuldīgas draugi'],
			documents: [{ title_lv: 'Programma', url: 'piemers.lv/a.pdf' }],
			topics: ['training'],
			languages: ['lv', 'en'],
			accessibility: ['lift'],
			join_url: 'https://meet.example/1',
			join_minutes: '15'
		};
		const made = await save(null, fields);
		expect(made.status).toBe('saved');
		const kept = (await listing(made.id)).listing;
		const sent = (await read(fields)).listing;
		expect(kept).toMatchObject(sent);
		const again = await readEvent(valuesOf(typedOf(kept)));
		expect(again).toMatchObject({ ok: true, value: { listing: sent } });
		expect(await save(made.id, fields)).toMatchObject({ status: 'unchanged' });
	});

	each(
		'the page of a draft is read by who may edit it, and is the one the public will see',
		async () => {
			const preview = (by: Person) =>
				call(database.sql, by, 'event_preview', { wanted: rows.kurzemeEventDraft });
			const seen: Person[] = [];
			for (const by of persons) if (await preview(by)) seen.push(by);
			expect(seen).toEqual(['administrator', 'coordinator', 'deputy']);
			const draft = (await preview('coordinator')) as EventDetail | null;
			expect(draft?.summary.lv).toBe(secretMark);

			await call(database.sql, 'coordinator', 'set_publication', {
				subject: 'event',
				ids: [rows.kurzemeEventDraft],
				publication: 'published',
				publish_at: null,
				attempt: attempt()
			});
			const [row] = await database.sql.query<{ answer: unknown }>(
				'select public.event_detail(slug) as answer from public.events where id = $1',
				[rows.kurzemeEventDraft]
			);
			const shown = row?.answer as EventDetail | null;
			expect({ ...shown, updatedAt: '', joinLink: null }).toEqual({
				...draft,
				updatedAt: '',
				joinLink: null
			});
		}
	);

	each('dates are told to who may edit the event, each with what is its own', async () => {
		const made = await save(null, { repeats: 'weekly', ends: 'count', count: '3' });
		await call(database.sql, 'coordinator', 'change_date', {
			event: made.id,
			read_version: made.version,
			attempt: attempt(),
			original_local: `${year}-03-09T18:00:00`,
			change: { status: 'cancelled', reason: { lv: 'Lektors saslimis' } }
		});
		expect(await dates(made.id)).toMatchObject([
			{ original: `${year}-03-02T18:00:00`, status: null, over: false, elsewhere: false },
			{
				original: `${year}-03-09T18:00:00`,
				status: 'cancelled',
				reason: { lv: 'Lektors saslimis' }
			},
			{ original: `${year}-03-16T18:00:00`, ends: `${year}-03-16T20:00:00`, status: null }
		]);
		for (const by of ['neighbour', 'former'] as const)
			expect([by, await dates(made.id, by)]).toEqual([by, []]);
	});

	each(
		'a date has a pin of its own, within the regions of who sets it or whose event it is',
		async () => {
			const made = await save(null, { repeats: 'weekly', ends: 'count', count: '3' });
			// Held in Kurzeme by somebody from Zemgale: the coordinators of both may edit it.
			await call(database.sql, 'administrator', 'save_event', {
				id: made.id,
				read_version: made.version,
				attempt: attempt(),
				listing: { place_id: 'kuldiga', organisers: [{ organisation_id: rows.zemgale }] },
				dates: null,
				act: {}
			});
			const move = async (by: Person, change: Document) =>
				await call(database.sql, by, 'change_date', {
					event: made.id,
					read_version: (await listing(made.id)).version,
					attempt: attempt(),
					original_local: `${year}-03-09T18:00:00`,
					change
				});
			const second = async () => (await dates(made.id))[1];
			const beyond = { place_id: 'jelgava', location: 'SRID=4326;POINT(23.71 56.65)' };
			expect(await move('coordinator', beyond)).toEqual({
				status: 'outside',
				region_id: 'zemgale'
			});
			expect(await second()).toMatchObject({ elsewhere: false, latitude: null });
			expect(
				await move('coordinator', {
					place_id: 'kuldiga',
					location: 'SRID=4326;POINT(21.97 56.971234)',
					approximate: false
				})
			).toMatchObject({ status: 'saved' });
			expect(await second()).toMatchObject({
				elsewhere: true,
				latitude: 56.971234,
				longitude: 21.97,
				approximate: false
			});
			const away = await move('neighbour', { ...beyond, status: 'moved' });
			expect(away).toMatchObject({ status: 'saved' });
			// Whatever else is to be said of such a date, and taking it back, is nobody's region's
			// concern.
			expect(await move('coordinator', { status: 'cancelled' })).toMatchObject({ status: 'saved' });
			expect(
				await move('coordinator', {
					place_id: null,
					location: null,
					region_id: null,
					municipality_id: null
				})
			).toMatchObject({ status: 'saved' });
			expect(await second()).toMatchObject({ elsewhere: false });
			// Nor is an earlier state a way around it.
			const [state] = await database.sql.query<{ listing: Document }>(
				`select listing from public.revisions where subject_id = '${made.id}' and version = $1`,
				[(away as unknown as Saved).version]
			);
			const restore = async (by: Person) =>
				await call(database.sql, by, 'save_event', {
					id: made.id,
					read_version: (await listing(made.id)).version,
					attempt: attempt(),
					listing: state?.listing ?? {},
					dates: null,
					act: { action: 'restore', of: (away as unknown as Saved).version }
				});
			expect(await restore('coordinator')).toEqual({ status: 'outside', region_id: 'zemgale' });
			expect(await restore('neighbour')).toMatchObject({ status: 'saved' });
			expect(await second()).toMatchObject({ elsewhere: true, longitude: 23.71 });
		}
	);

	each('a divided series keeps its dates, and what was changed about them', async () => {
		const made = await save(
			null,
			{ repeats: 'weekly', ends: 'count', count: '4' },
			{ publication: 'published' }
		);
		const third = `${year}-03-16T18:00:00`;
		const changed = (await call(database.sql, 'coordinator', 'change_date', {
			event: made.id,
			read_version: made.version,
			attempt: attempt(),
			original_local: third,
			change: { status: 'full' }
		})) as unknown as Saved;
		const { series } = await read({ repeats: 'weekly', ends: 'count', count: '4' });
		const [ended, following] = (splitSeries(series, third) ?? []).map((part) => ({
			listing: {
				starts_local: part.startsLocal,
				ends_local: part.endsLocal,
				recurrence: part.rule,
				exceptions: []
			},
			dates: { known_until: null, dates: expand(part, today).dates }
		}));
		const split = (await call(database.sql, 'coordinator', 'split_series', {
			event: made.id,
			read_version: changed.version,
			attempt: attempt(),
			from_local: third,
			ended,
			following
		})) as unknown as Saved;
		expect(split.status).toBe('saved');
		const days = async (id = '') =>
			(await dates(id)).map((date) => [date.starts.slice(5, 10), date.status]);
		expect(await days(made.id)).toEqual([
			['03-02', null],
			['03-09', null]
		]);
		expect(await days(split.following?.id)).toEqual([
			['03-16', 'full'],
			['03-23', null]
		]);
	});

	each(
		'what is said beforehand about dates people know is what becomes of them',
		async () => {
			const plan = fc.record({
				starts_day: fc.constantFrom(`${year}-03-02`, `${year}-03-03`, `${year}-03-09`),
				starts_time: fc.constantFrom('17:00', '18:00'),
				repeats: fc.constantFrom('once', 'weekly', 'fortnightly'),
				ends: fc.constant('count'),
				count: fc.constantFrom('1', '3', '5')
			});
			const cancelled = fc.boolean();
			await fc.assert(
				fc.asyncProperty(plan, plan, cancelled, async (first, then, cancels) => {
					const made = await save(null, first, { publication: 'published' });
					if (cancels)
						await call(database.sql, 'coordinator', 'change_date', {
							event: made.id,
							read_version: made.version,
							attempt: attempt(),
							original_local: `${first.starts_day}T${first.starts_time}:00`,
							change: { status: 'cancelled' }
						});
					const asKnown = (list: EditedDate[]): KnownDate[] =>
						list.map((date) => ({ ...date, cancelled: date.status === 'cancelled' }));
					const before = asKnown(await dates(made.id));
					const { series } = await read(then);
					const told = consequencesOf(before, expand(series, today).dates);
					await save(made.id, then);
					const after = asKnown(await dates(made.id));
					const starts = after.map((date) => date.starts);
					expect(after).toHaveLength(
						told.kept + told.moved.length + told.stillCancelled.length + told.added.length
					);
					for (const one of [
						...told.added,
						...told.stillCancelled,
						...told.moved.map(({ to }) => to.starts)
					])
						expect(starts).toContain(one);
					const stays = before.filter(({ starts: one }) => starts.includes(one));
					for (const one of told.dropped)
						if (!told.moved.some(({ to }) => to.starts === one))
							expect(stays.map((date) => date.starts)).not.toContain(one);
				}),
				{ numRuns: 25 }
			);
		},
		60_000
	);
});
