// What somebody who means ill would try against the data interface, with good tokens of the wrong
// person and with bad ones, each under its name. Every one is refused, tells nothing, and leaves
// the whole database as it was. Attacks on pages and uploads are in tests/attacks.spec.ts.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { databases } from './databases.ts';
import { fingerprint } from './fingerprint.ts';
import {
	attempt,
	cast,
	jelgava,
	kuldiga,
	makePeople,
	rows,
	secretMark,
	token,
	type Person
} from './people.ts';
import { secrets, serveLiteOn, type ServedLite } from './served.ts';

interface Attack {
	name: string;
	/** Whose token is shown; null: none. */
	as: Person | null;
	/** Another token than the person's good one. */
	token?: () => string;
	path: string;
	method?: string;
	body?: object;
	headers?: Record<string, string>;
}

const rpc = (name: string, as: Person | null, fn: string, body: object): Attack => ({
	name,
	as,
	path: `rpc/${fn}`,
	method: 'POST',
	body
});
const write = (
	name: string,
	as: Person | null,
	method: string,
	path: string,
	body?: object
): Attack => ({
	name,
	as,
	method,
	path,
	...(body ? { body } : {})
});
const read = (name: string, as: Person | null, path: string): Attack => ({ name, as, path });

const saving = (id: string | null, listing: object, act: object = {}, version = 1) => ({
	id,
	read_version: version,
	attempt: attempt(),
	listing,
	act
});
const planning = (id: string | null, listing: object, version = 1) => ({
	...saving(id, listing, {}, version),
	dates: null
});
const once = {
	kind: 'seminar',
	title: { lv: 'Seminārs' },
	starts_local: '2027-05-01T10:00:00',
	ends_local: '2027-05-01T12:00:00'
};
const onceDates = {
	known_until: null,
	dates: [{ starts: '2027-05-01T10:00:00', ends: '2027-05-01T12:00:00' }]
};
const bulk = (subject: string, ids: string[], publication: string) => ({
	subject,
	ids,
	publication,
	publish_at: null,
	attempt: attempt()
});
/** A save with a token that is not what it says. */
const withToken = (name: string, make: () => string): Attack => ({
	...rpc(
		name,
		'administrator',
		'save_organisation',
		saving(rows.kurzeme, { email: 'x@example.org' })
	),
	token: make
});
const past = Math.floor(Date.now() / 1000) - 3600;

/** An administrator's, and memberships to aim at. */
const openInvitation = '50000000-0000-4000-8000-000000000001';
const coordinatorsMembership = '50000000-0000-4000-8000-000000000002';
const administratorsMembership = '50000000-0000-4000-8000-000000000003';

