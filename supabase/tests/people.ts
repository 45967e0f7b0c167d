// The people of the tests about rights: one of each kind, with a living session, listings of their
// own and of others', and tokens for them, good ones and such as somebody who means ill would make.
import { createHmac } from 'node:crypto';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';

export const cast = {
	administrator: '10000000-0000-4000-8000-000000000001',
	/** Coordinates Kurzeme. */
	coordinator: '10000000-0000-4000-8000-000000000002',
	/** Stands in for the coordinator of Kurzeme. */
	deputy: '10000000-0000-4000-8000-000000000003',
	/** Coordinates Zemgale. */
	neighbour: '10000000-0000-4000-8000-000000000004',
	/** Keeps one organisation in Kurzeme. */
	editor: '10000000-0000-4000-8000-000000000005',
	/** Has an account and a session, and no membership any more. */
	former: '10000000-0000-4000-8000-000000000006'
} as const;
export type Person = keyof typeof cast;
export const persons = Object.keys(cast) as Person[];

/** Stands in texts that only some may read; nowhere else. */
export const secretMark = 'qzxsecret';

/** In Kurzeme (Kuldīga) and in Zemgale (Jelgava), WGS84 degrees. */
export const kuldiga = { latitude: 56.9677, longitude: 21.9617 };
export const jelgava = { latitude: 56.65, longitude: 23.7128 };

export const rows = {
	/** Published, kept by the editor. */
	kurzeme: '20000000-0000-4000-8000-000000000001',
	kurzemeDraft: '20000000-0000-4000-8000-000000000002',
	zemgale: '20000000-0000-4000-8000-000000000003',
	zemgaleDraft: '20000000-0000-4000-8000-000000000004',
	kurzemeEvent: '30000000-0000-4000-8000-000000000001',
	kurzemeEventDraft: '30000000-0000-4000-8000-000000000002',
	zemgaleEvent: '30000000-0000-4000-8000-000000000003',
	zemgaleEventDraft: '30000000-0000-4000-8000-000000000004'
} as const;

/** A uuid nobody has used before, for one attempt to save. */
export const attempt = () => crypto.randomUUID();

const organisation = (id: string, slug: string, point: typeof jelgava, draft: boolean) => `
	insert into public.organisations (id, slug, kind, name, summary, location, publication)
	values ('${id}', '${slug}', 'partner', '{"lv": "Organizācija ${slug}"}', '{"lv": "${draft ? secretMark : 'Palīdz.'}"}',
		'SRID=4326;POINT(${point.longitude} ${point.latitude})', '${draft ? 'draft' : 'published'}');
	insert into public.organisation_topics values ('${id}', 'training');
	insert into public.organisation_sources values ('${id}', 'phones', 'https://example.org/${draft ? secretMark : slug}', 'read');
	insert into public.contact_persons (organisation_id, position, name, email, purpose)
		values ('${id}', 1, '${secretMark}', '${secretMark}@example.org', '${secretMark}');`;

const event = (
	id: string,
	slug: string,
	organiser: string,
	point: typeof jelgava,
	draft: boolean
) => `
	insert into public.events (id, slug, kind, title, summary, starts_local, ends_local, location, publication, recurrence)
	values ('${id}', '${slug}', 'seminar', '{"lv": "Seminārs ${slug}"}', '{"lv": "${draft ? secretMark : 'Par pārvaldību.'}"}',
		'2027-03-02T10:00', '2027-03-02T12:00', 'SRID=4326;POINT(${point.longitude} ${point.latitude})',
		'${draft ? 'draft' : 'published'}', 'FREQ=WEEKLY;COUNT=2');
	insert into public.event_organisers (event_id, position, organisation_id) values ('${id}', 1, '${organiser}');
	insert into public.event_topics values ('${id}', 'training');
	insert into public.event_join_links values ('${id}', 'https://example.org/${secretMark}');
	select internal.save_occurrences('[{"event": "${id}", "known_until": null, "dates": [
		{"starts": "2027-03-02T10:00:00", "ends": "2027-03-02T12:00:00"},
		{"starts": "2027-03-09T10:00:00", "ends": "2027-03-09T12:00:00"}]}]');`;

