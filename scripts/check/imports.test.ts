// Imports that break a rule are found, and those of this repository break none.
import { expect, it, test } from 'vitest';
import { floors } from './floors.ts';
import { importProblems, readSources, writtenImports } from './imports.ts';

const house = [['ground'], ['left', 'right'], ['left/attic']];
const problems = (files: Record<string, string>) =>
	importProblems(new Map(Object.entries(files)), house);

test.each([
	['a file beside it', { 'src/lib/left/a.ts': "import './b.ts'" }],
	['a floor below', { 'src/lib/left/attic/a.ts': "import { x } from '#lib/left/b.ts'" }],
	['two floors below', { 'src/lib/left/attic/a.ts': "import { x } from '#lib/ground/b.ts'" }],
	['the texts', { 'src/lib/ground/a.ts': "import { m } from '#lib/paraglide/messages.js'" }],
	['a package', { 'src/lib/ground/a.ts': "import * as v from 'valibot'" }],
	['a page that uses the library', { 'src/routes/+page.ts': "import '#lib/left/attic/a.ts'" }],
	['what tests share', { 'src/lib/left/a.test.ts': "import '../../../tests/setup/server.ts'" }]
])('%s may be imported', (_, files) => {
	expect(problems(files as unknown as Record<string, string>)).toEqual([]);
});

test.each([
	[
		'upwards',
		{ 'src/lib/ground/a.ts': "import { x } from '#lib/left/b.ts'" },
		'src/lib/ground/a.ts -> src/lib/left/b.ts: left stands above ground'
	],
	[
		'upwards, a type',
		{ 'src/lib/ground/a.ts': "import type { X } from '#lib/left/b.ts'" },
		'src/lib/ground/a.ts -> src/lib/left/b.ts: left stands above ground'
	],
	[
		'upwards, later',
		{ 'src/lib/ground/A.svelte': "<script>const b = () => import('#lib/left/b.ts');</script>" },
		'src/lib/ground/A.svelte -> src/lib/left/b.ts: left stands above ground'
	],
	[
		'upwards, in a test',
		{ 'src/lib/ground/a.test.ts': "vi.mock('#lib/left/b.ts', () => ({}))" },
		'src/lib/ground/a.test.ts -> src/lib/left/b.ts: left stands above ground'
	],
	[
		'upwards, into a part of the folder itself',
		{ 'src/lib/left/a.ts': "export * from '#lib/left/attic/b.ts'" },
		'src/lib/left/a.ts -> src/lib/left/attic/b.ts: left/attic stands above left'
	],
	[
		'beside',
		{ 'src/lib/left/a.ts': "import '#lib/right/b.ts'" },
		'src/lib/left/a.ts -> src/lib/right/b.ts: right stands beside left'
	],
	[
		'a page',
		{ 'src/lib/left/a.ts': "import '../../routes/b.ts'" },
		'src/lib/left/a.ts -> src/routes/b.ts: src/lib knows nothing of what stands outside it in src'
	],
	[
		'a folder without a floor',
		{ 'src/lib/cellar/a.ts': "import '#lib/ground/b.ts'" },
		'src/lib/cellar has no floor in scripts/check/floors.ts'
	],
	[
		'out of the folder by a relative path',
		{ 'src/lib/left/attic/a.ts': "import '../b.ts'" },
		'src/lib/left/attic/a.ts imports ../b.ts, which leaves its folder: it is written #lib/left/b.ts'
	],
	[
		'the library by a relative path',
		{ 'scripts/a.ts': "import '../src/lib/left/b.ts'" },
		'scripts/a.ts imports ../src/lib/left/b.ts, which leaves its folder: it is written #lib/left/b.ts'
	],
	[
		'another spelling of the library',
		{ 'src/routes/+page.ts': "import '$lib/left/b.ts'" },
		'src/routes/+page.ts imports $lib/left/b.ts: it is written #lib/left/b.ts'
	],
	[
		'another spelling of the network',
		{ 'src/lib/left/a.ts': "import { network } from '../../../network.config.ts'" },
		'src/lib/left/a.ts imports ../../../network.config.ts: it is written #network'
	]
])('%s is found', (_, files, sentence) => {
	expect(problems(files as unknown as Record<string, string>)).toEqual([sentence]);
});

it('two folders on one floor that import each other are found', () => {
	expect(
		problems({
			'src/lib/left/hall/a.ts': "import '#lib/left/room/b.ts'",
			'src/lib/left/room/c.ts': "import type { A } from '#lib/left/hall/a.ts'"
		})
	).toEqual([
		'left/room and left/hall import each other: src/lib/left/room/c.ts -> src/lib/left/hall/a.ts, ' +
			'src/lib/left/hall/a.ts -> src/lib/left/room/b.ts'
	]);
});

it('two houses that read each other on different floors are found', () => {
	expect(
		problems({
			'src/lib/left/attic/a.ts': "import '#lib/right/b.ts'",
			'src/lib/right/attic/c.ts': "import '#lib/left/d.ts'"
		})
	).toContain(
		'right and left import each other: src/lib/right/attic/c.ts -> src/lib/left/d.ts, ' +
			'src/lib/left/attic/a.ts -> src/lib/right/b.ts'
	);
});

it('a circle of files is found, of types as well', () => {
	expect(
		problems({
			'src/lib/left/a.ts': "import './b.ts'",
			'src/lib/left/b.ts': "import type { C } from './c.ts'",
			'src/lib/left/c.ts': "import './a.ts'"
		})
	).toEqual([
		'circle of files: src/lib/left/a.ts -> src/lib/left/b.ts -> src/lib/left/c.ts -> src/lib/left/a.ts'
	]);
});

it('what a bundle keeps can be told from what it drops and what it loads later', () => {
	const text = "import type { A } from './a.ts';\nimport { b } from './b.ts';\nimport('./c.ts');";
	expect(writtenImports('x.ts', text)).toEqual(['./a.ts', './b.ts', './c.ts']);
	expect(writtenImports('x.ts', text, { types: false, dynamic: false })).toEqual(['./b.ts']);
});

it('this repository keeps to its floors', () => {
	const sources = readSources();
	expect(sources.size).toBeGreaterThan(500);
	expect(importProblems(sources, floors)).toEqual([]);
});
