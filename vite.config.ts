// Vite: builds the application (with the message compiler) and runs the vitest suites.
import { type CompilerOptions, paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { bundleGroups } from './scripts/bundles.ts';
import { formsPage } from './scripts/dev/forms-page.ts';
import { filesByKind } from './scripts/test/kinds.ts';
import { LongestFirst } from './scripts/test/longest-first.ts';
import { localisedPaths } from '#lib/page/paths.ts';

/**
 * How the texts of messages/ become functions. Their declarations are made by `npm run check`
 * alone: here they would cost each start of a test run or of the development server five seconds.
 */
export const texts: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['url', 'baseLocale'],
	// The address decides the language; every path is written in the page's own language.
	urlPatterns: localisedPaths
};

const tests = filesByKind(import.meta.dirname);

export default defineConfig({
	plugins: [paraglideVitePlugin(texts), formsPage(), sveltekit()],
	resolve: {
		alias: [
			{
				find: /^@inlang\/paraglide-js\/urlpattern-polyfill$/,
				replacement: fileURLToPath(new URL('src/lib/page/url-pattern.ts', import.meta.url))
			}
		]
	},
	build: {
		// Small pictures inside a style sheet (Leaflet has some that are never shown) would be paid for
		// by everybody.
		assetsInlineLimit: 0,
		rolldownOptions: {
			// A message does nothing until it is called. Without being told, the bundler keeps all of
			// them together, and the first page would bring the texts of every other one.
			treeshake: {
				moduleSideEffects: [{ test: /[\\/]paraglide[\\/]messages/, sideEffects: false }]
			}
		}
	},
	environments: {
		client: {
			build: {
				rolldownOptions: {
					// What every page runs on comes in one file: a dozen small ones cost a dozen answers'
					// headers. In the browser's bundle alone: the server's would begin to run in another
					// order, and read what is not there yet.
					output: { codeSplitting: { groups: bundleGroups() } }
				}
			}
		}
	},
	test: {
		// On two cores vitest would take one, and the other would wait for it.
		maxWorkers: Math.max(2, availableParallelism() - 1),
		sequence: { sequencer: LongestFirst },
		testTimeout: 60_000,
		hookTimeout: 120_000,
		projects: [
			{
				extends: true,
				test: {
					name: 'pure',
					include: tests.pure,
					setupFiles: ['scripts/test/properties.ts', 'scripts/test/pure-only.ts'],
					// One process reads each module once for all of them: half the time was reading.
					isolate: false
				}
			},
			{
				extends: true,
				test: {
					name: 'pure with stand-ins',
					include: tests.standIns,
					setupFiles: ['scripts/test/properties.ts', 'scripts/test/pure-only.ts']
				}
			},
			{
				extends: true,
				test: {
					name: 'thorough',
					include: tests.thorough,
					setupFiles: ['scripts/test/properties.ts', 'scripts/test/pure-only.ts']
				}
			},
			{
				extends: true,
				test: {
					name: 'database',
					include: tests.database,
					setupFiles: 'scripts/test/properties.ts',
					globalSetup: 'supabase/tests/prepared.ts',
					// As the server is started: each of these files opens databases of its own, and
					// optimising them for so short a time takes more than it brings.
					execArgv: ['--liftoff-only']
				}
			}
		]
	}
});