/** Makes the people and the listings, as the owner. */
export async function makePeople(sql: SqlExecutor): Promise<void> {
	const all = persons
		.map(
			(person) => `
	insert into auth.users (id, email) values ('${cast[person]}', '${person}@example.org');
	insert into auth.sessions (id, user_id) values ('${cast[person]}', '${cast[person]}');
	insert into public.people (id, name, language) values ('${cast[person]}', '${person}', 'lv');`
		)
		.join('');
	await sql.exec(`${all}
	${organisation(rows.kurzeme, 'kurzeme-own', kuldiga, false)}
	${organisation(rows.kurzemeDraft, 'kurzeme-draft', kuldiga, true)}
	${organisation(rows.zemgale, 'zemgale-own', jelgava, false)}
	${organisation(rows.zemgaleDraft, 'zemgale-draft', jelgava, true)}
	${event(rows.kurzemeEvent, 'kurzeme-event', rows.kurzeme, kuldiga, false)}
	${event(rows.kurzemeEventDraft, 'kurzeme-event-draft', rows.kurzemeDraft, kuldiga, true)}
	${event(rows.zemgaleEvent, 'zemgale-event', rows.zemgale, jelgava, false)}
	${event(rows.zemgaleEventDraft, 'zemgale-event-draft', rows.zemgaleDraft, jelgava, true)}
	insert into public.memberships (person_id, role, region_id, organisation_id, deputy) values
		('${cast.administrator}', 'administrator', null, null, false),
		('${cast.coordinator}', 'coordinator', 'kurzeme', null, false),
		('${cast.deputy}', 'coordinator', 'kurzeme', null, true),
		('${cast.neighbour}', 'coordinator', 'zemgale', null, false),
		('${cast.editor}', 'editor', null, '${rows.kurzeme}', false)`);
}

/** Runs one statement as a person and keeps what it did, unless it was refused. */
export async function asPerson(
	sql: SqlExecutor,
	person: Person,
	text: string,
	params: unknown[] = []
): Promise<Record<string, unknown>[]> {
	const id = cast[person];
	const claims = JSON.stringify({ sub: id, session_id: id, role: 'authenticated' });
	await sql.exec('begin');
	try {
		await sql.query(
			"select set_config('request.jwt.claims', $1, true), set_config('request.jwt.claim.sub', $2, true)",
			[claims, id]
		);
		await sql.exec('set local role authenticated');
		const found = await sql.query<Record<string, unknown>>(text, params);
		await sql.exec('commit');
		return found;
	} catch (error) {
		await sql.exec('rollback');
		throw error;
	}
}

/**
 * Calls a function of `public` as a person, its arguments by name, and answers what it answered.
 */
export async function call(
	sql: SqlExecutor,
	person: Person,
	name: string,
	given: Record<string, unknown>
): Promise<Record<string, unknown> | null> {
	const names = Object.keys(given);
	const asArgument = (value: unknown, at: number) => {
		if (Array.isArray(value))
			return `array(select jsonb_array_elements_text($${at + 1}::text::jsonb))`;
		if (typeof value === 'object' && value !== null) return `$${at + 1}::text::jsonb`;
		return `$${at + 1}`;
	};
	const list = names.map((one, at) => {
		const written = asArgument(given[one], at);
		return `${one} => ${one === 'ids' ? `${written}::uuid[]` : written}`;
	});
	const [row] = await asPerson(
		sql,
		person,
		`select public.${name}(${list.join(', ')}) as answer`,
		names.map((one) =>
			typeof given[one] === 'object' && given[one] !== null
				? JSON.stringify(given[one])
				: given[one]
		)
	);
	return (row?.answer ?? null) as Record<string, unknown> | null;
}

interface Claims {
	sub?: string;
	session_id?: string;
	role?: string;
	exp?: number;
	iat?: number;
	aud?: string;
	[other: string]: unknown;
}

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * A token as the sign-in service makes them (HS256), with whatever claims and key the test wants.
 */
export function token(
	person: Person,
	secret: string,
	claims: Claims = {},
	header: Record<string, unknown> = { alg: 'HS256', typ: 'JWT' }
): string {
	const now = Math.floor(Date.now() / 1000);
	const body = {
		sub: cast[person],
		session_id: cast[person],
		role: 'authenticated',
		aud: 'authenticated',
		email: `${person}@example.org`,
		iat: now,
		exp: now + 900,
		...claims
	};
	const signed = `${part(header)}.${part(body)}`;
	if (header.alg === 'none') return `${signed}.`;
	return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
