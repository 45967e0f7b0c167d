// What a check of a hosted project comes to, and the line a person reads.

export type Finding =
	| { kind: 'holds'; said: string }
	/** `todo` says what to do about it. */
	| { kind: 'fails'; said: string; todo: string }
	/**
	 * Nobody knows. `isChosen`: whoever ran it left out what it needs, which is no fault of the
	 * project.
	 */
	| { kind: 'untried'; why: string; isChosen: boolean };

export const holds = (said: string): Finding => ({ kind: 'holds', said });
export const fails = (said: string, todo: string): Finding => ({ kind: 'fails', said, todo });
export const untried = (why: string, isChosen = false): Finding => ({
	kind: 'untried',
	why,
	isChosen
});

const MARKS = { holds: '✓', fails: '✗', untried: '–' } as const;

/** One line for each check: what was looked at, what was found, and what to do. */
export function lineOf(name: string, finding: Finding): string {
	const mark = MARKS[finding.kind];
	if (finding.kind === 'holds') return `${mark} ${name}: ${finding.said}`;
	if (finding.kind === 'untried') return `${mark} ${name}: could not be tried: ${finding.why}`;
	return `${mark} ${name}: ${finding.said}. ${finding.todo}`;
}

/** Whether a project with these findings may be relied on. */
export const isGood = (findings: readonly Finding[]): boolean =>
	findings.every(
		(finding) => finding.kind === 'holds' || (finding.kind === 'untried' && finding.isChosen)
	);

/** The last line. */
export function summaryOf(findings: readonly Finding[]): string {
	const count = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length;
	const parts = [`${count('holds')} hold`, `${count('fails')} fail`];
	if (count('untried') > 0) parts.push(`${count('untried')} could not be tried`);
	return parts.join(', ');
}
