// Decisions about what the public proposes, through the door the pages use, on both databases: two
// who decide at once make one decision and the other is told whose; a form sent again waits once;
// and what somebody who means ill tries with links, queue and decisions, each under its name.
import { beforeAll, describe, expect } from 'vitest';
import { databases } from './databases.ts';
import { fingerprint } from './fingerprint.ts';
import { attempt, cast, jelgava, kuldiga, rows, type Person } from './people.ts';
import { servePeople } from './served-people.ts';

interface Answer {
	status?: string;
	constraint?: string;
	decision?: { state: string; decidedBy: string } | null;
}

const form = (over: object = {}) => ({
	attempt: attempt(),
	subject: 'organisation',
	id: rows.kurzeme,
	readVersion: 1,
	proposed: { email: 'jauns@example.org', abbreviation: 'KO' },
	note: null,
	email: null,
	language: 'lv',
	network: null,
	...over
});
/** A proposal of a listing that is not there. */
const proposal = (over: object = {}) =>
	form({ id: null, readVersion: 0, proposed: { ...whole, ...kuldiga }, ...over });
const whole = { name: { lv: 'Jauna biedrība' }, kind: 'partner' };

/** What waits while attacks go on. */
const waiting = {
	here: '50000000-0000-4000-8000-000000000001',
	there: '50000000-0000-4000-8000-000000000002',
	newThere: '50000000-0000-4000-8000-000000000003',
	declinedHere: '50000000-0000-4000-8000-000000000004',
	acceptedThere: '50000000-0000-4000-8000-000000000005'
} as const;
/** Stands in what is another region’s, and nowhere else. */
const foreign = 'zqxforeign';
const senderSecret = 'b'.repeat(64);
const sender = 'sutitajs@example.org';

interface Attack {
	fn: string;
	as: Person | null;
	body?: { id?: unknown; read_version?: unknown; [given: string]: unknown };
}
/** Stands for the version of the listing at the time of the attack. */
const current = -1;
const accepting = (correction: string, id: string | null, more: object = {}) => ({
	id,
	read_version: id === null ? null : current,
	attempt: attempt(),
	listing: id === null ? { ...whole, ...kuldiga } : { abbreviation: 'ZZ' },
	act: { correction, publication: 'published' },
	...more
});
const declining = (id: unknown, reason: unknown = 'Nē.') => ({ id, outcome: 'declined', reason });
const guess = 'A'.repeat(43);

