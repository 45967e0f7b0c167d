// The shape of what the database answers about one event, checked before anything believes it, and turned into the domain's types.
import * as v from 'valibot';
import {
	accessibilityWords,
	attendances,
	eventKinds,
	eventStates,
	type ChangedPart,
	type EventAddress,
	type EventDetail
} from './event.ts';
import {
	Instant,
	localised,
	Named,
	named,
	organiserFrom,
	OrganiserRow,
	Organisers,
	pinOf,
	Precision,
	Text
} from './event-rows.ts';

const Address = {
	venue_name: Text,
	street: Text,
	postcode: Text,
	place: v.nullable(Named),
	municipality: v.nullable(Named),
	latitude: v.nullable(v.number()),
	longitude: v.nullable(v.number()),
	approximate: v.boolean()
};

const LocalTime = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/));

/** What was before a change; each kind of change has its own columns. */
const ChangeRow = v.intersect([
	v.object({ occurrence_id: Text, changed_at: Instant }),
	v.variant('what', [
		v.object({
			what: v.literal('time'),
			previous_starts_at: Instant,
			previous_ends_at: Instant
		}),
		v.object({
			what: v.literal('place'),
			previous_attendance: v.nullable(v.picklist(attendances)),
			previous_venue: Text,
			previous_street: Text,
			previous_place: v.nullable(Named)
		}),
		v.object({ what: v.literal('state'), previous_state: v.picklist(eventStates) })
	])
]);

const OccurrenceRow = v.object({
	id: v.string(),
	starts_at: Instant,
	ends_at: Instant,
	status: v.picklist(eventStates),
	original_start: Instant,
	rescheduled: v.boolean(),
	title_lv: Text,
	title_en: Text,
	reason_lv: Text,
	reason_en: Text,
	elsewhere: v.nullable(v.object(Address))
});

const DetailRow = v.object({
	slug: v.string(),
	kind: v.picklist(eventKinds),
	title_lv: Text,
	title_en: Text,
	summary_lv: Text,
	summary_en: Text,
	description_lv: Text,
	description_en: Text,
	audience_lv: Text,
	audience_en: Text,
	accessibility: v.array(v.picklist(accessibilityWords)),
	accessibility_note_lv: Text,
	accessibility_note_en: Text,
	attendance: v.picklist(attendances),
	...Address,
	venue_organisation: v.nullable(OrganiserRow),
	region: v.nullable(Named),
	join_link: v.nullable(v.object({ visible_from: Instant, visible_until: Instant, url: Text })),
	languages: v.array(v.string()),
	free: v.nullable(v.boolean()),
	price_lv: Text,
	price_en: Text,
	registration_url: Text,
	registration_email: Text,
	registration_phone: Text,
	registration_deadline: v.nullable(Instant),
	registration_places: v.nullable(v.number()),
	contact_name: Text,
	contact_role_lv: Text,
	contact_role_en: Text,
	contact_phone: Text,
	contact_email: Text,
	funder_lv: Text,
	funder_en: Text,
	image_path: Text,
	image_width: v.nullable(v.number()),
	image_height: v.nullable(v.number()),
	image_alt_lv: Text,
	image_alt_en: Text,
	image_credit: Text,
	documents: v.array(v.object({ title_lv: Text, title_en: Text, url: v.string() })),
	changes: v.array(ChangeRow),
	status: v.picklist(eventStates),
	status_reason_lv: Text,
	status_reason_en: Text,
	time_zone: v.string(),
	all_day: v.boolean(),
	date_precision: Precision,
	recurrence: Text,
	starts_local: LocalTime,
	ends_local: LocalTime,
	exceptions: v.array(LocalTime),
	known_until: Text,
	is_example: v.boolean(),
	updated_at: Instant,
	topics: v.array(Named),
	organisers: Organisers,
	sources: v.array(v.object({ source: v.string(), certainty: v.picklist(['read', 'inferred']) })),
	occurrences: v.pipe(v.array(OccurrenceRow), v.minLength(1)),
	occurrence_count: v.number()
});

const addressFrom = (row: {
	venue_name: string | null;
	street: string | null;
	postcode: string | null;
	place: v.InferOutput<typeof Named> | null;
	municipality: v.InferOutput<typeof Named> | null;
	latitude: number | null;
	longitude: number | null;
	approximate: boolean;
}): EventAddress => ({
	venue: row.venue_name,
	street: row.street,
	postcode: row.postcode,
	place: row.place && named(row.place),
	municipality: row.municipality && named(row.municipality),
	pin: pinOf(row)
});

