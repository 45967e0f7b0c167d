// Which file imports which, and whether the imports keep to the order of scripts/check/floors.ts.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import ts from 'typescript';
import { root } from '../prepare.js';

/** Text of each source file by its path from the root of the repository. */
export type Sources = ReadonlyMap<string, string>;

/**
 * One import as it is written, and the file it means; null for packages and for what is generated.
 */
export interface Import {
	from: string;
	written: string;
	to: string | null;
}

const library = 'src/lib/';
/** Made by the message compiler: it has no folder of its own choosing. */
const generated = `${library}paraglide/`;

/** Every source file that is committed or about to be. */
export function readSources(): Sources {
	const listed = execFileSync(
		'git',
		['ls-files', '-co', '--exclude-standard', '--', '*.ts', '*.js', '*.svelte'],
		{ cwd: root, encoding: 'utf8' }
	);
	const sources = new Map<string, string>();
	for (const path of listed.trim().split('\n')) {
		try {
			sources.set(path, readFileSync(posix.join(root, path), 'utf8'));
		} catch {
			// Listed, but moved away since: git knows it until the move is committed.
		}
	}
	return sources;
}

/**
 * All imports of a file: static ones, of types as well, by `import()`, and the modules a test
 * replaces.
 * @param options.types false leaves out what is imported as a type alone and is gone in the bundle
 * @param options.dynamic false leaves out `import()`
 */
export function writtenImports(
	path: string,
	text: string,
	{ types = true, dynamic = true } = {}
): string[] {
	let code = path.endsWith('.svelte')
		? [...text.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, script]) => script).join('\n')
		: text;
	if (!types) code = code.replace(/^\s*(import|export) type [^;]*;/gm, '');
	if (!dynamic) code = code.replace(/\bimport\(/g, 'later(');
	const found = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
	const mocked = [...code.matchAll(/\bvi\.mock\(\s*'([^']+)'/g)].map(
		([, written]) => written ?? ''
	);
	return [...new Set([...found, ...mocked])];
}

/** The file an import means, by its path from the root; null when it is none of ours. */
export function meantFile(from: string, written: string): string | null {
	const [bare = ''] = written.split('?');
	if (bare === '#network') return 'network.config.ts';
	if (bare === '#network/postcodes') return 'network.postcodes.ts';
	if (bare.startsWith('#lib/')) return library + bare.slice('#lib/'.length);
	if (bare.startsWith('$lib/')) return library + bare.slice('$lib/'.length);
	return bare.startsWith('.') ? posix.join(posix.dirname(from), bare) : null;
}

function importsOf(sources: Sources): Import[] {
	return [...sources].flatMap(([from, text]) =>
		writtenImports(from, text).map((written) => ({ from, written, to: meantFile(from, written) }))
	);
}

/** The first folder of a path in the library. */
const houseOf = (path: string) => path.slice(library.length).split('/', 1)[0] ?? '';
const folderOf = (path: string) => posix.dirname(path).slice(library.length);

/** What is wrong with how an import is written; null when nothing is. */
function problemOfSpelling({ from, written, to }: Import): string | null {
	if (/^\$lib(\/|$)/.test(written))
		return `${from} imports ${written}: it is written ${written.replace('$lib', '#lib')}`;
	if (to === 'network.config.ts' && written !== '#network')
		return `${from} imports ${written}: it is written #network`;
	if (!to?.startsWith(library) || !written.startsWith('.')) return null;
	if (posix.dirname(from) === posix.dirname(to) && written.startsWith('./')) return null;
	const spelling = `#lib/${to.slice(library.length)}`;
	return `${from} imports ${written}, which leaves its folder: it is written ${spelling}`;
}

/** What is wrong with where imports lead: upwards, beside, or to and fro between two folders. */
function problemsOfOrder(
	imports: readonly Import[],
	floors: readonly (readonly string[])[]
): string[] {
	const named = floors
		.flatMap((folders, height) => folders.map((folder) => ({ folder, height })))
		.toSorted((a, b) => b.folder.length - a.folder.length);
	const floorOf = (path: string) => {
		const inside = `${folderOf(path)}/`;
		return named.find(({ folder }) => inside.startsWith(`${folder}/`));
	};
	const problems = new Set<string>();
	const between = new Map<string, Import>();
	const houses = new Map<string, Import>();
	for (const found of imports) {
		const { from, to } = found;
		if (!from.startsWith(library) || !to?.startsWith('src/') || to.startsWith(generated)) continue;
		if (!to.startsWith(library)) {
			problems.add(`${from} -> ${to}: src/lib knows nothing of what stands outside it in src`);
			continue;
		}
		const [own, other] = [floorOf(from), floorOf(to)];
		for (const [floor, path] of [
			[own, from],
			[other, to]
		] as const)
			if (!floor) problems.add(`${posix.dirname(path)} has no floor in scripts/check/floors.ts`);
		if (own && other && own !== other && other.height >= own.height) {
			const where = other.height > own.height ? 'above' : 'beside';
			problems.add(`${from} -> ${to}: ${other.folder} stands ${where} ${own.folder}`);
		}
		const [here, there] = [folderOf(from), folderOf(to)];
		if (here === there) continue;
		// A house of several floors is one house still: two of them read one way, too.
		const [house, neighbour] = [houseOf(from), houseOf(to)];
		if (house !== neighbour && !from.includes('.test.')) {
			const reply = houses.get(`${neighbour}|${house}`);
			if (reply)
				problems.add(
					`${house} and ${neighbour} import each other: ${from} -> ${to}, ${reply.from} -> ${reply.to}`
				);
			else houses.set(`${house}|${neighbour}`, found);
		}
		const back = between.get(`${there}|${here}`);
		if (back && own === other)
			problems.add(
				`${here} and ${there} import each other: ${from} -> ${to}, ${back.from} -> ${back.to}`
			);
		if (!between.has(`${here}|${there}`)) between.set(`${here}|${there}`, found);
	}
	return [...problems];
}

/** Circles of files, each as a way round it that ends where it began. */
function circlesOf(imports: readonly Import[]): string[] {
	const next = new Map<string, string[]>();
	for (const { from, to } of imports)
		if (to !== null && to !== from) next.set(from, [...(next.get(from) ?? []), to]);
	const done = new Set<string>();
	const circles: string[] = [];
	const walk = (file: string, way: string[]) => {
		const began = way.indexOf(file);
		if (began >= 0) circles.push([...way.slice(began), file].join(' -> '));
		if (began >= 0 || done.has(file)) return;
		for (const one of next.get(file) ?? []) walk(one, [...way, file]);
		done.add(file);
	};
	for (const file of next.keys()) walk(file, []);
	return circles;
}

/** What is wrong with the imports of these files, a sentence each; empty when all is well. */
export function importProblems(sources: Sources, floors: readonly (readonly string[])[]): string[] {
	const imports = importsOf(sources);
	return [
		...imports.map(problemOfSpelling).filter((problem) => problem !== null),
		...problemsOfOrder(imports, floors),
		...circlesOf(imports).map((circle) => `circle of files: ${circle}`)
	];
}
