// Questions about the audit. The database shows it to administrators alone; nobody can change it
// through any of this.
import { LocalisedText, Text } from '#lib/backend/answer.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import { AsyncLocalStorage } from 'node:async_hooks';
import * as v from 'valibot';
import { byteOrderMark, csvRow, separatorOf } from '#lib/formats/csv.ts';
import { zonedIso } from '#lib/time/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Locale } from '#lib/i18n/languages.ts';
import { subjects } from '#lib/listing/desk-listing.ts';
import { acts, tellsFields } from '#lib/history/act.ts';
import { fieldNames, fieldsOf } from '#lib/history/fields.server.ts';
import { namesOfDocuments } from '#lib/event/edit/event-records.server.ts';
import { changesBetween, type Change } from '#lib/listing/fields/change.ts';
import { listingDocument } from '#lib/listing/saving/save-answer.ts';
import { doerName } from '#lib/account/doer.ts';
import type { Person } from '#lib/account/person.ts';
import { auditSize, auditForSql, type AuditAsked } from './audit-asked.ts';
import { auditAct, auditRole, auditSubject } from './audit-words.ts';

const Lines = v.object({
	total: v.number(),
	items: v.array(
		v.object({
			id: v.number(),
			at: v.string(),
			/** As the person was called then; '': who was forgotten; null: the directory itself. */
			by: Text,
			action: v.string(),
			subject: v.string(),
			subjectId: Text,
			subjectName: Text,
			regionId: Text,
			/** Of which a line about a person speaks; null also when it is erased. */
			organisation: v.nullable(LocalisedText),
			detail: v.record(v.string(), v.unknown())
		})
	)
});

type Line = v.InferOutput<typeof Lines>['items'][number];

/**
 * What else a line says, in words: the fields that changed, as forms call them; of people the role.
 * @param numbered with the version of the listing, for who reads the lines away from its history
 */
export function auditDetail(
	line: Line,
	regionName: (id: string) => string,
	locale: Locale,
	numbered = false
): string {
	const subject = subjects.find((one) => one === line.subject);
	if (!subject) return auditRole(line, regionName, locale);
	const act = acts.find((one) => one === line.action);
	const keys = Array.isArray(line.detail.fields) ? line.detail.fields.map(String) : [];
	const fields = act && !tellsFields(act) ? '' : fieldNames(subject, keys).join(', ');
	const { version } = line.detail;
	if (!numbered || typeof version !== 'number') return fields;
	return fields ? m.history_version_fields({ version, fields }) : m.history_version({ version });
}

async function find(person: Person, asked: Record<string, string | number>) {
	const { data, error: failure } = await person.database.rpc('find_audit', { asked });
	if (failure) unanswered('find_audit', failure);
	return v.parse(Lines, data);
}

export const auditPage = (person: Person, asked: AuditAsked) =>
	find(person, { ...auditForSql(asked), page: asked.page, size: auditSize });

const States = v.record(v.string(), v.object({ before: listingDocument, after: listingDocument }));

/**
 * What lines of the audit changed in listings, old and new, by the ids of the lines; one that
 * changed no field, or whose listing is erased, has none.
 */
export async function auditChanges(
	person: Person,
	lines: readonly Line[],
	locale: Locale
): Promise<Map<number, Change[]>> {
	const { data, error: failure } = await person.database.rpc('audit_states', {
		lines: lines.map(({ id }) => id)
	});
	if (failure) unanswered('audit_states', failure);
	const states = v.parse(States, data);
	const documents = Object.values(states).flatMap(({ before, after }) => [before, after]);
	const names = await namesOfDocuments(person, documents, locale);
	return new Map(
		lines.flatMap(({ id, subject: sort, action }) => {
			const state = states[id];
			const subject = subjects.find((one) => one === sort);
			// What is new is everything.
			if (!state || !subject || action === 'create') return [];
			return [[id, changesBetween(fieldsOf(subject), state.before, state.after, names)] as const];
		})
	);
}

const Choices = v.object({
	people: v.array(v.object({ id: v.string(), name: Text })),
	actions: v.array(v.string()),
	subjects: v.array(v.string())
});

/** Who and what occurs in the audit. */
export async function auditChoices(person: Person) {
	const { data, error: failure } = await person.database.rpc('audit_choices');
	if (failure) unanswered('audit_choices', failure);
	return v.parse(Choices, data);
}

const atOnce = 1000;
/** More rows than a spreadsheet is pleasant with; a longer time is exported in parts. */
const maxRows = 50_000;

/** The audit as CSV, newest first, written as it is read: no export has to fit into memory. */
export function auditCsv(
	person: Person,
	asked: AuditAsked,
	regionName: (id: string) => string,
	locale: Locale
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	const separator = separatorOf[locale];
	// The stream is read after the request has been answered; its language must not be forgotten by
	// then.
	const within = AsyncLocalStorage.snapshot();
	let below: number | null = null;
	let rows = 0;
	return new ReadableStream({
		start(controller) {
			controller.enqueue(
				encoder.encode(
					byteOrderMark +
						csvRow(
							[
								m.history_audit_when(),
								m.history_audit_who(),
								m.history_audit_what(),
								m.history_audit_subject(),
								m.history_audit_name(),
								m.filter_region(),
								m.history_audit_detail(),
								'id'
							],
							separator
						)
				)
			);
		},
		pull: (controller) =>
			within(async () => {
				const { items } = await find(person, {
					...auditForSql(asked),
					size: atOnce,
					...(below !== null && { below })
				});
				for (const line of items)
					controller.enqueue(
						encoder.encode(
							csvRow(
								[
									zonedIso(line.at),
									doerName(line.by),
									auditAct(line.action),
									auditSubject(line.subject),
									doerName(line.subjectName),
									line.regionId && regionName(line.regionId),
									auditDetail(line, regionName, locale, true),
									line.subjectId
								],
								separator
							)
						)
					);
				rows += items.length;
				below = items.at(-1)?.id ?? null;
				if (items.length < atOnce || rows >= maxRows) controller.close();
			})
	});
}
