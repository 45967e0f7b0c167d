// The order of vitest's files: those with a database, a server or kills first. vitest begins with
// the largest files while it knows no durations, as in a fresh clone; the longest here are small,
// and ran alone at the end while the other core had nothing to do.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Parts of paths, the longest first. */
const LONG = ['scripts/chaos', 'supabase/tests/attacks', 'supabase/', 'src/lib/backend/'];

const rank = ({ moduleId }: TestSpecification) => {
	const found = LONG.findIndex((part) => moduleId.includes(part));
	return found === -1 ? LONG.length : found;
};

export class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		return sorted.toSorted((a, b) => rank(a) - rank(b));
	}
}
