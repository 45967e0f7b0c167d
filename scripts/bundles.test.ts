// What pages share comes in few files, and none brings along what its page does not need.
import { posix } from 'node:path';
import { expect, it, test } from 'vitest';
import { bundleNames, bundlesOf } from './bundles.ts';

const root = posix.dirname(import.meta.dirname.replaceAll('\\', '/'));
const route = (path: string) => posix.join(root, 'src/routes', path);
const of = (path: string) => posix.join(root, 'src/lib', path);
const text = (name: string) => posix.join(root, 'src/lib/paraglide/messages', `${name}.js`);
const texts = posix.join(root, 'src/lib/paraglide/messages.js');

type Module = { imports?: string[]; later?: string[]; code?: string };
const modules: Record<string, Module> = {
	[route('+layout.svelte')]: {
		imports: [of('page/SiteHeader.svelte')],
		later: [of('page/Standing.svelte')]
	},
	[of('page/Standing.svelte')]: { imports: [of('http/ask.ts')] },
	[route('+error.svelte')]: {},
	[route('(public)/privacy/+page.svelte')]: { imports: [of('ui/Trail.svelte')] },
	[route('(public)/+page.svelte')]: {
		imports: [
			of('time/days.ts'),
			of('filter/Form.svelte'),
			of('ui/Line.svelte'),
			of('map/clusters.ts'),
			of('http/ask.ts')
		],
		later: [of('map/Map.svelte')],
		code: 'm.found()'
	},
	[route('(public)/events/+page.svelte')]: {
		imports: [
			of('time/days.ts'),
			of('filter/Form.svelte'),
			of('ui/Line.svelte'),
			of('map/clusters.ts'),
			of('http/ask.ts')
		],
		code: 'm.found()'
	},
	[route('(public)/organisation/[slug]/+page.svelte')]: {
		imports: [
			of('time/days.ts'),
			of('map/towns.ts'),
			of('page/Share.svelte'),
			of('ui/Trail.svelte'),
			of('o/Hours.svelte')
		],
		later: [of('map/Map.svelte')],
		code: 'm.where()'
	},
	[route('(public)/event/[slug]/+page.svelte')]: {
		imports: [
			of('time/days.ts'),
			of('map/towns.ts'),
			of('page/Share.svelte'),
			of('ui/Line.svelte')
		],
		code: 'm.where() + m.alone()'
	},
	[of('ui/Line.svelte')]: {
		imports: [of('ui/line.svelte.ts'), `${of('ui/Line.svelte')}?svelte&type=style&lang.css`]
	},
	[of('page/SiteHeader.svelte')]: { code: 'm.menu()', imports: [texts] },
	[of('map/Map.svelte')]: {
		imports: [of('map/towns.ts'), of('map/clusters.ts'), of('map/leaflet.ts')]
	},
	// The index knows all texts: whoever imports it must not be taken for the user of each.
	[texts]: { imports: [text('menu'), text('found'), text('where'), text('alone'), text('desk')] }
};
const bundleOf = bundlesOf({
	getModuleInfo: (id) => ({
		code: modules[id]?.code ?? null,
		importedIds: modules[id]?.imports ?? [],
		dynamicallyImportedIds: modules[id]?.later ?? []
	})
});

test.each([
	['what every page runs on', posix.join(root, 'node_modules/svelte/src/index.js'), 'frame'],
	['what stands around every page', of('page/SiteHeader.svelte'), 'frame'],
	['its texts', text('menu'), 'frame'],
	['what a page of words needs, too', of('ui/Trail.svelte'), 'frame'],
	['a rule that all four need', of('time/days.ts'), 'shared'],
	['a rule in a file of its kind', of('ui/line.svelte.ts'), 'shared'],
	['what three pages show', of('ui/Line.svelte'), 'parts'],
	['its styles', `${of('ui/Line.svelte')}?svelte&type=style&lang.css`, 'parts'],
	['what the moving map of a listing needs', of('map/clusters.ts'), 'marks'],
	['what every page fetches later', of('http/ask.ts'), 'shared'],
	['what the two lists need', of('filter/Form.svelte'), 'lists'],
	['their texts', text('found'), 'lists'],
	['what both listings need', of('page/Share.svelte'), 'listing'],
	['their texts', text('where'), 'listing'],
	['what the moving map needs, too', of('map/towns.ts'), 'ground'],
	['what one listing needs', of('o/Hours.svelte'), 'organisation'],
	['its texts', text('alone'), 'event'],
	['what comes later', of('map/leaflet.ts'), undefined],
	['what none of them needs', text('desk'), undefined],
	['the index of texts', texts, undefined]
])('%s: %s', (_, id, bundle) => {
	expect(bundleOf(id)).toBe(bundle);
});

it('says which page it does not find', () => {
	expect(() => bundlesOf({ getModuleInfo: () => null })).toThrow(/there is no \+layout\.svelte/);
});

it('a file builds only on those before it: each page reaches what it reaches through others', () => {
	const order = (id: string) => {
		const found = bundleOf(id);
		return found ? bundleNames.indexOf(found) : bundleNames.length;
	};
	for (const [id, { imports = [] }] of Object.entries(modules))
		for (const imported of imports)
			if (id !== texts && imported !== texts)
				expect(order(imported)).toBeLessThanOrEqual(order(id));
});
