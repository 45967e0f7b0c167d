// Values of a document, of which only the database knows what they are.

/**
 * A document of a listing: a value for each key. A text in several languages is one value
 * (localised.ts).
 */
export type ListingDocument = Record<string, unknown>;

/** As a text; empty when there is none. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
		? String(value)
		: '';
}

/** A list as texts, without empty ones. */
export const textsOf = (value: unknown): string[] =>
	Array.isArray(value) ? value.map(textOf).filter(Boolean) : [];

/** Whether it has parts of its own. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list as objects. */
export const rowsOf = (value: unknown): Record<string, unknown>[] =>
	Array.isArray(value) ? value.filter(isObject) : [];
