// Saving a listing's form, the same for every sort of listing. In this order: what is wrong, what
// is perhaps a slip and what becomes of what people know already (both asked once), and then the
// database, which decides. Whatever it answers, everything typed stays.
import { uuidFrom } from '#lib/formats/uuid.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { isWithoutRoom, unanswered } from '#lib/http/unanswered.server.ts';
import { typedText, type Problem, type Typed } from '#lib/form/form.ts';
import type { Person } from '#lib/account/person.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { inOrder, type FieldTable } from '#lib/listing/fields/field.ts';
import type { ListingSort } from '#lib/listing/desk-listing.ts';
import type { ListingField, Names } from '#lib/listing/fields/change.ts';
import {
	answersConflict,
	chosenDocument,
	conflictFrom,
	mergedTyped,
	type Conflict
} from '#lib/listing/saving/conflict.ts';
import {
	openListing,
	pendingConflict,
	problemOf,
	type OpenedListing
} from '#lib/listing/saving/listings.server.ts';
import type { ListingDocument } from '#lib/listing/fields/values.ts';
import { saveAnswerFrom } from '#lib/listing/saving/save-answer.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import { noQuestions, printed, unseen, type EditorForm, type Questions } from './form.ts';

/** What a save does beside the fields: publishing, taking back, publishing later. */
export interface Act {
	publication?: 'draft' | 'published' | 'archived';
	/** Instant. */
	publish_at?: string;
}

/** A save that the public will see, now or at its time. */
export interface Publishing {
	/** What it sees until then; null: nothing. */
	before: ListingDocument | null;
}

/** What a reader makes of a form. */
export interface Reading {
	listing: ListingDocument;
}

/** What goes to the database with a document, and what must be asked before. */
export interface Beside<Asked> {
	/** Further arguments of the save. */
	sent: Record<string, unknown>;
	/** Further parts of what the save does. */
	act?: Record<string, unknown>;
	/** Wrong in what was changed, and only to be found with what was there before. */
	problems?: Problem[];
	/** Asked once: `key` tells it from anything asked before. */
	asks: { key: string; asked: Asked } | null;
}

/** What a sort of listing tells the one editor about itself. */
export interface Editing<Read extends Reading, Asked, Form extends EditorForm = EditorForm> {
	subject: ListingSort;
	table: FieldTable;
	/** What history and conflicts tell apart. */
	fields: readonly ListingField[];
	/** Names of the pictures that come with the form. */
	pictures: readonly string[];
	/** What was typed, as it would be saved, or what is wrong with it. */
	read: (typed: Typed) => Promise<{ ok: true; value: Read } | { ok: false; problems: Problem[] }>;
	/** What is allowed and yet perhaps a slip. */
	hints: (
		value: Read,
		typed: Typed,
		locale: Locale,
		publishing: Publishing | null
	) => Problem[] | Promise<Problem[]>;
	/** Where nothing but the document is sent, it is left out. */
	beside?: (
		person: Person,
		record: OpenedListing | null,
		value: Read,
		locale: Locale
	) => Promise<Beside<Asked>>;
	/** Controls to look at when the database refuses, by the name of its rule, with what is said. */
	refusals?: Readonly<Record<string, { field: string; message: () => string }>>;
	/** What stands in the controls for a document. */
	fill: (document: ListingDocument) => Promise<Typed>;
	/** Names of everything documents know by ids. */
	names: (person: Person, documents: readonly ListingDocument[], locale: Locale) => Promise<Names>;
	/** What the form shows. */
	form: (
		person: Person,
		typed: Typed,
		locale: Locale,
		problems: readonly Problem[]
	) => Promise<Form>;
}

/**
 * What became of a form. `status` is what the page is answered with: 409 is two versions, 422 asks,
 * 503 and 507 are for later.
 */
export type Outcome<Asked> =
	/** `merged`: saved by others meanwhile, in other fields, and kept. */
	| { saved: true; id: string; changed: boolean; merged?: Conflict['changes'] }
	| {
			saved: false;
			status: 400 | 403 | 409 | 422 | 503 | 507;
			typed: Typed;
			problems: Problem[];
			questions: Questions<Asked>;
	  };

const unsaved = <Asked>(
	status: 400 | 403 | 409 | 422 | 503 | 507,
	typed: Typed,
	what: { problems?: Problem[]; questions?: Partial<Questions<Asked>> }
): Outcome<Asked> => ({
	saved: false,
	status,
	typed,
	problems: what.problems ?? [],
	questions: { ...noQuestions, ...what.questions }
});

/** Null: the public sees nothing of this save. */
function publishingOf(act: Act, record: OpenedListing | null): Publishing | null {
	const isPublic = record?.publication === 'published';
	const becomes = act.publication === 'published' || act.publish_at !== undefined;
	return isPublic || becomes ? { before: isPublic ? record.listing : null } : null;
}

