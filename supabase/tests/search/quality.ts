// How good the search is, as two figures over queries whose right answers were written down
// beforehand (judged.json): recall at 5, the share of the right answers among the first five (of
// five, where there are more right ones), and the mean reciprocal rank, 1 when a right answer comes
// first, 1/2 when it comes second. A query that must find nothing scores 1 when it finds nothing,
// else 0.
import { readFileSync } from 'node:fs';
import type { SqlExecutor } from '#lib/backend/embedded/sql.ts';

const subjects = ['organisations', 'events'] as const;
type Subject = (typeof subjects)[number];

/** Subject, group, query and the slugs of its right answers. */
type Judged = Record<Subject, Record<string, Record<string, readonly string[]>>>;

export interface Score {
	recall: number;
	reciprocalRank: number;
}

/** One query: what was found first, at most ten slugs in order, and how good that is. */
export interface Answered extends Score {
	subject: Subject;
	group: string;
	query: string;
	expected: readonly string[];
	found: readonly string[];
}

const questions: Record<Subject, string> = {
	organisations: `select organisation.slug from internal.organisation_hits($1) as hit
		join public.organisations as organisation on organisation.id = hit.organisation_id
		order by hit.rank desc, internal.sort_key(internal.text_in(organisation.name, 'lv')) collate "C", organisation.id
		limit 10`,
	events: `select event.slug from internal.event_hits($1) as hit
		join public.events as event on event.id = hit.event_id
		order by hit.rank desc, event.starts_local desc, event.id limit 10`
};

/**
 * How good a list is, given the right answers; an empty list of those means that nothing should be
 * found.
 */
export function score(expected: readonly string[], found: readonly string[]): Score {
	if (expected.length === 0) {
		const right = found.length === 0 ? 1 : 0;
		return { recall: right, reciprocalRank: right };
	}
	const first = found.findIndex((slug) => expected.includes(slug));
	const among = found.slice(0, 5).filter((slug) => expected.includes(slug)).length;
	return {
		recall: among / Math.min(5, expected.length),
		reciprocalRank: first < 0 ? 0 : 1 / (first + 1)
	};
}

/** Asks every judged query of a database seeded with the first data. */
export async function askJudged(sql: SqlExecutor): Promise<Answered[]> {
	const judged = JSON.parse(
		readFileSync(new URL('judged.json', import.meta.url), 'utf8')
	) as Judged;
	const answered: Answered[] = [];
	for (const subject of subjects)
		for (const [group, queries] of Object.entries(judged[subject]))
			for (const [query, expected] of Object.entries(queries)) {
				const rows = await sql.query<{ slug: string }>(questions[subject], [query]);
				const found = rows.map((row) => row.slug);
				answered.push({ subject, group, query, expected, found, ...score(expected, found) });
			}
	return answered;
}

/** The mean of both figures; of none, 0. */
export function mean(answered: readonly Score[]): Score {
	const sum = (of: (score: Score) => number) =>
		answered.reduce((total, one) => total + of(one), 0) / Math.max(1, answered.length);
	return { recall: sum((one) => one.recall), reciprocalRank: sum((one) => one.reciprocalRank) };
}
