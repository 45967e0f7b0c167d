// In which files the browser gets what pages share. Each answer has about 500 bytes of headers,
// more than many parts of a page weigh, and the bundler left alone makes a file for every set of
// pages that share something. So what the four public pages people come to have in common comes in
// a few files, by who needs it; vite.config.ts builds by it. It is read from the imports
// themselves: a list of folders would be wrong after the next move.
import { fileURLToPath } from 'node:url';

/** What is asked of the bundler about a module. */
export interface Graph {
	getModuleInfo(id: string): {
		readonly code: string | null;
		readonly importedIds: readonly string[];
		readonly dynamicallyImportedIds: readonly string[];
	} | null;
}

/** Pages a visit begins with, a page of words alone, and what stands around every page. */
const routes = {
	around: ['+layout.svelte', '+error.svelte'],
	words: ['(public)/privacy/+page.svelte'],
	map: ['(public)/+page.svelte'],
	programme: ['(public)/events/+page.svelte'],
	organisation: ['(public)/organisation/[slug]/+page.svelte'],
	event: ['(public)/event/[slug]/+page.svelte']
};

/** Names of the files, those that others build on first. */
export const bundleNames = [
	'frame',
	'shared',
	'parts',
	'marks',
	'lists',
	'ground',
	'listing',
	'organisation',
	'event'
] as const;
export type BundleName = (typeof bundleNames)[number];

/** What every page runs on, whoever imports it. */
const always =
	/node_modules[\\/](svelte|@sveltejs|esm-env|clsx|devalue)[\\/]|[\\/]paraglide[\\/](runtime|registry)|network\.config\.ts$/;
const message = /[\\/]paraglide[\\/]messages[\\/](\w+)\.js$/;
const messages = /[\\/]paraglide[\\/]messages/;

/** What it fetches, no visitor's browser ever does. */
const signedInAlone = /[\\/]src[\\/]person-bar\.ts$/;

/** All that is reached from these modules, themselves included, and the texts they use. */
function reached(graph: Graph, from: readonly string[], dynamic: boolean): Set<string> {
	const seen = new Set(from);
	for (const id of seen) {
		// The index of texts imports every text there is.
		if (messages.test(id)) continue;
		const found = graph.getModuleInfo(id);
		for (const next of found?.importedIds ?? []) seen.add(next);
		if (dynamic && !signedInAlone.test(id))
			for (const next of found?.dynamicallyImportedIds ?? []) seen.add(next);
		for (const [, name] of found?.code?.matchAll(/\bm\.(\w+)/g) ?? []) seen.add(`text ${name}`);
	}
	return seen;
}

/** Parts bring their styles along, which a page of words alone should not pay for. */
const partOrRule = (id: string) => (/\.(svelte|css)(\?|$)/.test(id) ? 'parts' : 'shared');

/** Into which file a module goes; undefined where the bundler may put it anywhere. */
export function bundlesOf(graph: Graph): (id: string) => BundleName | undefined {
	const start = (page: keyof typeof routes) =>
		routes[page].map((route) => {
			const id = fileURLToPath(new URL(`../src/routes/${route}`, import.meta.url)).replaceAll(
				'\\',
				'/'
			);
			if (!graph.getModuleInfo(id)) throw new Error(`scripts/bundles.ts: there is no ${route}`);
			return id;
		});
	const around = reached(graph, start('around'), false);
	// What stands around every page fetches some of itself once the page is there.
	const aroundLater = reached(graph, start('around'), true);
	const words = reached(graph, start('words'), false);
	const map = reached(graph, start('map'), false);
	const later = reached(graph, start('map'), true);
	const programme = reached(graph, start('programme'), false);
	const organisation = reached(graph, start('organisation'), false);
	const listingLater = reached(graph, start('organisation'), true);
	const event = reached(graph, start('event'), false);
	return (id) => {
		if (always.test(id)) return 'frame';
		const name = message.exec(id)?.[1];
		const key = name ? `text ${name}` : id;
		if (messages.test(id) && !name) return undefined;
		if (around.has(key)) return 'frame';
		const pages = [map, programme, organisation, event].filter((page) => page.has(key)).length;
		if (pages === 0) return undefined;
		if (words.has(key)) return 'frame';
		if (pages > 2 || aroundLater.has(key)) return partOrRule(id);
		if (pages === 1) {
			// The preview before publishing is made of the same parts: without a file of their own they
			// would be several small ones.
			if (organisation.has(key)) return 'organisation';
			return event.has(key) ? 'event' : undefined;
		}
		// The map that can be moved needs some of it on every page, but none of the rest.
		if (map.has(key) && programme.has(key)) return listingLater.has(key) ? 'marks' : 'lists';
		if (organisation.has(key) && event.has(key)) return later.has(key) ? 'ground' : 'listing';
		return partOrRule(id);
	};
}

/** The files as the bundler takes them: a module goes into the first that wants it. */
export function bundleGroups() {
	let bundleOf: ReturnType<typeof bundlesOf> | undefined;
	return bundleNames.map((bundle) => ({
		debugName: bundle,
		name: (id: string, graph: Graph) => {
			// All is read by now: what imports what no longer changes.
			bundleOf ??= bundlesOf(graph);
			return bundleOf(id) === bundle ? bundle : null;
		}
	}));
}