/** Why nothing was saved, where that may be done later; null for any other failure. */
function whyLater(failure: { code?: string }): { status: 503 | 507; message: string } | null {
	if (isWithoutRoom(failure)) return { status: 507, message: m.edit_no_room() };
	return failure.code === 'backend_copying' ? { status: 503, message: m.edit_copying() } : null;
}

/**
 * Saves what was typed.
 * @param id of the listing; null: a new one
 */
export async function saveListing<Read extends Reading, Asked>(
	editing: Editing<Read, Asked>,
	person: Person,
	id: string | null,
	typed: Typed,
	act: Act,
	locale: Locale
): Promise<Outcome<Asked>> {
	const { subject, fields } = editing;
	const read = await editing.read(typed);
	if (!read.ok) return unsaved(400, typed, { problems: inOrder(editing.table, read.problems) });
	const answering = answersConflict(typed);
	const record =
		id !== null && (answering || editing.beside) ? await openListing(person, subject, id) : null;
	const mine = read.value.listing;
	const listing = answering ? chosenDocument(fields, mine, record?.listing ?? {}, typed) : mine;
	const value = { ...read.value, listing };
	const beside = await editing.beside?.(person, record, value, locale);

	if (beside?.problems?.length)
		return unsaved(400, typed, { problems: inOrder(editing.table, beside.problems) });

	const seen = typed.seen ?? [];
	// Whoever chooses between two versions has looked.
	const publishing = publishingOf(act, record);
	const hints = answering
		? []
		: unseen(await editing.hints(value, typed, locale, publishing), seen);
	const asks = beside?.asks && !seen.includes(beside.asks.key) ? beside.asks : null;
	if (hints.length > 0 || asks) {
		const now = [...seen, ...hints.map(printed), ...(beside?.asks ? [beside.asks.key] : [])];
		return unsaved(
			422,
			{ ...typed, seen: [...new Set(now)] },
			{ questions: { hints, asked: asks?.asked ?? null } }
		);
	}

	const version = Number(typedText(typed, 'version'));
	const correction = uuidFrom(typedText(typed, 'correction'));
	const call = {
		id,
		read_version: id !== null && Number.isInteger(version) ? version : null,
		attempt: uuidFrom(typedText(typed, 'attempt')) ?? crypto.randomUUID(),
		listing: listing,
		act: { ...act, ...beside?.act, ...(correction && { correction }) },
		...beside?.sent
	};
	const name = `save_${subject}` as const;
	// The generated types of arguments know no null.
	const { data, error: failure } = await person.database.rpc(name, call as never);
	const later = failure && whyLater(failure);
	if (later)
		return unsaved(later.status, typed, { problems: [{ field: '', message: later.message }] });
	if (failure) unanswered(name, failure);
	const answer = saveAnswerFrom(data);
	if (answer.status === 'saved' || answer.status === 'unchanged') {
		contentChanged();
		const changed = answer.status === 'saved';
		// Of a listing that was divided, the part that was changed.
		return { saved: true, id: (changed && answer.following?.id) || answer.id, changed };
	}
	if (answer.status === 'stale') {
		const documents = [answer.listing, mine, ...(answer.base ? [answer.base] : [])];
		const names = await editing.names(person, documents, locale);
		const conflict = conflictFrom(fields, answer, mine, typed, names);
		const merged = answering ? null : mergedTyped(conflict);
		if (merged) {
			const outcome = await saveListing(editing, person, id, merged, act, locale);
			if (outcome.saved) return { ...outcome, merged: conflict.changes };
		}
		return unsaved(409, typed, { questions: { conflict } });
	}
	const known = answer.status === 'invalid' ? editing.refusals?.[answer.constraint ?? ''] : null;
	const { regions } = await networkOutline();
	const problem = known
		? { field: known.field, message: known.message() }
		: problemOf(
				answer,
				(region) =>
					regions.flatMap(({ id, name }) => (id === region ? [wordsIn(name, locale)] : []))[0]
			);
	return unsaved(answer.status === 'refused' ? 403 : 400, typed, { problems: [problem] });
}

/** The form with a stale save of this person that waits for them to choose; null when none does. */
export async function pendingForm<Read extends Reading, Asked>(
	editing: Editing<Read, Asked>,
	person: Person,
	id: string,
	locale: Locale
): Promise<{ typed: Typed; conflict: Conflict } | null> {
	const kept = await pendingConflict(person, editing.subject, id);
	if (kept === null) return null;
	const typed = await editing.fill({ ...kept.listing, ...kept.mine });
	const documents = [kept.listing, kept.mine, ...(kept.base ? [kept.base] : [])];
	const names = await editing.names(person, documents, locale);
	return { typed, conflict: conflictFrom(editing.fields, kept, kept.mine, typed, names) };
}