const attacks: Attack[] = [
	// Another region's rows.
	rpc(
		'another region’s organisation by its id',
		'coordinator',
		'save_organisation',
		saving(rows.zemgale, { email: 'x@example.org' })
	),
	rpc(
		'another region’s draft by its id',
		'coordinator',
		'save_organisation',
		saving(rows.zemgaleDraft, { name: { lv: 'Mans' } })
	),
	rpc(
		'another region’s event by its id',
		'coordinator',
		'save_event',
		planning(rows.zemgaleEvent, { title: { lv: 'Mans' } })
	),
	rpc('another region’s date cancelled', 'coordinator', 'change_date', {
		event: rows.zemgaleEvent,
		read_version: 1,
		attempt: attempt(),
		original_local: '2027-03-09T10:00:00',
		change: { status: 'cancelled' }
	}),
	rpc('another region’s series split', 'coordinator', 'split_series', {
		event: rows.zemgaleEvent,
		read_version: 1,
		attempt: attempt(),
		from_local: '2027-03-09T10:00:00',
		ended: {},
		following: {}
	}),
	write(
		'another region’s row by PATCH',
		'coordinator',
		'PATCH',
		`organisations?id=eq.${rows.zemgale}`,
		{ name: { lv: 'Mans' } }
	),
	write('another region’s row by upsert', 'coordinator', 'POST', 'organisations?on_conflict=id', {
		id: rows.zemgale,
		slug: 'zemgale-own',
		kind: 'partner',
		name: { lv: 'Mans' }
	}),
	write(
		'one’s own row by PATCH, past versions and history',
		'coordinator',
		'PATCH',
		`organisations?id=eq.${rows.kurzeme}`,
		{ name: { lv: 'Mans' } }
	),
	rpc(
		'another region’s organisation pulled over by moving its pin',
		'coordinator',
		'save_organisation',
		saving(rows.zemgale, { ...kuldiga, pin_by_hand: true })
	),
	rpc(
		'one’s own organisation pushed into another region by its pin',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { ...jelgava, pin_by_hand: true })
	),
	rpc(
		'one’s own organisation pushed away by its municipality',
		'coordinator',
		'save_organisation',
		saving(rows.kurzemeDraft, { latitude: null, longitude: null, municipality_id: 'jelgava' })
	),
	rpc(
		'a new organisation in another region',
		'coordinator',
		'save_organisation',
		saving(null, { kind: 'partner', name: { lv: 'Jauna' }, ...jelgava })
	),
	rpc('an event in another region held by another’s organisation', 'coordinator', 'save_event', {
		...planning(null, { ...once, ...jelgava, organisers: [{ organisation_id: rows.zemgale }] }),
		dates: onceDates
	}),
	rpc(
		'another’s event taken over by making oneself its organiser',
		'coordinator',
		'save_event',
		planning(rows.zemgaleEvent, { organisers: [{ organisation_id: rows.kurzeme }] })
	),
	rpc(
		'a hidden organisation named as an organiser',
		'neighbour',
		'save_event',
		planning(rows.zemgaleEvent, {
			organisers: [{ organisation_id: rows.zemgale }, { organisation_id: rows.kurzemeDraft }]
		})
	),
	rpc(
		'a hidden organisation taken as a venue, to learn its address',
		'neighbour',
		'save_event',
		planning(rows.zemgaleEvent, { venue_organisation_id: rows.kurzemeDraft })
	),
	rpc(
		'a new organisation by an editor',
		'editor',
		'save_organisation',
		saving(null, { kind: 'partner', name: { lv: 'Jauna' }, ...kuldiga })
	),
	rpc(
		'another organisation of the same region by an editor',
		'editor',
		'save_organisation',
		saving(rows.kurzemeDraft, { name: { lv: 'Mans' } })
	),
	rpc(
		'an event of another organisation by an editor',
		'editor',
		'save_event',
		planning(rows.kurzemeEventDraft, { title: { lv: 'Mans' } })
	),
	rpc('confirming what is another’s', 'editor', 'confirm_listing', {
		id: rows.zemgale,
		attempt: attempt()
	}),

	// Many at once.
	rpc(
		'mass removal of another region',
		'coordinator',
		'set_publication',
		bulk('organisation', [rows.zemgale, rows.zemgaleDraft], 'removed')
	),
	rpc(
		'mass publishing of another’s drafts',
		'editor',
		'set_publication',
		bulk('event', [rows.kurzemeEventDraft, rows.zemgaleEventDraft], 'published')
	),
	rpc('topics on another region’s listings', 'coordinator', 'set_topics', {
		subject: 'event',
		ids: [rows.zemgaleEvent],
		add: ['project-funding'],
		remove: ['training'],
		attempt: attempt()
	}),
	rpc('undoing what another did', 'coordinator', 'undo_operation', {
		operation: '40000000-0000-4000-8000-000000000001',
		attempt: attempt()
	}),
	write('every row at once by PATCH', 'administrator', 'PATCH', 'organisations?id=not.is.null', {
		name: { lv: 'Mans' }
	}),
	write('every row at once by DELETE', 'administrator', 'DELETE', 'events?id=not.is.null'),
	rpc(
		'a list of a million ids',
		'coordinator',
		'set_publication',
		bulk(
			'organisation',
			Array.from({ length: 2000 }, () => attempt()),
			'removed'
		)
	),

	// Forged fields.
	rpc(
		'a forged author',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { person_id: cast.administrator, email: 'x@example.org' })
	),
	rpc(
		'a changed key',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { id: rows.zemgale })
	),
	rpc(
		'a region named instead of a pin',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { region_id: 'zemgale' })
	),
	rpc(
		'a confirmation slipped into a save',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { confirmed_on: '2027-01-01' })
	),
	rpc(
		'a publication slipped into a save',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { publication: 'removed' })
	),
	rpc(
		'a forged version',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { version: 99 })
	),
	rpc(
		'a stale version',
		'coordinator',
		'save_organisation',
		saving(rows.zemgale, { email: 'x@example.org' }, {}, 99)
	),
	rpc(
		'a state that is none',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, {}, { publication: 'removed' })
	),
	rpc(
		'a javascript: link as a website',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { website: 'javascript:alert(1)' })
	),
	rpc(
		'a data: link among social links',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { social_links: ['data:text/html,<script>alert(1)</script>'] })
	),
	rpc(
		'a javascript: link as a paper of an event',
		'coordinator',
		'save_event',
		planning(rows.kurzemeEvent, { documents: [{ title: { lv: 'x' }, url: 'javascript:alert(1)' }] })
	),
	rpc(
		'a javascript: join link',
		'coordinator',
		'save_event',
		planning(rows.kurzemeEvent, { join_link: { url: 'javascript:alert(1)', visible_minutes: 60 } })
	),
	rpc(
		'a picture of another server',
		'coordinator',
		'save_event',
		planning(rows.kurzemeEvent, {
			image_path: '//example.org/x.png',
			image_width: 1,
			image_height: 1,
			image_alt: { lv: 'x' }
		})
	),
	rpc(
		'a picture outside the folder of pictures',
		'coordinator',
		'save_event',
		planning(rows.kurzemeEvent, {
			image_path: '/../secrets.png',
			image_width: 1,
			image_height: 1,
			image_alt: { lv: 'x' }
		})
	),
	rpc(
		'a name of a million letters',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { name: { lv: 'x'.repeat(1_000_000) } })
	),
	rpc(
		'a pin on the moon',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { latitude: 1e9, longitude: -1e9 })
	),
	rpc(
		'a contact shown without consent',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { contact_persons: [{ name: 'x', purpose: 'x', shown: true }] })
	),
	rpc(
		'numbers where texts belong',
		'coordinator',
		'save_organisation',
		saving(rows.kurzeme, { phones: { 0: 1 }, name: {} })
	),
	rpc('a hundred thousand dates', 'coordinator', 'save_event', {
		...planning(rows.kurzemeEvent, {}),
		dates: {
			known_until: null,
			dates: Array.from({ length: 1001 }, (_, day) => ({
				starts: `${2027 + Math.floor(day / 300)}-03-02T10:00:00`,
				ends: `${2027 + Math.floor(day / 300)}-03-02T12:00:00`
			}))
		}
	}),
	rpc('dates that do not follow from the event', 'coordinator', 'save_event', {
		...planning(rows.kurzemeEvent, { title: { en: 'x' } }),
		dates: {
			known_until: null,
			dates: [{ starts: '2026-01-01T10:00:00', ends: '2026-01-01T12:00:00' }]
		}
	}),

	// Values no form sends, each of which stopped pages, feeds or the whole database before it was
	// refused.
	...Object.entries({
		'a hundred thousand languages': { languages: Array.from({ length: 100_000 }, () => 'lv') },
		'a former name of a megabyte': { former_names: ['x'.repeat(990_000)] },
		'lists within lists': { phones: [['+37163027549'], ['+37163027549']] },
		'three thousand lists within each other': {
			former_names: JSON.parse('['.repeat(3000) + ']'.repeat(3000)) as unknown
		},
		'a website with another host’s name before it': { website: 'https://kvalb.lv@evil.example/' },
		'a website no browser can read': { website: 'https://[' },
		'an address that writes to two': { email: 'x@y?bcc=evil%40evil.example' },
		'a name that turns its letters around': { name: { lv: '\u202eAB' } },
		'a name no feed can hold': { name: { lv: 'A\u0001\uffff' } },
		'a pin that is no number': { latitude: 'NaN', longitude: 'NaN', pin_by_hand: true },
		'a pin at infinity': { latitude: 'Infinity', longitude: '-Infinity', pin_by_hand: true },
		'consent given in a thousand years': {
			contact_persons: [{ name: 'x', purpose: 'x', consent_on: '3026-01-01', shown: true }]
		},
		'consent given at infinity': {
			contact_persons: [{ name: 'x', purpose: 'x', consent_on: 'infinity', shown: true }]
		},
		'topics that are none': { topics: { training: 1 } },
		'persons that are none': { contact_persons: ['x', 1, null] }
	}).map(([name, listing]) =>
		rpc(name, 'editor', 'save_organisation', saving(rows.kurzeme, listing))
	),
	rpc('a list instead of a listing', 'editor', 'save_organisation', saving(rows.kurzeme, [1, 2])),
	rpc(
		'a listing published at infinity',
		'coordinator',
		'save_organisation',
		saving(rows.kurzemeDraft, {}, { publication: 'draft', publish_at: 'infinity' })
	),
	rpc('many listings published at infinity', 'coordinator', 'set_publication', {
		...bulk('organisation', [rows.kurzemeDraft], 'draft'),
		publish_at: 'infinity'
	}),
	...Object.entries({
		'an event without end': [{ ends_local: 'infinity' }, { ends: 'infinity' }],
		'an event before all time': [{ starts_local: '-infinity' }, { starts: '-infinity' }],
		'an event in the year 20000': [
			{ starts_local: '20000-03-02T10:00:00', ends_local: '20000-03-02T12:00:00' },
			{ starts: '20000-03-02T10:00:00', ends: '20000-03-02T12:00:00' }
		],
		'a zone only PostgreSQL knows': [{ time_zone: 'Kurzeme/Kuldiga3' }],
		'a rule for every second': [{ recurrence: 'FREQ=SECONDLY;COUNT=1' }],
		'a line of its own in calendars': [
			{ recurrence: 'FREQ=DAILY;COUNT=1\r\nATTENDEE:mailto:x@y.zz' }
		],
		'a deadline at infinity': [{ registration_deadline: 'infinity' }],
		'an organiser that is a number': [{ organisers: [1] }],
		'forty thousand organisers': [
			{ organisers: Array.from({ length: 40_000 }, () => ({ name: 'x' })) }
		]
	}).map(([name, [change, date]]) =>
		rpc(name, 'editor', 'save_event', {
			...planning(rows.kurzemeEvent, {
				recurrence: null,
				starts_local: '2027-03-02T10:00:00',
				ends_local: '2027-03-02T12:00:00',
				...change
			}),
			dates: {
				known_until: null,
				dates: [{ starts: '2027-03-02T10:00:00', ends: '2027-03-02T12:00:00', ...date }]
			}
		})
	),
	...Object.entries({
		'a date without end': { starts: '2027-03-09T10:00:00', ends: 'infinity' },
		'a date held nowhere': { location: 'SRID=4326;POINT EMPTY' },
		'a date held at what is no place': { location: 'nowhere' },
		'a date that is a list': [1]
	}).map(([name, change]) =>
		rpc(name, 'editor', 'change_date', {
			event: rows.kurzemeEvent,
			read_version: 1,
			attempt: attempt(),
			original_local: '2027-03-09T10:00:00',
			change
		})
	),
	rpc('the date of another event given as one’s own', 'coordinator', 'change_date', {
		event: rows.kurzemeEvent,
		read_version: 1,
		attempt: attempt(),
		original_local: 'infinity',
		change: { status: 'cancelled' }
	}),

	rpc('half of a series handed to another’s organisation', 'editor', 'split_series', {
		event: rows.kurzemeEvent,
		read_version: 1,
		attempt: attempt(),
		from_local: '2027-03-09T10:00:00',
		ended: {
			listing: { recurrence: 'FREQ=WEEKLY;COUNT=1' },
			dates: {
				known_until: null,
				dates: [{ starts: '2027-03-02T10:00:00', ends: '2027-03-02T12:00:00' }]
			}
		},
		following: {
			listing: {
				starts_local: '2027-03-09T10:00:00',
				ends_local: '2027-03-09T12:00:00',
				recurrence: 'FREQ=WEEKLY;COUNT=1',
				organisers: [{ organisation_id: rows.zemgale }]
			},
			dates: {
				known_until: null,
				dates: [{ starts: '2027-03-09T10:00:00', ends: '2027-03-09T12:00:00' }]
			}
		}
	}),
	rpc('a restored date whose place is more than a point', 'editor', 'save_event', {
		...planning(rows.kurzemeEvent, {
			differences: [{ original: '2027-03-09T10:00:00', latitude: '0)); drop', longitude: '1' }]
		}),
		act: { action: 'restore', of: 1 }
	}),

	// Rights and records.
	write('a membership given to oneself', 'former', 'POST', 'memberships', {
		person_id: cast.former,
		role: 'administrator'
	}),
	write(
		'one’s own membership raised',
		'editor',
		'PATCH',
		`memberships?person_id=eq.${cast.editor}`,
		{ role: 'administrator', organisation_id: null }
	),
	write(
		'an administrator removed',
		'coordinator',
		'DELETE',
		`memberships?person_id=eq.${cast.administrator}`
	),
	write('another’s name changed', 'administrator', 'PATCH', `people?id=eq.${cast.editor}`, {
		name: 'x'
	}),
	write('the audit rewritten by an administrator', 'administrator', 'PATCH', 'audit?id=gt.0', {
		person_name: 'x'
	}),
	write('the audit emptied by an administrator', 'administrator', 'DELETE', 'audit?id=gt.0'),
	write('a line put into the audit', 'administrator', 'POST', 'audit', {
		action: 'save',
		subject: 'organisation'
	}),
	write('history rewritten', 'administrator', 'PATCH', 'revisions?id=gt.0', {
		person_id: cast.former
	}),
	write('history emptied', 'coordinator', 'DELETE', 'revisions?id=gt.0'),
	write(
		'another’s conflict thrown away',
		'coordinator',
		'DELETE',
		`conflicts?person_id=eq.${cast.neighbour}`
	),

	rpc(
		'the clock called by a person, to write their name under what it does',
		'coordinator',
		'run_jobs',
		{}
	),
	rpc('lines in the audit by who is none any more', 'former', 'note_password', {}),
	rpc('a name that turns its letters around, in every history', 'editor', 'save_me', {
		name: '\u202eAB',
		language: 'lv'
	}),
	rpc('an invitation by a coordinator', 'coordinator', 'invite', {
		invitation: { email: 'x@example.org', name: 'x', language: 'lv', role: 'administrator' }
	}),
	rpc('an invitation to edit an organisation of another region', 'coordinator', 'invite', {
		invitation: {
			email: 'x@example.org',
			name: 'x',
			language: 'lv',
			role: 'editor',
			organisation: rows.zemgale
		}
	}),
	rpc('an invitation by an editor', 'editor', 'invite', {
		invitation: {
			email: 'x@example.org',
			name: 'x',
			language: 'lv',
			role: 'editor',
			organisation: rows.kurzeme
		}
	}),
	rpc('an administrator’s invitation renewed by a coordinator', 'coordinator', 'renew_invitation', {
		invitation: openInvitation
	}),
	rpc('an administrator’s invitation withdrawn', 'coordinator', 'withdraw_invitation', {
		invitation: openInvitation
	}),
	rpc('one’s own rights raised', 'coordinator', 'change_membership', {
		membership: coordinatorsMembership,
		becomes: { role: 'administrator' }
	}),
	rpc('a coordinator removed by the deputy', 'deputy', 'end_membership', {
		membership: coordinatorsMembership
	}),
	rpc('the last administrator made an editor', 'administrator', 'change_membership', {
		membership: administratorsMembership,
		becomes: { role: 'editor', organisation: rows.kurzeme }
	}),
	rpc('a new address taken with another’s secret', 'coordinator', 'take_new_address', {
		hash: 'e'.repeat(64)
	}),
	rpc(
		'the secret of one’s own new address, which only its mail may tell',
		'editor',
		'new_address_secret',
		{
			person: cast.editor
		}
	),
	rpc('an invitation accepted with another’s account', 'former', 'accept_invitation', {
		hash: 'f'.repeat(64)
	}),
	rpc('the last administrator removed by a coordinator', 'coordinator', 'end_membership', {
		membership: cast.administrator
	}),
	rpc('another’s session ended', 'editor', 'end_session', { session: cast.administrator }),
	rpc('the first administrator made by a person', 'former', 'make_first_administrator', {
		hash: 'a'.repeat(64),
		person: cast.former,
		name: 'x',
		language: 'lv'
	}),
	read('a function that writes, by GET', 'editor', 'rpc/save_me?name=x&language=lv'),

	// Reading.
	read('hashes of invitations', 'administrator', 'invitations?select=token_hash'),
	read(
		'hashes of invitations by a pattern',
		'administrator',
		'invitations?select=id&token_hash=like.f*'
	),
	read(
		'hashes of invitations by their order',
		'administrator',
		'invitations?select=id&order=token_hash'
	),
	read('who uploaded a picture', 'coordinator', 'pictures?select=id&uploaded_by=not.is.null'),
	read(
		'contacts of persons by embedding',
		null,
		'organisations?select=name,contact_persons(name,purpose)&contact_persons=not.is.null'
	),
	read(
		'memberships by way of people',
		'coordinator',
		'people?select=name,memberships!memberships_person_id_fkey(granted_by,role)&memberships.role=eq.administrator'
	),
	read('numbers of hidden rows', null, 'organisations?select=count()'),
	read('SQL in a cast', 'coordinator', 'organisations?select=id::text)%20from%20auth.users--'),
	read('SQL in an alias', 'coordinator', 'organisations?select=%22x%22%22,(select%201)%22:id'),
	read('SQL in a path of JSON', 'coordinator', "revisions?select=v:listing-%3E%3Ea'b"),
	read('SQL in an order', 'coordinator', 'organisations?select=id&order=(select%201).asc'),
	read(
		'SQL in a disjunction',
		'coordinator',
		`organisations?select=id,summary&or=(slug.eq."a'%20or%20'1'='1")`
	),
	rpc('who has an account, by their language', 'coordinator', 'language_of', {
		address: 'administrator@example.org'
	}),
	rpc('persons of the history of another’s draft', 'coordinator', 'persons_in_history', {
		subject: 'organisation',
		id: rows.zemgaleDraft
	}),
	rpc('a person taken out of another’s history', 'coordinator', 'take_person_out', {
		subject: 'organisation',
		id: rows.zemgaleDraft,
		person: secretMark
	}),
	rpc('the versions of another’s draft', 'coordinator', 'listing_versions', {
		subject: 'organisation',
		id: rows.zemgaleDraft,
		versions: [1]
	}),
	rpc('a conflict kept about another’s draft', 'coordinator', 'pending_conflict', {
		subject: 'organisation',
		id: rows.zemgaleDraft
	}),
	rpc('another’s draft as the public would see it', 'coordinator', 'organisation_preview', {
		id: rows.zemgaleDraft
	}),
	rpc('another’s event as the public would see it', 'editor', 'event_preview', {
		wanted: rows.kurzemeEventDraft
	}),
	read('contacts of persons, as a visitor', null, 'contact_persons?select=name,email,purpose'),
	read(
		'contacts of persons of another region',
		'coordinator',
		`contact_persons?select=name,email,purpose&organisation_id=eq.${rows.zemgale}`
	),
	read(
		'drafts by filter',
		'coordinator',
		`organisations?id=eq.${rows.zemgaleDraft}&select=id,summary`
	),
	read(
		'drafts by a pattern in a hidden text',
		null,
		`organisations?summary->>lv=like.${secretMark}*&select=id,slug,summary`
	),
	read(
		'drafts by embedding from topics',
		'coordinator',
		`topics?select=id,organisation_topics(organisations!inner(id,summary))&organisation_topics.organisations.id=eq.${rows.zemgaleDraft}`
	),
	read(
		'drafts by embedding from events',
		'coordinator',
		`event_organisers?event_id=eq.${rows.zemgaleEventDraft}&select=organisations(summary),events(summary)`
	),
	read(
		'hidden texts by the order of published rows',
		null,
		'event_organisers?select=event_id,events(summary)&order=events(summary).desc&limit=1000'
	),
	read(
		'sources of drafts',
		'neighbour',
		`organisation_sources?organisation_id=eq.${rows.kurzemeDraft}&select=source`
	),
	read('join links as a visitor', null, 'event_join_links?select=url'),
	read(
		'join links of another region',
		'coordinator',
		`event_join_links?event_id=eq.${rows.zemgaleEvent}&select=url`
	),
	read(
		'the history of another region',
		'coordinator',
		`revisions?subject_id=eq.${rows.zemgaleDraft}&select=listing`
	),
	read('the audit as a coordinator', 'coordinator', 'audit?select=subject_name,detail'),
	read(
		'memberships of others',
		'coordinator',
		`memberships?person_id=eq.${cast.neighbour}&select=role,region_id`
	),
	read(
		'names of members, by who is none any more',
		'former',
		`people?id=eq.${cast.administrator}&select=name`
	),
	rpc('a draft through the form’s question', 'coordinator', 'listing', {
		subject: 'organisation',
		id: rows.zemgaleDraft
	}),
	rpc('an event through the form’s question', 'editor', 'listing', {
		subject: 'event',
		id: rows.kurzemeEventDraft
	}),

	// Private functions and schemas.
	rpc('a private function: writing a revision', 'administrator', 'note_revision', {
		noted_subject: 'organisation',
		wanted: rows.kurzeme,
		noted_action: 'save'
	}),
	rpc('a private function: writing without checks', 'administrator', 'write_organisation', {
		wanted: rows.kurzeme,
		read_version: 1,
		changed: {},
		act: {}
	}),
	rpc('a private function: a line in the audit', 'administrator', 'note_act', {
		action: 'x',
		subject: 'x',
		subject_id: null,
		subject_name: null,
		region_id: null
	}),
	{
		...rpc('a private function by its schema', 'administrator', 'save_occurrences', { saved: [] }),
		headers: { 'content-profile': 'internal' }
	},
	{
		...read('accounts by their schema', 'administrator', 'users?select=*'),
		headers: { 'accept-profile': 'auth' }
	},
	{
		...read('sessions by their schema', 'administrator', 'sessions?select=*'),
		headers: { 'accept-profile': 'auth' }
	},
	rpc('a function of the database itself', 'administrator', 'pg_read_file', {
		filename: '/etc/passwd'
	}),
	rpc('SQL in a name', 'coordinator', 'listing', {
		subject: "organisation'; drop table public.audit; --",
		id: rows.zemgale
	}),
	read(
		'SQL in a filter',
		'coordinator',
		`organisations?slug=eq.x');delete%20from%20public.audit;--&select=slug`
	),

	// Tokens.
	withToken('a token signed with another key', () => token('administrator', 'f'.repeat(64))),
	withToken('a token signed with the key of lite’s documentation', () =>
		token('administrator', 'super-secret-jwt-token-with-at-least-32-characters-long')
	),
	withToken('an unsigned token', () => token('administrator', '', {}, { alg: 'none', typ: 'JWT' })),
	withToken('a token whose claims were changed after signing', () => {
		const [header, , signature] = token('former', secrets.jwtSecret).split('.');
		return `${header}.${token('administrator', secrets.jwtSecret).split('.')[1]}.${signature}`;
	}),
	withToken('an expired token', () =>
		token('administrator', secrets.jwtSecret, { iat: past - 900, exp: past })
	),
	withToken('a token of a session that is over', () =>
		token('administrator', secrets.jwtSecret, {
			session_id: '50000000-0000-4000-8000-000000000001'
		})
	),
	withToken('a token with another’s session', () =>
		token('former', secrets.jwtSecret, { session_id: cast.administrator })
	),
	withToken('a token without a session', () =>
		token('administrator', secrets.jwtSecret, { session_id: undefined })
	),
	withToken('a session that is no uuid', () =>
		token('administrator', secrets.jwtSecret, { session_id: "' or true --" })
	),
	withToken('a role claimed in metadata', () =>
		token('former', secrets.jwtSecret, {
			app_metadata: { role: 'administrator' },
			user_role: 'administrator'
		})
	),
	withToken('the role of the service claimed by a person', () =>
		token('former', secrets.jwtSecret, { role: 'service_role' })
	),
	withToken('the owner’s role claimed', () =>
		token('former', secrets.jwtSecret, { role: 'postgres' })
	),
	withToken('no token but the visitor’s key', () => secrets.publishableKey),
	{
		...read('a key that is none', null, 'organisations?select=id'),
		headers: { apikey: 'sb_publishable_wrong' }
	}
];

