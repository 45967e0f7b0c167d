// What the database must refuse and what it must take, one line a case; rules.test.ts tries each on
// both databases.

/** SQLSTATE check_violation. */
export const violated = '23514';

const organisation: Record<string, unknown> = {
	slug: 'rule-test',
	kind: 'partner',
	name: { lv: 'Noteikumu pārbaude' },
	former_names: [],
	phones: [],
	social_links: [],
	languages: [],
	accessibility: [],
	approximate: true,
	is_example: false,
	publication: 'draft',
	version: 1
};
const event: Record<string, unknown> = {
	slug: 'rule-test',
	kind: 'seminar',
	title: { lv: 'Noteikumu pārbaude' },
	attendance: 'on-site',
	approximate: true,
	languages: [],
	status: 'planned',
	accessibility: [],
	exceptions: [],
	time_zone: 'Europe/Riga',
	starts_local: '2027-01-10T10:00',
	ends_local: '2027-01-10T12:00',
	all_day: false,
	date_precision: 'minute',
	is_example: false,
	publication: 'draft',
	version: 1
};

/** An insert of one row, with a change. */
export function insert(
	table: 'organisations' | 'events',
	change: Record<string, unknown>
): [string, string[]] {
	const row = { ...(table === 'organisations' ? organisation : event), ...change };
	const columns = Object.keys(row).join(', ');
	return [
		`insert into public.${table} (${columns}) select ${columns}
			from jsonb_populate_record(null::public.${table}, $1::text::jsonb)
			returning municipality_id, region_id, latitude, longitude`,
		[JSON.stringify(row)]
	];
}

