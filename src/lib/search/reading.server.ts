// How the words of a filter are read. A page asks once and hands the answer on: to its list, its
// counts, its map and its feeds.
import { backend } from '#lib/backend/backend.server.ts';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { QueryCache } from '#lib/backend/query-cache.ts';
import { unanswered } from '#lib/http/unanswered.server.ts';
import type { LocatedFilter } from '#lib/filter/filter.ts';
import type { WordReading } from '#lib/filter/marks.ts';
import * as v from 'valibot';

const Reading = v.array(
	v.object({
		typed: v.string(),
		corrected: v.nullable(v.string()),
		forms: v.array(v.string()),
		plain: v.string(),
		meant: v.nullable(v.string()),
		read: v.boolean(),
		tried: v.boolean()
	})
);

/**
 * The pages of a list and the data of its map and feeds have the same words; what words there are
 * follows the content.
 */
const readings = new QueryCache<WordReading[]>({ answers: 500, maxAge: 3_600_000 });

/** The words of a question, read; none for none. */
export async function readWords(words: string): Promise<WordReading[]> {
	if (words === '') return [];
	return await readings.get(await contentVersion(), words, async () => {
		const { data, error: failure } = await backend().visitor.rpc('interpret_words', { words });
		if (failure) unanswered('interpret_words', failure);
		return v.parse(Reading, data);
	});
}

/** The filter with what its words mean, so that the database does not look for it again. */
export function withReading(filter: LocatedFilter, reading: readonly WordReading[]): LocatedFilter {
	return filter.words === '' ? filter : { ...filter, meant: meantBy(reading) };
}

function meantBy(reading: readonly WordReading[]): Record<string, string> {
	return Object.fromEntries(
		reading.flatMap(({ plain, meant }) => (meant === null ? [] : [[plain, meant]]))
	);
}