describe.each(databases)('attacks on $name', ({ name, missing }) => {
	let lite: ServedLite;
	beforeAll(async () => {
		if (missing) return;
		vi.spyOn(console, 'error').mockImplementation(() => {});
		lite = await serveLiteOn(name, async (sql) => {
			await makePeople(sql);
			await sql.exec(`
				insert into public.revisions (subject, subject_id, version, person_id, action, publication, listing, operation)
				values ('organisation', '${rows.zemgaleDraft}', 1, '${cast.neighbour}', 'publish', 'draft',
					'{"summary": {"lv": "${secretMark}"}}', '40000000-0000-4000-8000-000000000001');
				insert into public.audit (person_name, action, subject, subject_name)
				values ('${secretMark}', 'save', 'organisation', '${secretMark}');
				insert into public.conflicts (person_id, subject, subject_id, read_version, listing)
				values ('${cast.neighbour}', 'organisation', '${rows.zemgale}', 1, '{}');
				insert into public.invitations (id, email, name, language, role, token_hash, expires_at)
				values ('${openInvitation}', 'invited@example.org', 'x', 'lv', 'administrator', repeat('f', 64),
					now() + interval '1 day');
				update public.memberships set id = '${coordinatorsMembership}' where person_id = '${cast.coordinator}';
				update public.memberships set id = '${administratorsMembership}' where person_id = '${cast.administrator}';
				insert into internal.address_changes (person_id, email, token_hash, expires_at)
				values ('${cast.editor}', 'new@example.org', repeat('e', 64), now() + interval '1 day');
				-- Due since a minute ago: whoever calls the clock now publishes it.
				update public.events set publish_at = now() - interval '1 minute' where id = '${rows.zemgaleEventDraft}'`);
		});
	});
	afterAll(async () => {
		vi.restoreAllMocks();
		await lite?.close();
	});
	const each = missing ? test.skip : test;

	const state = () =>
		lite.store.asOwner(async (sql) => (await sql.query<{ sum: string }>(fingerprint))[0]?.sum);
	const strike = (attack: Attack) => {
		const shown = attack.token?.() ?? (attack.as ? token(attack.as, secrets.jwtSecret) : null);
		return lite.ask(attack.path, attack.method, attack.body, {
			...(shown === null ? {} : { authorization: `Bearer ${shown}` }),
			...attack.headers
		});
	};

	/**
	 * What the database held after the attack before: adding it all up is what takes the time here.
	 */
	let before: string | undefined;
	each.for(attacks.map((attack) => [attack.name, attack] as const))('%s', async ([, attack]) => {
		before ??= await state();
		const { status, text } = await strike(attack);
		const after = await state();
		const unchanged = after === before;
		before = after;
		expect(unchanged, `${status} ${text.slice(0, 200)}`).toBe(true);
		if (!attack.token)
			expect(status, 'what a person can cause is no fault of the server').toBeLessThan(500);
		expect(text).not.toContain(secretMark);
		const answer: unknown = status < 300 && text ? JSON.parse(text) : null;
		const isEmpty = answer === null || (Array.isArray(answer) && answer.length === 0);
		if (attack.path.startsWith('rpc/') && status < 300 && !isEmpty) {
			expect(answer).toMatchObject({
				status: expect.stringMatching(/^(refused|outside|invalid|done|last-administrator)$/)
			});
			if (typeof answer === 'object' && answer !== null && 'done' in answer)
				expect(answer.done).toEqual([]);
		} else if (attack.method !== undefined && attack.method !== 'GET' && !isEmpty)
			expect(status).toBeGreaterThanOrEqual(400);
	});

	each('and the same doors open for whom they are meant', async () => {
		const good = await lite.ask(
			'rpc/save_organisation',
			'POST',
			saving(rows.kurzeme, { email: 'jauns@example.org' }),
			{ authorization: `Bearer ${token('coordinator', secrets.jwtSecret)}` }
		);
		expect(JSON.parse(good.text)).toMatchObject({ status: 'saved', version: 2 });
		for (const path of [
			`contact_persons?select=purpose&organisation_id=eq.${rows.kurzeme}`,
			`organisations?select=summary&id=eq.${rows.kurzemeDraft}`,
			`event_join_links?select=url&event_id=eq.${rows.kurzemeEvent}`
		]) {
			const { text } = await lite.ask(path, 'GET', undefined, {
				authorization: `Bearer ${token('coordinator', secrets.jwtSecret)}`
			});
			expect(text, path).toContain(secretMark);
		}
		expect(attacks.length).toBeGreaterThanOrEqual(40);
	});
});
