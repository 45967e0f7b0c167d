// An unfinished form is kept in the browser and offered back: after a closed tab, a lost
// connection, a session that ended. It is kept for one person, one listing and the version that was
// read, on this device alone, and is gone after a save and at sign-out.
import { typedIn, type Typed } from '#lib/form/form.ts';

const prefix = 'tikls:draft:';
/** Beyond it no form of ours is kept; browsers give a site five million characters in all. */
const max = 300_000;

/** What belongs to one rendering of the form and not to what somebody typed. */
const passing = new Set(['attempt', 'version', 'read_version']);

/** What a form is about. */
export interface DraftOf {
	/** Id of the person: two people may share a computer. */
	person: string;
	/** `organisation/<id>`, `event/new`, ... */
	listing: string;
	/** The version that was read; 0 for a new listing. */
	version: number;
}

interface Kept {
	/** Milliseconds since 1970. */
	at: number;
	/** The version the form was opened with. */
	version: number;
	typed: Typed;
}

/**
 * Takes every kept form of this browser away: at sign-out nothing of anybody's work stays on a
 * shared computer.
 */
export function forgetDrafts(): void {
	try {
		for (const key of Object.keys(localStorage))
			if (key.startsWith(prefix)) localStorage.removeItem(key);
	} catch {
		// A browser that keeps nothing has nothing to forget.
	}
}

const listingPrefix = ({ person, listing }: DraftOf) => `${prefix}${person}:${listing}:`;

/**
 * Takes the kept forms of a listing away, whatever version they began with: called once it is
 * saved.
 */
export function forgetDraft(of: DraftOf): void {
	try {
		for (const key of Object.keys(localStorage))
			if (key.startsWith(listingPrefix(of))) localStorage.removeItem(key);
	} catch {
		// As above.
	}
}

/** A form somebody left unfinished in this browser. */
export interface UnfinishedForm {
	/** Whose it is; `version` is that of the latest kept text. */
	of: DraftOf;
	/** Milliseconds since 1970. */
	at: number;
	typed: Typed;
}

/** The forms a person left unfinished in this browser, the latest first, each listing once. */
export function unfinishedForms(person: string): UnfinishedForm[] {
	const own = `${prefix}${person}:`;
	try {
		const forms = Object.keys(localStorage)
			.filter((key) => key.startsWith(own))
			.flatMap((key): UnfinishedForm[] => {
				const [, listing, version] =
					/^((?:organisation|event)\/[\w-]+):(\d+)$/.exec(key.slice(own.length)) ?? [];
				const kept = keptFrom(localStorage.getItem(key) ?? '', Number(version));
				if (listing === undefined || kept === null) return [];
				return [{ of: { person, listing, version: kept.version }, at: kept.at, typed: kept.typed }];
			})
			.sort((a, b) => b.at - a.at);
		return forms.filter(
			({ of }, place) => forms.findIndex((one) => one.of.listing === of.listing) === place
		);
	} catch {
		// A browser that keeps nothing has nothing to list.
		return [];
	}
}

/** Every field but passwords and files, as they stand. */
function fieldsOf(form: HTMLFormElement): Typed {
	const data = new FormData(form);
	for (const control of form.querySelectorAll<HTMLInputElement>('input[type="password"]'))
		data.delete(control.name);
	const typed = typedIn(data);
	for (const name of passing) delete typed[name];
	return typed;
}

const same = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
	JSON.stringify(one ?? []) === JSON.stringify(other ?? []);

/** Fields whose values differ. What is empty and what is not there are the same. */
function differing(one: Typed, other: Typed): string[] {
	const filled = (values: readonly string[] | undefined) => values?.filter(Boolean);
	return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
		(name) => !same(filled(one[name]), filled(other[name]))
	);
}

/** What is kept with what was typed since laid over it: the newer of the two, field by field. */
export function laidOver(kept: Typed, rendered: Typed, now: Typed): Typed {
	const typed = { ...kept };
	for (const name of differing(rendered, now)) {
		if (now[name]) typed[name] = now[name];
		else delete typed[name];
	}
	return typed;
}

/** What is offered back. */
interface Offer extends Kept {
	/** Fields in which it differs from what the form shows. */
	fields: string[];
}

/**
 * Keeps what is typed in a form. `watch` is an attachment of the form element; `offer` is what an
 * earlier visit left unfinished, until it is taken or thrown away. What is typed while it stands is
 * kept with it.
 */
