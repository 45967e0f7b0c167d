// In which files the browser gets what pages share, by folders of src/lib: each answer has about
// 500 bytes of headers, more than many of these parts weigh. vite.config.ts builds by it. A folder
// that is named nowhere here falls into small files of its own again, so that moving a file would
// quietly make first visits dearer: scripts/bundles.test.ts finds it.

/** What every page runs on, beside the framework and the network's configuration. */
const frame = ['i18n', 'network', 'page', 'speech', 'time', 'ui'];

/**
 * What several pages share. Folders within these are left out: edit/ is needed by coordinators
 * alone, recurrence/ by the server. Every visitor would pay for it.
 */
const shared = [
	'event',
	'explorer',
	'feed',
	'filter',
	'formats',
	'geo',
	'http',
	'organisation',
	'search'
];

/** What only some pages need and others should not pay for: each file where the bundler puts it. */
export const apart = ['listing/pictures', 'map', 'map/basemap'];

const of = (folders: readonly string[]) => `src[\\\\/]lib[\\\\/](${folders.join('|')})[\\\\/]`;

/** The groups as the bundler takes them: a file goes into the first whose test its path passes. */
export const bundles = [
	{
		name: 'frame',
		test: new RegExp(
			String.raw`node_modules[\\/](svelte|@sveltejs|esm-env|clsx|devalue)[\\/]|[\\/]paraglide[\\/]runtime|network\.config\.ts$|` +
				`${of(frame)}[a-zA-Z.-]+\\.ts$`
		)
	},
	{ name: 'shared', test: new RegExp(`${of(shared)}[a-zA-Z-]+\\.ts$`) }
];