const attacks: Record<string, Attack> = {
	'a correction put in past the form and its limits': {
		fn: 'propose_correction',
		as: null,
		body: { given: form() }
	},
	'the same by somebody with an account': {
		fn: 'propose_correction',
		as: 'editor',
		body: { given: form() }
	},
	'the form of a listing at an old version, to read what stood there': {
		fn: 'correctable_listing',
		as: 'neighbour',
		body: { subject: 'organisation', slug: 'kurzeme-own', seen: 1 }
	},
	'the queue read by nobody': { fn: 'my_corrections', as: null, body: { size: 100 } },
	'the queue read by who decides about nothing': { fn: 'my_corrections', as: 'editor', body: {} },
	'the queue read by who is none any more': { fn: 'my_corrections', as: 'former', body: {} },
	'another region’s correction by its id': {
		fn: 'correction',
		as: 'coordinator',
		body: { id: waiting.there }
	},
	'another region’s proposal by its id': {
		fn: 'correction',
		as: 'coordinator',
		body: { id: waiting.newThere }
	},
	'another region’s correction declined': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: declining(waiting.there)
	},
	'another region’s correction accepted by saving its listing': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.there, rows.zemgale)
	},
	'another region’s correction accepted by saving a listing of one’s own': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.there, rows.kurzeme)
	},
	'another region’s proposal published in one’s own': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.newThere, null)
	},
	'another region’s decision taken back': {
		fn: 'take_back_correction',
		as: 'coordinator',
		body: { id: waiting.acceptedThere }
	},
	'another region’s answer marked as read': {
		fn: 'read_answer',
		as: 'coordinator',
		body: { correction: waiting.acceptedThere }
	},
	'a correction of one’s own organisation accepted by its editor': {
		fn: 'save_organisation',
		as: 'editor',
		body: accepting(waiting.here, rows.kurzeme)
	},
	'a decision by who is none any more': {
		fn: 'decide_correction',
		as: 'former',
		body: declining(waiting.here)
	},
	'a decision without a token': {
		fn: 'decide_correction',
		as: null,
		body: declining(waiting.here)
	},
	'a correction accepted as if it only said something': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: { id: waiting.here, outcome: 'accepted', reason: null }
	},
	'declined without a reason': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: declining(waiting.here, '   ')
	},
	'declined with a novel': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: declining(waiting.here, 'x'.repeat(1001))
	},
	'declined with letters that turn the mail around': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: declining(waiting.here, 'x\u202Ex')
	},
	'a state that is none': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: { id: waiting.here, outcome: 'removed', reason: 'x' }
	},
	'the whole queue declined with a wildcard': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: declining('%')
	},
	'a list of ids where one belongs': {
		fn: 'decide_correction',
		as: 'coordinator',
		body: declining([waiting.here, waiting.there])
	},
	'a declined one accepted after all, past its page': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.declinedHere, rows.kurzeme)
	},
	'a declined one declined once more, with another reason for its sender': {
		fn: 'decide_correction',
		as: 'deputy',
		body: declining(waiting.declinedHere, 'Cits iemesls.')
	},
	'a correction of an organisation accepted by an event': {
		fn: 'save_event',
		as: 'coordinator',
		body: { ...accepting(waiting.here, rows.kurzemeEvent), listing: { free: true }, dates: null }
	},
	'a correction accepted by a new listing': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.here, null)
	},
	'a correction accepted on a version that is not there': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.here, rows.kurzeme, { read_version: 99 })
	},
	'a correction that pulls its listing into another region': {
		fn: 'save_organisation',
		as: 'coordinator',
		body: accepting(waiting.here, rows.kurzeme, { listing: jelgava })
	},
	'the outcome by the secret of a sender’s link, past its page': {
		fn: 'correction_outcome',
		as: null,
		body: { hash: senderSecret }
	},
	'an answer in the sender’s name': {
		fn: 'answer_correction',
		as: 'neighbour',
		body: { hash: senderSecret, answer: 'x' }
	},
	'the sender told of an outcome by a person, with a link of their own': {
		fn: 'tell_correction',
		as: 'coordinator',
		body: {
			correction: waiting.declinedHere,
			mail: { id: attempt(), sealed: 'x' },
			hash: 'c'.repeat(64)
		}
	},
	'whom to tell, with their addresses': { fn: 'corrections_to_tell', as: 'administrator' },
	'reminders sent by hand, as often as one likes': {
		fn: 'remind_of_corrections',
		as: 'administrator'
	},
	'a confirmation with a guessed link': {
		fn: 'answer_still_true',
		as: null,
		body: { secret: guess, given: {} }
	},
	'a confirmation with a wildcard': {
		fn: 'answer_still_true',
		as: null,
		body: { secret: '%', given: {} }
	},
	'links to confirm made for oneself': {
		fn: 'ask_if_true',
		as: 'coordinator',
		body: {
			id: rows.kurzeme,
			step: 'ask',
			mail: { id: attempt(), sealed: 'x' },
			hashes: { right: 'c'.repeat(64), closed: 'd'.repeat(64) }
		}
	},
	'everybody doubted at once': { fn: 'age_listings', as: 'administrator' },
	'another region’s organisation marked as not to be asked': {
		fn: 'mark_still_true',
		as: 'coordinator',
		body: { id: rows.zemgale, mark: 'unwanted', given: true }
	},
	'how far another region’s listing is asked': {
		fn: 'still_true_state',
		as: 'coordinator',
		body: { id: rows.zemgaleDraft }
	},
	'mails stopped for everybody with a guessed link': {
		fn: 'stop_mails',
		as: null,
		body: { hash: 'f'.repeat(64), wanted: false }
	}
};

