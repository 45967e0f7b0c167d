// Runs the checks of a hosted project one after the other, each within its time, and cleans up
// after each of them.
import { fails, untried, type Finding } from './finding.ts';
import type { Expected } from './expected.ts';
import { Leftovers } from './leftovers.ts';
import { whyNot, type Project } from './project.ts';

/** What a check works with. */
export interface Bench {
	project: Project;
	expected: Expected;
	/** Where supabase/migrations lie. */
	projectRoot: string;
	/** For whatever the check makes. */
	leftovers: Leftovers;
	/** To be asked before each step that makes something. @throws when the time is up */
	goOn(): void;
}

export interface Check {
	name: string;
	/** Names of checks without which this one would only say the same again. */
	needs: readonly string[];
	run(bench: Bench): Promise<Finding>;
}

export interface RunOptions {
	/** Milliseconds each check may take. */
	patience: number;
	/** Ends the run: what was made is removed, and nothing more is tried. */
	interrupted: AbortSignal;
	/** Told of each check when it is known. */
	tell(name: string, finding: Finding): void;
}

/** @returns what was found, in the order of the checks */
export async function runChecks(
	checks: readonly Check[],
	base: Omit<Bench, 'leftovers' | 'goOn'>,
	options: RunOptions
): Promise<Finding[]> {
	const found = new Map<string, Finding>();
	for (const check of checks) {
		const lacking = check.needs.find((name) => found.get(name)?.kind !== 'holds');
		const finding = options.interrupted.aborted
			? untried('it was interrupted')
			: lacking === undefined
				? await within(check, base, options)
				: untried(`it needs "${lacking}"`);
		found.set(check.name, finding);
		options.tell(check.name, finding);
	}
	return [...found.values()];
}

/**
 * One check within its time. What is under way when that is over is waited for, so that nothing is
 * made after the cleaning: each question has an end of its own.
 */
async function within(
	check: Check,
	base: Omit<Bench, 'leftovers' | 'goOn'>,
	{ patience, interrupted }: RunOptions
): Promise<Finding> {
	const leftovers = new Leftovers(base.project);
	const late = AbortSignal.timeout(patience);
	const over = AbortSignal.any([late, interrupted]);
	const bench: Bench = {
		...base,
		leftovers,
		goOn: () => over.throwIfAborted(),
		project: {
			...base.project,
			ask: (...asked) => {
				over.throwIfAborted();
				return base.project.ask(...asked);
			}
		}
	};
	let finding: Finding;
	try {
		finding = await check.run(bench);
	} catch (error) {
		finding = untried(
			interrupted.aborted
				? 'it was interrupted'
				: late.aborted
					? `it took longer than ${patience / 1000} s`
					: whyNot(error)
		);
	}
	const stayed = await leftovers.remove();
	if (stayed.length === 0) return finding;
	const before = finding.kind === 'fails' ? `${finding.said}; ` : '';
	return fails(
		`${before}what it made for trying is still there: ${stayed.join(', ')}`,
		'Remove it by hand'
	);
}
