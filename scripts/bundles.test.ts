// Every file that public pages run in the browser is in a bundle somebody has decided on.
import { posix } from 'node:path';
import { expect, it, test } from 'vitest';
import { apart, bundles } from './bundles.ts';
import { meantFile, readSources, writtenImports } from './check/imports.ts';

const bundleOf = (path: string) => bundles.find(({ test }) => test.test(path))?.name ?? null;

test.each([
	['src/lib/page/paths.ts', 'frame'],
	['src/lib/i18n/locale.svelte.ts', 'frame'],
	['src\\lib\\time\\days.ts', 'frame'],
	['network.config.ts', 'frame'],
	['node_modules/svelte/src/index.js', 'frame'],
	['src/lib/filter/filter.ts', 'shared'],
	['src/lib/event/edit/event-typed.ts', null],
	['src/lib/event/recurrence/weekdays.ts', null],
	['src/lib/map/leaflet.ts', null]
])('%s is in %s', (path, bundle) => {
	expect(bundleOf(path)).toBe(bundle);
});

it('whatever a public page loads at once is in a bundle or named as apart', () => {
	const sources = readSources();
	const pages = [...sources.keys()].filter((path) =>
		/^src\/routes\/(\(public\)\/.*)?\+(page|layout|error)(\.ts|\.svelte)$/.test(path)
	);
	expect(pages.length).toBeGreaterThan(8);
	const seen = new Set(pages);
	for (const path of seen)
		for (const written of writtenImports(path, sources.get(path) ?? '', {
			types: false,
			dynamic: false
		})) {
			const to = meantFile(path, written);
			if (to && sources.has(to) && !/\.server\.ts$/.test(to)) seen.add(to);
		}
	const undecided = [...seen].filter(
		(path) =>
			/^src\/lib\/.*(?<!\.svelte)\.ts$/.test(path) &&
			bundleOf(path) === null &&
			!apart.includes(posix.dirname(path).slice('src/lib/'.length))
	);
	expect(seen.size).toBeGreaterThan(100);
	expect(undecided).toEqual([]);
});
