// The form of an organisation on the server: what it is opened with, and what becomes of it when it is sent.
import { documentForStore } from '#lib/listing/saving/stored-document.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { network } from '#network';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import type { Names } from '#lib/listing/saving/change.ts';
import {
	answersConflict,
	chosenDocument,
	conflictFrom,
	type Conflict
} from '#lib/listing/saving/conflict.ts';
import { readForm, typedText, type Problem, type Typed } from '#lib/form/form.ts';
import { pendingConflict, problemOf } from '#lib/listing/saving/listings.server.ts';
import type { Person } from '#lib/account/person.ts';
import { receivePicture } from '#lib/listing/pictures/pictures.server.ts';
import type { PinRemark, Whereabouts } from '#lib/listing/pin/pin.ts';
import { offeredPlaces, whereaboutsOf } from '#lib/listing/pin/pin.server.ts';
import { saveAnswerFrom, type ListingDocument } from '#lib/listing/saving/save-answer.ts';
import { languagesIn } from '#lib/search/choices.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import { organisationFields } from './organisation-fields.ts';
import { assumedPhones, readOrganisation } from './organisation-form.server.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import { typedOrganisation } from './typed-organisation.ts';

/** Languages people in the network's part of the world ask to be helped in; a listing may have others already. */
const offeredLanguages = ['lv', 'en', 'ru', 'de', 'et', 'fr', 'lt', 'pl', 'uk'];

/** What every form of an organisation needs. */
export async function organisationChoices(locale: Locale, document: ListingDocument) {
	const outline = await networkOutline();
	const spoken = Array.isArray(document.languages) ? document.languages.map(String) : [];
	return {
		kinds: network.kinds.map((kind) => ({ value: kind.id, label: kind.name[locale] })),
		topics: outline.topics.map((topic) => ({
			value: topic.id,
			label: wordsIn(topic.name, locale)
		})),
		languages: languagesIn([...offeredLanguages, ...spoken], locale).map(({ id, name }) => ({
			value: id,
			label: name
		})),
		places: await offeredPlaces()
	};
}

/** Where the pin of a typed form lies. */
export async function whereTyped(typed: Typed): Promise<Whereabouts | null> {
	const [lat, lng] = ['latitude', 'longitude'].map((field) => {
		const text = typedText(typed, field).trim().replace(',', '.');
		return text === '' || Number.isNaN(Number(text)) ? null : Number(text);
	});
	return await whereaboutsOf(lat ?? null, lng ?? null);
}

/** The names conflicts and histories need: of topics and places. */
export async function namesFor(locale: Locale): Promise<Names> {
	const { topics } = await networkOutline();
	const places = await offeredPlaces();
	return Object.fromEntries([
		...topics.map((topic) => [`topic/${topic.id}`, wordsIn(topic.name, locale)]),
		...places.map((place) => [`place/${place.id}`, place.label])
	]);
}

/** What a failed save brings back to the page. */
export interface FailedSave {
	typed: Typed;
	problems: Problem[];
	conflict: Conflict | null;
	/** A new number for the next try. */
	attempt: string;
	at: Whereabouts | null;
}

export type SaveOutcome =
	| { ok: true; id: string; changed: boolean; assumed: boolean; remark: PinRemark | null }
	| { ok: false; status: number; failed: FailedSave };

/** What a posted form holds, with its pictures received. Everything typed comes back whatever is wrong with it. */
export async function receiveOrganisation(
	form: FormData,
	person: Person
): Promise<{ typed: Typed; problems: Problem[] }> {
	const received = await readForm(form, v.unknown());
	let { typed } = received;
	const problems: Problem[] = received.ok ? [] : [...received.problems];
	for (const name of ['logo', 'picture']) {
		const picture = await receivePicture(form, typed, name, person);
		typed = picture.typed;
		if (picture.problem) problems.push(picture.problem);
	}
	return { typed, problems };
}

const publications = v.fallback(v.nullable(v.picklist(['draft', 'published'])), null);