const long = (length: number) => 'a'.repeat(length);
export const refusedOrganisations: [string, Record<string, unknown>][] = [
	['a website without a scheme', { website: 'www.kvalb.lv' }],
	['a javascript: website', { website: 'javascript:alert(1)' }],
	['a data: website', { website: 'data:text/html,hello' }],
	['an ftp: website', { website: 'ftp://kvalb.lv' }],
	['a website with a space', { website: 'https://kvalb.lv/a b' }],
	['a website with a line break', { website: 'https://kvalb.lv/\njavascript:alert(1)' }],
	['a website with markup', { website: 'https://kvalb.lv/"><script>' }],
	['a website of 2,001 characters', { website: `https://example.org/${long(1981)}` }],
	['a social link that is no address', { social_links: ['@kvalb'] }],
	['a social link that is missing', { social_links: ['https://example.org/', null] }],
	['an e-mail address without a host', { email: 'kvalb@' }],
	['an e-mail address with a space', { email: 'kv alb@example.org' }],
	['two e-mail addresses', { email: 'a@example.org,b@example.org' }],
	['an e-mail address without a top domain', { email: 'a@example' }],
	['a phone without its country', { phones: ['67082800'] }],
	['a phone with spaces', { phones: ['+371 67082800'] }],
	['a phone with letters', { phones: ['+371CALLME00'] }],
	['a phone of 16 digits', { phones: ['+1234567890123456'] }],
	[
		'eleven phones',
		{ phones: Array.from({ length: 11 }, (_, index) => `+3716708280${index % 10}`) }
	],
	['a postcode without LV-', { postcode: '1050' }],
	['a postcode of five digits', { postcode: 'LV-10500' }],
	['a postcode with something after it', { postcode: 'LV-1050 Rīga' }],
	['a registration number of ten digits', { registration_number: '9000005531' }],
	['a registration number with a letter', { registration_number: '9000005531a' }],
	['a point in Stockholm', { location: 'SRID=4326;POINT(18.07 59.33)' }],
	['a point with its coordinates swapped', { location: 'SRID=4326;POINT(56.95 24.1)' }],
	['a point at 0, 0', { location: 'SRID=4326;POINT(0 0)' }],
	['a name of spaces', { name: { lv: '   ' } }],
	['a name of 201 characters', { name: { lv: long(201) } }],
	['an English name that is empty', { name: { en: '' } }],
	['a summary of 1,001 characters', { summary: { lv: long(1001) } }],
	['an address part with capitals', { slug: 'Rule-Test' }],
	['an address part with a slash', { slug: 'rule/test' }],
	['an address part that ends in a hyphen', { slug: 'rule-' }],
	['a website with a name before its host', { website: 'https://kvalb.lv@example.org/' }],
	['a website of a host no browser can read', { website: 'https://[' }],
	['a website with a backslash', { website: 'https://kvalb.lv\\@example.org' }],
	['an e-mail address that writes to two', { email: 'x@y?bcc=a%40example.org' }],
	['an e-mail address with a control character', { email: 'x\u0001@example.org' }],
	['a name that turns its letters around', { name: { lv: '\u202eAB' } }],
	['a street with a line of a terminal', { street: 'Iela\u001b[2J' }],
	['a summary no feed can hold', { summary: { lv: 'x\uffff' } }],
	['21 former names', { former_names: Array.from({ length: 21 }, (_, index) => `N${index}`) }],
	['a former name of 201 characters', { former_names: [long(201)] }],
	['31 languages', { languages: Array.from({ length: 31 }, () => 'lv') }],
	['lists within lists', { languages: [['lv'], ['en']] }],
	['publishing at infinity', { publish_at: 'infinity' }],
	['a language that is no code', { languages: ['latviešu'] }],
	['an accessibility word nobody knows', { accessibility: ['step-free', 'nice'] }],
	['an accessibility word that is missing', { accessibility: [null] }],
	['accessibility in lists within lists', { accessibility: [['lift'], ['captions']] }],
	['a note on accessibility of 501 characters', { accessibility_note: { lv: long(501) } }],
	['a note on accessibility in a language of nobody', { accessibility_note: { xx: 'x' } }],
	['an unknown state of publication', { publication: 'secret' }],
	['version 0', { version: 0 }]
];
export const refusedEvents: [string, Record<string, unknown>][] = [
	['an end before its start', { ends_local: '2027-01-10T09:00' }],
	['an end at its start', { ends_local: '2027-01-10T10:00' }],
	['no title at all', { title: {} }],
	['a price on what is free', { free: true, price: { lv: '5 eiro' } }],
	['an unknown kind', { kind: 'party' }],
	['an unknown state', { status: 'maybe' }],
	['an unknown way of attending', { attendance: 'by-post' }],
	['an unknown precision', { date_precision: 'century' }],
	['a registration address of javascript:', { registration_url: 'javascript:alert(1)' }],
	['a registration phone without its country', { registration_phone: '67082800' }],
	['a registration e-mail that is none', { registration_email: 'nobody' }],
	['an accessibility word nobody knows', { accessibility: ['step-free', 'nice'] }],
	['an accessibility word that is missing', { accessibility: [null] }],
	['a contact phone without its country', { contact_phone: '67082800' }],
	['a contact e-mail that is none', { contact_email: 'nobody' }],
	['no places at all', { registration_places: 0 }],
	[
		'a picture of another server',
		{ image_path: '//example.org/a.png', image_width: 1, image_height: 1, image_alt: { lv: 'x' } }
	],
	[
		'a picture that leaves its folder',
		{ image_path: '/media/../a.png', image_width: 1, image_height: 1, image_alt: { lv: 'x' } }
	],
	[
		'a picture that is no picture',
		{ image_path: '/media/a.html', image_width: 1, image_height: 1, image_alt: { lv: 'x' } }
	],
	[
		'a picture without words for it',
		{ image_path: '/media/a.png', image_width: 1, image_height: 1 }
	],
	['a picture of unknown size', { image_path: '/media/a.png', image_alt: { lv: 'x' } }],
	['whole days that begin at ten', { all_day: true }],
	['an exception to no rule', { exceptions: ['2027-01-10T10:00'] }],
	['an end of what is known of no series', { known_until: '2027-06-01' }],
	['an end at infinity', { ends_local: 'infinity' }],
	['a start before all time', { starts_local: '-infinity' }],
	['the year 20000', { starts_local: '20000-01-01T10:00', ends_local: '20000-01-01T12:00' }],
	['a deadline at infinity', { registration_deadline: 'infinity' }],
	['an exception at infinity', { recurrence: 'FREQ=DAILY;COUNT=2', exceptions: ['infinity'] }],
	['a rule for every second', { recurrence: 'FREQ=SECONDLY' }],
	['a rule with a line of its own', { recurrence: 'FREQ=DAILY\r\nATTENDEE:mailto:x@y.zz' }],
	['a zone only PostgreSQL knows', { time_zone: 'Kurzeme/Kuldiga3' }],
	['a zone of a day and more', { time_zone: 'Etc/GMT+13' }],
	['a description with a control character', { description: { lv: 'x\u0007' } }],
	['a zone by its abbreviation', { time_zone: 'EET' }],
	['a zone by its offset', { time_zone: '+02:00' }],
	['a recurrence that is no rule', { recurrence: 'every Tuesday' }],
	['a postcode of another form', { postcode: '1050' }],
	['a point outside the network', { location: 'SRID=4326;POINT(18.07 59.33)' }]
];
export const accepted: ['organisations' | 'events', string, Record<string, unknown>][] = [
	['organisations', 'nothing but a name', {}],
	[
		'organisations',
		'every field in order',
		{
			website: 'https://www.kvalb.lv/index.php?option=com_content&id=721:a',
			social_links: ['https://www.facebook.com/latgales.regions/'],
			email: 'pasts@kurzemesregions.lv',
			phones: ['+37167082800', '+37167082934'],
			postcode: 'LV-1520',
			registration_number: '90000055313',
			location: 'SRID=4326;POINT(24.10589 56.946)',
			languages: ['lv', 'en'],
			accessibility: ['step-free', 'accessible-toilet', 'hearing-loop', 'accessible-parking'],
			accessibility_note: { lv: 'Ieeja no pagalma', en: 'Entrance from the yard' }
		}
	],
	['organisations', 'a host name with Latvian letters', { website: 'https://ķekava.lv' }],
	[
		'events',
		'an event by day',
		{ starts_local: '2027-01-10', ends_local: '2027-01-11', all_day: true }
	],
	['events', 'a title in English only', { title: { en: 'Only English' } }],
	[
		'events',
		'everything people need to know',
		{
			audience: { lv: 'Biedrību vadītājiem' },
			accessibility: ['step-free', 'hearing-loop', 'quiet-room'],
			accessibility_note: { lv: 'Ieeja no pagalma' },
			contact_role: { lv: 'Projekta vadītāja' },
			contact_phone: '+37167082800',
			contact_email: 'piemers@example.org',
			funder: { lv: 'Projektu finansē piemērs.' },
			registration_places: 30,
			image_path: '/media/events/2027-kuldiga.webp',
			image_width: 1200,
			image_height: 630,
			image_alt: { lv: 'Zāle ar krēsliem' }
		}
	],
	['events', 'a zone by its distance', { time_zone: 'Etc/GMT-14' }],
	['events', 'another zone', { time_zone: 'America/Argentina/Buenos_Aires' }],
	['events', 'a series', { recurrence: 'FREQ=MONTHLY;BYDAY=2TU;COUNT=4' }]
];

