import { expect, test } from 'vitest';
import { packagesToRun, type Lock } from './modules.ts';

const lock: Lock = {
	packages: {
		'': { dependencies: { site: '1', Node: '1' }, optionalDependencies: { elsewhere: '1' } },
		'node_modules/site': { dependencies: { shared: '1', circle: '1' } },
		'node_modules/site/node_modules/shared': { dependencies: { deep: '1' } },
		'node_modules/shared': { dependencies: { compiler: '1' } },
		'node_modules/circle': { dependencies: { site: '1' } },
		'node_modules/deep': {},
		'node_modules/Node': {},
		'node_modules/compiler': {},
		'node_modules/kit': { dependencies: { '@scope/part': '1' } },
		'node_modules/@scope/part': {},
		'node_modules/elsewhere': {}
	}
};
const there = (folder: string) => folder !== 'node_modules/elsewhere';

test('whatever is needed is found once, where it lies for whoever needs it', () => {
	expect(packagesToRun(lock, there)).toEqual([
		'node_modules/Node',
		'node_modules/circle',
		'node_modules/deep',
		'node_modules/site',
		'node_modules/site/node_modules/shared'
	]);
	expect(packagesToRun(lock, there, ['kit'])).toEqual(
		expect.arrayContaining(['node_modules/kit', 'node_modules/@scope/part'])
	);
});

test('one that is missing is said', () => {
	expect(() => packagesToRun(lock, (folder) => folder !== 'node_modules/deep')).toThrow(
		'deep, which node_modules/site/node_modules/shared needs, is not installed'
	);
});
