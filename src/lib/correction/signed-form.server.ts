// What a form of a correction carries to show that this server made it, when, and for which version
// of which listing: nothing is kept for whoever only looks at it, and no program can send a form
// that it has not asked for.
import { randomUUID } from 'node:crypto';
import { backend } from '#lib/backend/backend.server.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';

export interface SignedForm {
	/** The same form is taken once. */
	attempt: string;
	/** Version of the listing its sender saw; 0 of one that is not there yet. */
	version: number;
	/** Milliseconds since the epoch. */
	made: number;
}

const sealOf = (about: string, text: string) => backend().shade(`correction ${about} ${text}`);

/**
 * The text a form carries in a hidden field.
 * @param about the listing: `organisation/kpr`
 */
export function signForm(about: string, version: number, made = Date.now()): string {
	const text = `${randomUUID()}.${version}.${made}`;
	return `${text}.${sealOf(about, text)}`;
}

/** Null: this server has not made it for this listing. */
export function signedForm(about: string, carried: string): SignedForm | null {
	const [attempt = '', version = '', made = '', seal = ''] = carried.slice(0, 300).split('.');
	if (!uuidFrom(attempt) || !/^\d{1,9}$/.test(version) || !/^\d{10,16}$/.test(made)) return null;
	// A comparison that ends early tells nothing here: each try is a form, and forms are limited.
	if (seal !== sealOf(about, `${attempt}.${version}.${made}`)) return null;
	return { attempt, version: Number(version), made: Number(made) };
}
