// That README.md names what there is, and nothing else: the folders of src/lib in the order they
// stand on each other, the commands and the settings. A newcomer looks there first.

export interface Sources {
	readme: string;
	/** Folders of src/lib. */
	folders: readonly string[];
	/** Names of the scripts in package.json. */
	commands: readonly string[];
	/** The floors, see scripts/check/floors.ts. */
	floors: readonly (readonly string[])[];
	/** Texts of the files that read the environment. */
	code: readonly string[];
}

/** Read from the environment, but not for whoever runs an installation to set. */
const ownVariables =
	/^(TIKLS_\w+|CHAOS_\w+|BODY_SIZE_LIMIT|NOTIFY_SOCKET|CI|PATH|TZ|SSR|DEV|NODE_ENV|PROPERTY_SEED)$/;

const missing = (what: string, here: Iterable<string>, there: Iterable<string>, where: string) => {
	const known = new Set(there);
	return [...new Set(here)]
		.filter((one) => !known.has(one))
		.map((one) => `${what} ${one} is not ${where}`);
};

/** One sentence for each fault; none when everything agrees. */
export function faultsOfReadme({ readme, folders, commands, floors, code }: Sources): string[] {
	const tree = /\nsrc\/lib\/\n(.*?)\nsrc\/routes\//s.exec(readme)?.[1] ?? '';
	const named = tree
		.split('\n')
		.flatMap((line) => /^ {2}((?:\w+\/ *)+)/.exec(line)?.[1]?.trim().split(/\/ */) ?? [])
		.filter((name) => name !== '');
	const heights = named.map((name) => floors.findIndex((floor) => floor.includes(name)));
	const order = named.filter((_, i) => (heights[i] ?? 0) < (heights[i - 1] ?? 0));

	const said = [...readme.matchAll(/^\| (`npm .*?) +\|/gm)].flatMap(([, cell = '']) =>
		[...cell.matchAll(/`npm (?:run )?([\w:-]+)/g)].map(([, name = '']) => name)
	);
	const settings = [...readme.matchAll(/^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) +\|/gm)].flatMap(
		([, cell = '']) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name)
	);
	const read = code
		.flatMap((text) => [...text.matchAll(/\benv(?:\.|\[')([A-Z][A-Z_]+)\b/g)])
		.map(([, name = '']) => name)
		.filter((name) => !ownVariables.test(name));
	return [
		...missing('folder', folders, named, 'in the tree of README.md'),
		...missing('folder', named, folders, 'in src/lib, though README.md names it'),
		...order.map((name) => `README.md names ${name} above a folder it stands on`),
		...missing('command', commands, said, 'in the table of README.md'),
		...missing('command', said, commands, 'in package.json, though README.md names it'),
		...missing('setting', read, settings, 'in the table of README.md'),
		...settings
			.filter((name) => !code.some((text) => text.includes(name)))
			.map((name) => `setting ${name} is read nowhere, though README.md names it`)
	];
}