describe.each(databases)('decisions on $name', ({ name, missing }) => {
	const { each, lite, ask, ...served } = servePeople({ name, missing });
	const call = (person: Person, fn: string, body: object) => served.call<Answer>(person, fn, body);
	const owner = <Row extends object>(text: string, params: unknown[] = []) =>
		lite().store.asOwner((sql) => sql.query<Row>(text, params));
	const one = async <T>(expression: string, params: unknown[] = []) =>
		(await owner<{ value: T }>(`select ${expression} as value`, params))[0]!.value;
	/** As this server puts what it has looked at. */
	const send = (given: object) =>
		one<{ status: string }>('public.propose_correction($1::text::jsonb)', [JSON.stringify(given)]);
	const clear = () => owner('delete from internal.corrections');
	const waitingId = async (given: object = form()) => {
		await clear();
		expect(await send(given)).toEqual({ status: 'waiting' });
		return await one<string>('(select id from internal.corrections)');
	};
	const version = (id: string = rows.kurzeme, table = 'organisations') =>
		one<number>(`(select version from public.${table} where id = $1)`, [id]);
	const listings = () => one<number>('(select count(*)::integer from public.organisations)');
	const row = () =>
		one<{ state: string; decided_by: string | null }>(
			'(select to_jsonb(one) from internal.corrections as one)'
		);

	type Deed = (correction: string, read: number, round: number) => Promise<Answer>;
	const accept =
		(person: Person, field: 'abbreviation' | 'email'): Deed =>
		(correction, read, round) =>
			call(person, 'save_organisation', {
				id: rows.kurzeme,
				read_version: read,
				attempt: attempt(),
				listing: {
					[field]: `${person.slice(0, 3)}${round}${field === 'email' ? '@example.org' : ''}`
				},
				act: { correction }
			});
	const decline =
		(person: Person): Deed =>
		(correction) =>
			call(person, 'decide_correction', declining(correction));
	const publish =
		(person: Person): Deed =>
		(correction, _, round) =>
			call(person, 'save_organisation', {
				id: null,
				read_version: null,
				attempt: attempt(),
				listing: { ...whole, name: { lv: `Biedrība ${round} ${person}` }, ...kuldiga },
				act: { correction, publication: 'published' }
			});

	each.for<[string, object, Deed, Deed]>([
		['accept and decline', {}, accept('coordinator', 'email'), decline('deputy')],
		[
			'accept another part each',
			{},
			accept('deputy', 'email'),
			accept('coordinator', 'abbreviation')
		],
		['decline both', {}, decline('administrator'), decline('coordinator')],
		['publish a proposed one both', proposal(), publish('coordinator'), publish('deputy')],
		['publish and decline a proposed one', proposal(), publish('deputy'), decline('coordinator')]
	])('two who %s at once: one holds, the other is told whose', async ([, given, first, second]) => {
		for (let round = 0; round < 6; round += 1) {
			const id = await waitingId(form({ ...given, attempt: attempt() }));
			const [read, listed] = [await version(), await listings()];
			const marks = await one<number>(
				`(select count(*)::integer from public.audit where action in ('save', 'create', 'decide'))`
			);
			const deeds = [first(id, read, round), second(id, read, round)];
			const answers = await Promise.all(round % 2 ? deeds : deeds.reverse());
			const done = answers.filter(({ status }) => status === 'saved' || status === 'done');
			expect(done, JSON.stringify(answers)).toHaveLength(1);
			const late = answers.find((answer) => !done.includes(answer))!;
			const { state, decided_by } = await row();
			expect(late.status === 'decided' || late.constraint === 'correction_waits').toBe(true);
			const by = Object.entries(cast).find(([, person]) => person === decided_by)![0];
			expect(late.decision).toMatchObject({ state, decidedBy: by });
			expect(state).toBe(done[0]?.status === 'saved' ? 'accepted' : 'declined');
			// Done once: one version more or one listing more or neither, and one line of the audit.
			const saved = (await version()) - read + (await listings()) - listed;
			expect(saved).toBe(state === 'accepted' ? 1 : 0);
			expect(
				(await one<number>(
					`(select count(*)::integer from public.audit where action in ('save', 'create', 'decide'))`
				)) - marks
			).toBe(1);
		}
	});

	each('a double press accepts once, and says so both times', async () => {
		const id = await waitingId();
		const read = await version();
		const press = {
			id: rows.kurzeme,
			read_version: read,
			attempt: attempt(),
			listing: { abbreviation: 'DIV' },
			act: { correction: id }
		};
		const answers = await Promise.all(
			[1, 2, 3].map(() => call('deputy', 'save_organisation', press))
		);
		for (const { status } of answers) expect(status).toMatch(/^(saved|busy)$/);
		expect(await version()).toBe(read + 1);
		expect(await call('deputy', 'save_organisation', press)).toMatchObject({
			status: 'saved',
			version: read + 1
		});
	});

	each('two who take a decision back put back one version', async () => {
		const id = await waitingId();
		const read = await version();
		await accept('coordinator', 'abbreviation')(id, read, 9);
		const answers = await Promise.all(
			(['coordinator', 'administrator'] as const).map((person) =>
				call(person, 'take_back_correction', { id })
			)
		);
		expect(answers.map(({ status }) => status).sort()).toEqual(['done', 'waiting']);
		expect(await version()).toBe(read + 2);
		expect(await row()).toMatchObject({ state: 'waiting' });
	});

	each.for([
		['a correction', form],
		['a proposal', proposal],
		[
			'a proposed event',
			(over: object) =>
				proposal({ subject: 'event', proposed: { title: { lv: 'Lekcija' }, ...kuldiga }, ...over })
		]
	] as const)(
		'the form of %s sent again waits once, also after it was decided',
		async ([, make]) => {
			await clear();
			const sent = make({ attempt: attempt() });
			const answers = await Promise.all([1, 2, 3, 4].map(() => send(sent)));
			for (const answer of answers) expect(answer).toEqual({ status: 'waiting' });
			const id = await one<string>('(select id from internal.corrections)');
			expect(await decline('coordinator')(id, 0, 0)).toEqual({ status: 'done' });
			const stood = await row();
			// The sender is told what a person is told, and nothing waits again.
			expect(await send({ ...sent, note: 'Vēlreiz.' })).toEqual({ status: 'waiting' });
			expect(await row()).toEqual(stood);
		}
	);

	each.for([
		['organisation', rows.kurzeme, { email: 'a@example.org' }, { email: 'b@example.org' }],
		['event', rows.kurzemeEvent, { venue_name: 'A' }, { venue_name: 'B' }]
	] as const)(
		'accepted on an %s others have changed since, it is a conflict and still waits',
		async ([subject, id, theirs, mine]) => {
			const read = await version(id, `${subject}s`);
			const correction = await waitingId(form({ subject, id, readVersion: read, proposed: mine }));
			const save = (person: Person, listing: object, act: object) =>
				call(person, `save_${subject}`, {
					...{ id, read_version: read, attempt: attempt(), listing, act },
					...(subject === 'event' && { dates: null })
				});
			expect(await save('deputy', theirs, {})).toMatchObject({ status: 'saved' });
			expect(await save('coordinator', mine, { correction })).toMatchObject({
				status: 'stale',
				listing: theirs
			});
			expect(await row()).toMatchObject({ state: 'waiting', decided_by: null });
			expect(await version(id, `${subject}s`)).toBe(read + 1);
			expect(await call('coordinator', 'pending_conflict', { subject, id })).toMatchObject({
				mine
			});
			await ask('coordinator', 'drop_conflict', { subject, id });
		}
	);

	describe('attacks change and tell nothing', () => {
		beforeAll(async () => {
			if (missing) return;
			await clear();
			await owner(
				`insert into internal.corrections (id, attempt, subject, subject_id, read_version, proposed, note,
					region_id, sender_email, language, state, decided_at, decided_by, reason, answer, answered_at,
					answer_hash)
				select one.id::uuid, gen_random_uuid(), 'organisation', one.subject_id::uuid, one.read::integer,
					case when one.subject_id is null then '{"name": {"lv": "${foreign}"}}' else '{"abbreviation": "ZZ"}' end::jsonb,
					case when one.region = 'zemgale' then '${foreign}' end, one.region, '${sender}', 'lv', one.state,
					case when one.state <> 'waiting' then now() end,
					case when one.state <> 'waiting' then '${cast.administrator}'::uuid end,
					case when one.state = 'declined' then 'Nē.' end,
					case when one.state = 'accepted' then '${foreign}' end, case when one.state = 'accepted' then now() end,
					case when one.state = 'declined' then '${senderSecret}' end
				from (values
					('${waiting.here}', '${rows.kurzeme}', 1, 'kurzeme', 'waiting'),
					('${waiting.there}', '${rows.zemgale}', 1, 'zemgale', 'waiting'),
					('${waiting.newThere}', null, null, 'zemgale', 'waiting'),
					('${waiting.declinedHere}', '${rows.kurzeme}', 1, 'kurzeme', 'declined'),
					('${waiting.acceptedThere}', '${rows.zemgale}', 1, 'zemgale', 'accepted')
				) as one (id, subject_id, read, region, state)`
			);
		});

		const state = () => one<string>(`(${fingerprint})`);
		let before: string | undefined;
		each.for(Object.entries(attacks))('%s', async ([, { fn, as, body }]) => {
			before ??= await state();
			const { status, text } = await ask(as, fn, {
				...body,
				...(body &&
					'read_version' in body &&
					body.read_version === current && {
						read_version: await version(String(body.id), `${fn.slice('save_'.length)}s`)
					})
			});
			const after = await state();
			const unchanged = after === before;
			before = after;
			expect(unchanged, `${status} ${text.slice(0, 200)}`).toBe(true);
			expect(status, text).toBeLessThan(500);
			expect(text).not.toMatch(new RegExp(`${foreign}|${sender}`));
			const answer = status < 300 && text ? (JSON.parse(text) as Answer | boolean | null) : null;
			if (typeof answer === 'object' && answer !== null)
				expect(answer.status).toMatch(/^(refused|outside|invalid|decided|stale|unknown)$/);
			else expect(answer).not.toBe(true);
		});

		each(
			'and they are at least forty, while the same doors open for whom they are meant',
			async () => {
				expect(Object.keys(attacks).length).toBeGreaterThanOrEqual(40);
				const { text } = await ask('neighbour', 'my_corrections', {});
				expect(JSON.parse(text)).toMatchObject({ total: 2, answered: [{ answer: foreign }] });
				expect(text).not.toContain(sender);
				expect(await decline('neighbour')(waiting.there, 0, 0)).toEqual({ status: 'done' });
				expect(await decline('coordinator')(waiting.here, 0, 0)).toEqual({ status: 'done' });
			}
		);
	});
});
