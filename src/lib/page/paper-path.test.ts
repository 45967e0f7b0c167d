import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestPaperPath, paperPath } from './paper-path.ts';

const asked = (...to: string[]) => paperPath(new URLSearchParams(to.map((one) => ['to', one])));

test('a path of this site is what it is', () => {
	expect(asked('/')).toBe('/');
	expect(asked('/en/events?region=riga#list')).toBe('/en/events?region=riga#list');
	expect(asked(`/${'a'.repeat(longestPaperPath - 1)}`)).toHaveLength(longestPaperPath);
});

test.each([
	[[]],
	[['']],
	[['//evil.example']],
	[['/\\evil.example']],
	[['https://evil.example']],
	[['/a', '/b']],
	[['/a b']],
	[[`/${'a'.repeat(longestPaperPath)}`]]
])('%j is none', (to) => {
	expect(asked(...to)).toBeNull();
});

test('whatever is asked, a code leads to this site', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.webUrl(),
				fc.string().map((one) => `/${one}`)
			),
			(to) => {
				const path = asked(to);
				if (path !== null)
					expect(new URL(path, 'https://tikls.example').origin).toBe('https://tikls.example');
			}
		)
	);
});