/**
 * Saves what was typed.
 * @param id of the organisation; null = a new one
 */
export async function saveOrganisation(
	form: FormData,
	person: Person,
	id: string | null,
	locale: Locale
): Promise<SaveOutcome> {
	const { typed, problems } = await receiveOrganisation(form, person);
	const failed = async (
		status: number,
		wrong: Problem[],
		conflict: Conflict | null = null
	): Promise<SaveOutcome> => ({
		ok: false,
		status,
		failed: {
			typed,
			problems: wrong,
			conflict,
			attempt: randomUUID(),
			at: await whereTyped(typed)
		}
	});
	const read = await readOrganisation(typed);
	if (!read.ok || problems.length > 0)
		return await failed(400, [...problems, ...(read.ok ? [] : read.problems)]);

	const version = Number(typedText(typed, 'version'));
	const attempt = typedText(typed, 'attempt');
	const publication = v.parse(publications, typed.publication?.[0] ?? null);
	const listing = answersConflict(typed)
		? chosenDocument(organisationFields, read.document, typed)
		: read.document;
	const { data, error: failure } = await person.database.rpc('save_organisation', {
		// The generated types of arguments know no null.
		id: id as string,
		read_version: (id === null || !Number.isInteger(version) ? null : version) as number,
		attempt: uuidFrom(attempt) ?? randomUUID(),
		listing: documentForStore(listing),
		act: publication ? { publication } : {}
	});
	if (failure) unanswered('save_organisation', failure);
	const answer = saveAnswerFrom(data);
	if (answer.status === 'saved' || answer.status === 'unchanged') {
		contentChanged();
		return {
			ok: true,
			id: answer.id,
			changed: answer.status === 'saved',
			assumed: assumedPhones(typed).length > 0,
			remark: read.remark
		};
	}
	if (answer.status !== 'stale') {
		const { regions } = await networkOutline();
		return await failed(answer.status === 'refused' ? 403 : 400, [
			problemOf(answer, (region) => regions.find((one) => one.id === region)?.name[locale])
		]);
	}
	const names = await namesFor(locale);
	return await failed(
		409,
		[],
		conflictFrom(organisationFields, answer, read.document, typed, names)
	);
}

/** The form with a stale save of this person that waits for them to choose; null when none does. */
export async function pendingOrganisation(
	person: Person,
	id: string,
	locale: Locale
): Promise<{ typed: Typed; conflict: Conflict } | null> {
	const kept = await pendingConflict(person, 'organisation', id);
	if (kept === null) return null;
	const typed = typedOrganisation({ ...kept.listing, ...kept.mine }, await offeredPlaces());
	const names = await namesFor(locale);
	return { typed, conflict: conflictFrom(organisationFields, kept, kept.mine, typed, names) };
}

/** What is worth a second look in a listing that was just saved or checked; not mistakes, perhaps slips. */
export async function hintsFor(
	document: ListingDocument,
	{ assumed, remark }: { assumed: boolean; remark: string | null }
): Promise<Problem[]> {
	const { registrationNumberAgrees, callingCode } = await import('#lib/formats/reading.server.ts');
	const { readOpeningHours } = await import('#lib/organisation/opening-hours.server.ts');
	const hints: Problem[] = [];
	if (assumed) hints.push({ field: 'phones', message: m.edit_hint_phone({ code: callingCode() }) });
	const number = document.registration_number;
	if (typeof number === 'string' && !registrationNumberAgrees(number))
		hints.push({ field: 'registration_number', message: m.edit_organisation_hint_registration() });
	const hours = document.opening_hours;
	if (typeof hours === 'string' && !(await readOpeningHours(hours)).readable)
		hints.push({ field: 'hours_text', message: m.edit_hint_hours() });
	if (remark === 'moved') hints.push({ field: 'latitude', message: m.edit_hint_pin_moved() });
	if (remark === 'stays') hints.push({ field: 'latitude', message: m.edit_hint_pin_stays() });
	return hints;
}