/** Statements the owner runs, with the SQLSTATE they are refused with. */
export const refusedStatements: [string, string, string][] = [
	[
		'an occurrence that ends before it starts',
		`insert into public.event_occurrences (event_id, starts_at, ends_at,
				original_start) select id, now(), now() - interval '1 hour', now() from public.events limit 1`,
		violated
	],
	[
		'the same date of an event twice',
		`insert into public.event_occurrences (event_id, starts_at, ends_at,
				original_start) select event_id, starts_at, ends_at, original_start from public.event_occurrences limit 1`,
		'23505'
	],
	[
		'an organiser that is nobody',
		`insert into public.event_organisers (event_id, position)
				select id, 49 from public.events limit 1`,
		violated
	],
	[
		'an organiser that is both',
		`insert into public.event_organisers (event_id, position, organisation_id, name)
				select event.id, 49, organisation.id, 'x' from public.events as event, public.organisations as organisation limit 1`,
		violated
	],
	[
		'a join link of javascript:',
		`insert into public.event_join_links select id, 'javascript:alert(1)'
				from public.events where slug = 'piemers-nvo-informativa-diena-kuldiga'`,
		violated
	],
	[
		'a document of javascript:',
		`insert into public.event_documents (event_id, position, title, url)
				select id, 1, '{"lv": "x"}', 'javascript:alert(1)' from public.events limit 1`,
		violated
	],
	[
		'a document without a title',
		`insert into public.event_documents (event_id, position, url)
				select id, 1, 'https://example.org/' from public.events limit 1`,
		violated
	],
	[
		'a date that leaves its rule without saying so',
		`update public.event_occurrences set starts_at = starts_at - interval '1 hour'`,
		violated
	],
	[
		'a change that does not say what was',
		`insert into public.event_changes (event_id, what) select id, 'time' from public.events limit 1`,
		violated
	],
	[
		'a source of unknown certainty',
		`insert into public.organisation_sources select id, 'email', 'x', 'guessed'
				from public.organisations limit 1`,
		violated
	],
	['an unknown kind of organisation', `update public.organisations set kind = 'club'`, '23503'],
	['a kind in use being taken away', 'delete from public.organisation_kinds', '23503'],
	[
		'a municipality that ends before it begins',
		`update public.municipalities set valid_to = '2000-01-01'`,
		violated
	],
	[
		'a merger of what still exists',
		`update public.municipalities set merged_into = 'madonas-novads'
				where id = 'riga'`,
		violated
	],
	[
		'a second network',
		`insert into internal.network (singleton, south, west, north, east, postcode_pattern,
				registration_number_pattern, time_zone, languages)
				values (false, 1, 1, 2, 2, '', '', 'UTC', '{lv}')`,
		violated
	]
];
