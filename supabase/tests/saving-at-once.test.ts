// Several people on one listing at the same moment, through the door their pages use, on both
// databases: nobody's save is lost unseen, nothing is half done, and what is sent twice is saved
// once.
import { describe, expect } from 'vitest';
import { databases } from './databases.ts';
import { attempt, cast, rows, token, type Person } from './people.ts';
import { secrets } from './served.ts';
import { servePeople } from './served-people.ts';

interface Answer {
	status: string;
	id: string;
	slug: string;
	version: number;
	listing?: Record<string, unknown>;
	base?: Record<string, unknown>;
	changes?: { by: string; fields: string[]; version: number }[];
}

describe.each(databases)('saving at once on $name', ({ name, missing }) => {
	const { each, lite, ...served } = servePeople({ name, missing });
	const call = (person: Person, fn: string, body: object) => served.call<Answer>(person, fn, body);
	const save = (person: Person, version: number | null, listing: object, more: object = {}) =>
		call(person, 'save_organisation', {
			id: version === null ? null : rows.kurzeme,
			read_version: version,
			attempt: attempt(),
			listing,
			act: {},
			...more
		});
	const current = async () => {
		const found = (await call('coordinator', 'listing', {
			subject: 'organisation',
			id: rows.kurzeme
		})) as unknown as { version: number; listing: Record<string, unknown> };
		return found;
	};
	const revisions = async () =>
		JSON.parse(
			(
				await lite().ask(
					`revisions?subject_id=eq.${rows.kurzeme}&order=version&select=version,person_id,fields,listing`,
					'GET',
					undefined,
					{ authorization: `Bearer ${token('coordinator', secrets.jwtSecret)}` }
				)
			).text
		) as {
			version: number;
			person_id: string;
			fields: string[];
			listing: Record<string, unknown>;
		}[];

	each('of two people the second is shown both versions and who changed what', async () => {
		const { version } = await current();
		expect(await save('editor', version, { phones: ['+37163322517'] })).toMatchObject({
			status: 'saved',
			version: version + 1
		});
		const stale = await save('coordinator', version, {
			phones: ['+37163322518'],
			email: 'otrs@example.org'
		});
		expect(stale).toMatchObject({
			status: 'stale',
			version: version + 1,
			base: { phones: [] },
			listing: { phones: ['+37163322517'], email: null },
			changes: [{ by: 'editor', fields: ['phones'], version: version + 1 }]
		});
		// What was typed waits for its author and for nobody else.
		const kept = (person: Person) =>
			lite().ask('conflicts?select=listing', 'GET', undefined, {
				authorization: `Bearer ${token(person, secrets.jwtSecret)}`
			});
		expect((await kept('coordinator')).text).toContain('+37163322518');
		expect((await kept('editor')).text).toBe('[]');
		const whatWaits = (person: Person) =>
			call(person, 'pending_conflict', { subject: 'organisation', id: rows.kurzeme });
		expect(await whatWaits('coordinator')).toMatchObject({
			status: 'stale',
			version: version + 1,
			base: { phones: [] },
			listing: { phones: ['+37163322517'] },
			mine: { phones: ['+37163322518'], email: 'otrs@example.org' }
		});
		expect(await whatWaits('editor')).toBeNull();
		expect(await save('coordinator', stale.version, { phones: ['+37163322518'] })).toMatchObject({
			status: 'saved'
		});
		expect((await kept('coordinator')).text).toBe('[]');
	});

	each(
		'ten saves of one version: one is saved, nine are shown it; all ten are in the end',
		async () => {
			const people: Person[] = ['administrator', 'coordinator', 'deputy', 'editor'];
			const { version } = await current();
			const names = Array.from({ length: 10 }, (_, at) => `Vārds ${at}`);
			const before = (await revisions()).length;

			const answers = await Promise.all(
				names.map((one, at) =>
					save(people[at % people.length] ?? 'editor', version, { former_names: [one] })
				)
			);
			expect(answers.filter(({ status }) => status === 'saved')).toHaveLength(1);
			expect(answers.filter(({ status }) => status === 'stale')).toHaveLength(9);

			// Each of the nine takes what is there and adds their own, as often as it takes.
			await Promise.all(
				answers.map(async (answer, at) => {
					let now = answer;
					while (now.status === 'stale') {
						const there = now.listing?.former_names as string[];
						now = await save(people[at % people.length] ?? 'editor', now.version, {
							former_names: [...there, names[at]]
						});
					}
					expect(now.status).toBe('saved');
				})
			);
			expect([...((await current()).listing.former_names as string[])].sort()).toEqual(names);

			const history = await revisions();
			expect(history).toHaveLength(before + 10);
			expect(history.map((one) => one.version)).toEqual(history.map((_, at) => at + 1));
			for (const one of history.slice(before)) {
				expect(one.fields).toEqual(['former_names']);
				expect(Object.values(cast)).toContain(one.person_id);
			}
			expect(history.at(-1)?.listing).toEqual((await current()).listing);
		}
	);

	each('ten listings of one name made at once have ten addresses', async () => {
		const answers = await Promise.all(
			Array.from({ length: 10 }, () =>
				save('coordinator', null, {
					kind: 'partner',
					name: { lv: 'Vienā laikā' },
					latitude: 56.9677,
					longitude: 21.9617
				})
			)
		);
		expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'saved'));
		// One that was never published gives its address up to the next of its name.
		const addresses = await lite().store.asOwner((sql) =>
			sql.query<{ slug: string }>('select slug from public.organisations where id = any($1)', [
				answers.map(({ id }) => id)
			])
		);
		expect(new Set(addresses.map(({ slug }) => slug)).size).toBe(10);
		expect(addresses.filter(({ slug }) => slug === answers[0]?.slug)).toHaveLength(1);
	});

	each('a form sent ten times at once is saved once and answered ten times the same', async () => {
		const { version } = await current();
		const again = { attempt: attempt() };
		const answers = await Promise.all(
			Array.from({ length: 10 }, () =>
				save('deputy', version, { email: 'reiz@example.org' }, again)
			)
		);
		expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
		expect(answers[0]).toMatchObject({ status: 'saved', version: version + 1 });
		// Another person's form may carry the same number.
		expect(await save('editor', version + 1, { email: 'cits@example.org' }, again)).toMatchObject({
			status: 'saved',
			version: version + 2
		});
	});

	each('a refused attempt may be tried again under its number', async () => {
		const { version } = await current();
		const again = { attempt: attempt() };
		expect(await save('editor', version, { email: 'nav adrese' }, again)).toMatchObject({
			status: 'invalid'
		});
		expect(await save('editor', version, { email: 'ir@example.org' }, again)).toMatchObject({
			status: 'saved'
		});
	});

	each('two goes over the same listings in opposite order both end', async () => {
		const go = (ids: string[], publication: string) =>
			call('administrator', 'set_publication', {
				subject: 'organisation',
				ids,
				publication,
				publish_at: null,
				attempt: attempt()
			});
		const pair = [rows.kurzemeDraft, rows.zemgaleDraft];
		const answers = await Promise.all([
			go(pair, 'archived'),
			go([...pair].reverse(), 'draft'),
			go(pair, 'archived'),
			go([...pair].reverse(), 'draft')
		]);
		expect(answers.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
	});
});
