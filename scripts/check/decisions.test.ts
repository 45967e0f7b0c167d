// The check of the decisions finds each kind of fault.
import { expect, it } from 'vitest';
import { faultsOfDecisions } from './decisions.ts';

const index = `
| [0001](0001-one.md) | One | 2026-11-24 | replaced by 0002 |
| [0002](0002-two.md) | Two | 2026-11-25 | holds            |
`;
const pages = { '0001-one.md': '# 1. One\n', '0002-two.md': '# 2. Two\n' };
const faults = (
	change: { pages?: Record<string, string>; index?: string; files?: [string, string][] } = {}
) =>
	faultsOfDecisions({
		pages: new Map(Object.entries(change.pages ?? pages)),
		index: change.index ?? index,
		files: change.files ?? []
	});
// Put together, so that the check of this project does not take it for a reference.
const reference = (rest: string) => ['docs', 'decisions', rest].join('/');

it('finds nothing where all agrees', () => {
	expect(faults({ files: [['a.ts', `see ${reference('0002-two.md')} and 0002`]] })).toEqual([]);
});

it('finds gaps, pages the index lacks, and titles it has otherwise', () => {
	expect(faults({ pages: { ...pages, '0004-four.md': '# 4. Four\n' } })).toEqual([
		'0004-four.md stands where 0003 is expected',
		'the index names 0004-four.md 0 times'
	]);
	expect(faults({ pages: { ...pages, '0002-two.md': '# 2. Too\n' } })).toHaveLength(1);
	expect(faults({ pages: { ...pages, '0002-two.md': '# Two\n' } })).toHaveLength(2);
	expect(faults({ index: index.replace('holds', 'maybe') })).toHaveLength(1);
	expect(faults({ index: index.replace('by 0002', 'by 0009') })).toHaveLength(1);
});

it('finds references to pages that are not there', () => {
	const files: [string, string][] = [
		['a.ts', reference('0003')],
		['b.ts', reference('0002-too.md')],
		['c.ts', `by ${'decision'} 0012`],
		['docs/decisions/0001-one.md', `[0007](${'0007'}-seven.md)`]
	];
	expect(faults({ files })).toHaveLength(4);
});
