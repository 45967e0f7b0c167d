// How the database holds a document where that is not how the code has it: a text in several languages is a column for each of them
// there. Once it is one value there too, this file goes.
import type { Json } from '#lib/backend/database.types.ts';
import { gathered, spread } from '#lib/listing/fields/localised.ts';

export const documentFromStore = gathered;
export const documentForStore = (document: Readonly<Record<string, unknown>>) =>
	spread(document) as Json;

/** The key under which the code has what the database has under this one. */
export const keyFromStore = (key: string): string =>
	Object.keys(gathered({ [key]: null }))[0] ?? key;
