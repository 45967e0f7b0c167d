// What each page takes of a form that is sent to it. A page that is not named here takes nothing.
import { eventTable } from '#lib/event/edit/fields.ts';
import type { BodyLimits } from '#lib/http/body.ts';
import { entryOf, type Field, type FieldTable, type OwnPart } from '#lib/listing/fields/field.ts';
import { maxBytes } from '#lib/listing/pictures/pictures.ts';
import { organisationTable } from '#lib/organisation/edit/fields.ts';

const noFiles = { count: 0, bytes: 0 };

/** Octets of a character at most (UTF-8). */
const octets = 4;
/** Octets of a control no table knows more about: a day, a link, a name in a list. */
const small = 4000;

/** Characters an entry of a table holds at most. */
function charactersOf(entry: Field | OwnPart | undefined): number {
	switch (entry?.sort) {
		case 'text':
		case 'localised':
			return entry.max;
		case 'lines':
			return entry.max * entry.length;
		default:
			return 0;
	}
}

/**
 * The form of a listing: texts as its table says, and two pictures. A text that is too long comes
 * through, so that it can be shown with what is wrong; one that is many times too long does not.
 */
const listing = (table: FieldTable): BodyLimits => ({
	bytes: 15_000_000,
	fields: 3000,
	text: 1_600_000,
	longest: (name) => Math.max(small, 2 * octets * charactersOf(entryOf(table, name))),
	files: { count: 2, bytes: maxBytes }
});

/** The same from somebody nobody knows: the texts alone, a note, and nothing beside them. */
const correction = (table: FieldTable): BodyLimits => ({
	...listing(table),
	bytes: 400_000,
	fields: 600,
	text: 200_000,
	longest: (name) => (name === 'sender_note' ? 4 * small : listing(table).longest(name)),
	files: noFiles
});

/** Lists of boxes, names and passwords. */
const ordinary: BodyLimits = {
	bytes: 400_000,
	fields: 3000,
	text: 200_000,
	longest: () => small,
	files: noFiles
};

/** What somebody sends who is not known yet. */
const strange: BodyLimits = {
	bytes: 16_000,
	fields: 30,
	text: 12_000,
	longest: () => small,
	files: noFiles
};

/**
 * A form that waits for its owner to sign in comes along in one field (pending-form.ts); sent
 * plainly its signs take three octets.
 */
const carrying: BodyLimits = {
	bytes: 2_000_000,
	fields: 30,
	text: 1_300_000,
	longest: (name) => (name === 'pending' ? 1_300_000 : small),
	files: noFiles
};

/** One description, as it is typed. */
const description: BodyLimits = {
	bytes: 400_000,
	fields: 3,
	text: 200_000,
	longest: (name) => Math.max(small, 2 * octets * charactersOf(entryOf(eventTable, `${name}_lv`))),
	files: noFiles
};

const organisation = listing(organisationTable);
const event = listing(eventTable);

const pages = new Map<string, BodyLimits>([
	['/(public)/correction/[secret]', { ...strange, longest: () => 4 * small }],
	['/(public)/event/[slug]/correct', correction(eventTable)],
	['/(public)/organisation/[slug]/correct', correction(organisationTable)],
	['/(public)/propose/event', correction(eventTable)],
	['/(public)/propose/organisation', correction(organisationTable)],
	['/coordinator', ordinary],
	['/coordinator/account', ordinary],
	['/coordinator/bulk', ordinary],
	['/coordinator/corrections/[id]', ordinary],
	['/coordinator/description.json', description],
	['/coordinator/events/[id]', event],
	['/coordinator/events/[id]/dates', ordinary],
	['/coordinator/events/[id]/history', ordinary],
	['/coordinator/events/new', event],
	['/coordinator/organisations/[id]', organisation],
	['/coordinator/organisations/[id]/history', ordinary],
	['/coordinator/organisations/new', organisation],
	['/coordinator/people', ordinary],
	['/coordinator/people/[id]/forget', ordinary],
	['/auth/confirm', strange],
	['/auth/sign-out', strange],
	['/first-administrator/[secret]', strange],
	['/invitation/[secret]', strange],
	['/unsubscribe/[secret]', strange],
	['/still-true/[secret]', strange],
	['/sign-in/code', carrying],
	['/sign-in/second', carrying]
]);

/** Ids of the pages that take forms. */
export const takingRoutes: ReadonlySet<string> = new Set(pages.keys());

/** What a page takes; null for one that takes nothing. */
export function postedLimits(route: string, isMember: boolean): BodyLimits | null {
	const limits = pages.get(route);
	if (!limits) return null;
	// What was typed before a session ended goes through the sign-in; a picture is chosen again.
	return isMember ? limits : { ...limits, files: noFiles };
}