export class Draft {
	readonly #of: DraftOf;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#offer = $state.raw<Offer | null>(null);
	#form: HTMLFormElement | null = null;
	/** The form as it was rendered. */
	#rendered: Typed = {};
	/** It was rendered with what was typed, not with what is saved. */
	#unsaved = false;

	constructor(of: DraftOf) {
		this.#of = of;
	}

	/** What is offered back, and since when it waits; null when there is nothing. */
	get offer(): Readonly<Offer> | null {
		return this.#offer;
	}

	/** Whether the form holds something that is not saved. */
	get dirty(): boolean {
		if (!this.#form) return false;
		return this.#unsaved || differing(this.#rendered, fieldsOf(this.#form)).length > 0;
	}

	/**
	 * @param fresh whether the form shows what is saved: an answer to a failed save shows what was
	 * typed already, and nothing is
	 *     offered beside it
	 */
	watch(form: HTMLFormElement, fresh: boolean): () => void {
		this.#form = form;
		this.#rendered = fieldsOf(form);
		this.#unsaved = !fresh;
		const kept = fresh ? this.#read() : null;
		const fields = kept ? differing(kept.typed, this.#rendered) : [];
		this.#offer = kept && fields.length > 0 ? { ...kept, fields } : null;
		const write = () => {
			clearTimeout(this.#timer);
			this.#timer = undefined;
			this.#write(this.#whole(form));
		};
		const keep = () => {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(write, 400);
		};
		// A phone may end the page without another word once it is hidden.
		const keepNow = () => {
			if (this.#timer !== undefined) write();
		};
		form.addEventListener('input', keep);
		form.addEventListener('change', keep);
		document.addEventListener('visibilitychange', keepNow);
		return () => {
			// What was typed just before an answer came, or the page was left.
			keepNow();
			this.#form = null;
			form.removeEventListener('input', keep);
			form.removeEventListener('change', keep);
			document.removeEventListener('visibilitychange', keepNow);
		};
	}

	/** What stands in the form, over what is offered where that still waits. */
	#whole(form: HTMLFormElement): Typed {
		const now = fieldsOf(form);
		return this.#offer ? laidOver(this.#offer.typed, this.#rendered, now) : now;
	}

	/**
	 * What was offered, to be put into the form, under what was typed since; it stays kept. It brings
	 * the version it began with (the field `version`): when somebody has saved since, the form is
	 * stale and both versions will be shown.
	 */
	take(): Typed | null {
		const kept = this.#offer;
		if (!kept) return null;
		const typed = this.#form ? this.#whole(this.#form) : kept.typed;
		this.#offer = null;
		return { ...typed, ...(kept.version > 0 && { version: [String(kept.version)] }) };
	}

	/** Throws what is offered away. What was typed since stays kept. */
	refuse(): void {
		this.forget();
		if (this.dirty && this.#form) this.#write(fieldsOf(this.#form));
	}

	/** Throws what is kept of the listing away, whatever version it began with. */
	forget(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#offer = null;
		forgetDraft(this.#of);
	}

	/**
	 * The latest that is kept of the listing: somebody may have saved another version since it was
	 * written.
	 */
	#read(): Kept | null {
		try {
			const prefixed = listingPrefix(this.#of);
			const kept = Object.keys(localStorage)
				.filter((key) => key.startsWith(prefixed))
				.map((key) => keptFrom(localStorage.getItem(key) ?? '', Number(key.slice(prefixed.length))))
				.filter((one) => one !== null);
			return kept.sort((a, b) => b.at - a.at)[0] ?? null;
		} catch {
			return null;
		}
	}

	#write(typed: Typed): void {
		const kept = JSON.stringify({ at: Date.now(), typed });
		if (kept.length > max) return;
		try {
			localStorage.setItem(`${listingPrefix(this.#of)}${this.#of.version}`, kept);
		} catch {
			// No room, or a browser that keeps nothing: the form works as without this.
		}
	}
}

/**
 * What a browser kept, or null: scripts of other pages of this origin and hands can have written
 * anything.
 */
function keptFrom(text: string, version: number): Kept | null {
	try {
		const kept: unknown = JSON.parse(text);
		if (typeof kept !== 'object' || kept === null || !('at' in kept) || !('typed' in kept))
			return null;
		const { at, typed } = kept;
		if (typeof at !== 'number' || typeof typed !== 'object' || typed === null) return null;
		const fields = Object.entries(typed).filter(
			(entry): entry is [string, string[]] =>
				Array.isArray(entry[1]) && entry[1].every((value) => typeof value === 'string')
		);
		return { at, version, typed: Object.fromEntries(fields) };
	} catch {
		return null;
	}
}