function changedPart(row: v.InferOutput<typeof ChangeRow>): ChangedPart {
	switch (row.what) {
		case 'time':
			return { kind: 'time', startsAt: row.previous_starts_at, endsAt: row.previous_ends_at };
		case 'state':
			return { kind: 'state', state: row.previous_state };
		case 'place':
			return {
				kind: 'place',
				attendance: row.previous_attendance,
				venue: row.previous_venue,
				street: row.previous_street,
				place: row.previous_place && named(row.previous_place)
			};
	}
}

function contactFrom(row: v.InferOutput<typeof DetailRow>): EventDetail['contact'] {
	const { contact_name: name, contact_phone: phone, contact_email: email } = row;
	const role = localised(row.contact_role_lv, row.contact_role_en);
	return name || phone || email || role.lv || role.en ? { name, role, phone, email } : null;
}

function imageFrom(row: v.InferOutput<typeof DetailRow>): EventDetail['image'] {
	const { image_path: path, image_width: width, image_height: height } = row;
	if (path === null || width === null || height === null) return null;
	const alternative = localised(row.image_alt_lv, row.image_alt_en);
	return { path, width, height, alternative, credit: row.image_credit };
}

function seriesFrom(row: v.InferOutput<typeof DetailRow>): EventDetail['series'] {
	if (row.recurrence === null) return null;
	return {
		rule: row.recurrence,
		startsLocal: row.starts_local,
		endsLocal: row.ends_local,
		exceptions: row.exceptions,
		knownUntil: row.known_until
	};
}

/** The answer of `event_detail`; null when there is no such published event. @throws ValiError */
export function detailFrom(answer: unknown): EventDetail | null {
	if (answer === null) return null;
	const row = v.parse(DetailRow, answer);
	return {
		slug: row.slug,
		kind: row.kind,
		title: localised(row.title_lv, row.title_en),
		summary: localised(row.summary_lv, row.summary_en),
		description: localised(row.description_lv, row.description_en),
		audience: localised(row.audience_lv, row.audience_en),
		// In the order of the list, whatever order they were saved in.
		accessibility: accessibilityWords.filter((word) => row.accessibility.includes(word)),
		accessibilityNote: localised(row.accessibility_note_lv, row.accessibility_note_en),
		attendance: row.attendance,
		...addressFrom(row),
		venueOrganisation: row.venue_organisation && organiserFrom(row.venue_organisation),
		region: row.region && named(row.region),
		joinLink: row.join_link && {
			visibleFrom: row.join_link.visible_from,
			visibleUntil: row.join_link.visible_until,
			url: row.join_link.url
		},
		languages: row.languages,
		free: row.free,
		price: localised(row.price_lv, row.price_en),
		registration: {
			url: row.registration_url,
			email: row.registration_email,
			phone: row.registration_phone,
			deadline: row.registration_deadline,
			places: row.registration_places
		},
		state: row.status,
		stateReason: localised(row.status_reason_lv, row.status_reason_en),
		timeZone: row.time_zone,
		allDay: row.all_day,
		precision: row.date_precision,
		series: seriesFrom(row),
		isExample: row.is_example,
		updatedAt: row.updated_at,
		topics: row.topics.map(named),
		contact: contactFrom(row),
		funder: localised(row.funder_lv, row.funder_en),
		image: imageFrom(row),
		documents: row.documents.map(({ title_lv, title_en, url }) => ({
			title: localised(title_lv, title_en),
			url
		})),
		changes: row.changes.map((change) => ({
			occurrenceId: change.occurrence_id,
			changedAt: change.changed_at,
			what: changedPart(change)
		})),
		organisers: row.organisers.map(organiserFrom),
		sources: row.sources,
		occurrences: row.occurrences.map((date) => ({
			id: date.id,
			startsAt: date.starts_at,
			endsAt: date.ends_at,
			state: date.status,
			originalStart: date.original_start,
			rescheduled: date.rescheduled,
			title: localised(date.title_lv, date.title_en),
			reason: localised(date.reason_lv, date.reason_en),
			elsewhere: date.elsewhere && addressFrom(date.elsewhere)
		})),
		occurrenceCount: row.occurrence_count
	};
}
