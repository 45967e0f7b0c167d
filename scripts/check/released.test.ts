import fc from 'fast-check';
import { expect, test } from 'vitest';
import { release } from '../release.ts';
import { digestOf, faultsOfReleased } from './released.ts';

const version = fc
	.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
	.map((date) => date.toISOString().replace(/\D/g, '').slice(0, 14));
const migrations = fc
	.uniqueArray(fc.tuple(version, fc.string()), {
		minLength: 1,
		maxLength: 8,
		selector: ([time]) => time
	})
	.map((list) => list.map(([time, text]) => [`${time}_change`, text] as [string, string]).sort());
/** A release in the middle of a history. */
const history = migrations.chain((all) =>
	fc.nat(all.length - 1).map((at) => ({
		released: Object.fromEntries(
			all.slice(0, at + 1).map(([name, text]) => [name, digestOf(text)])
		),
		old: all.slice(0, at + 1),
		all
	}))
);

test('what comes after a release is no fault', () => {
	fc.assert(
		fc.property(history, ({ released, all }) => {
			expect(faultsOfReleased(released, new Map(all))).toEqual([]);
		})
	);
	expect(faultsOfReleased({}, new Map([['20260101000000_a', 'select 1;']]))).toEqual([]);
});

test('a released migration that is changed or gone is named', () => {
	fc.assert(
		fc.property(history, fc.nat(), fc.boolean(), ({ released, old, all }, at, gone) => {
			const [name, text] = old[at % old.length] ?? ['', ''];
			const now = new Map(all);
			if (gone) now.delete(name);
			else now.set(name, `${text} `);
			expect(faultsOfReleased(released, now)).toEqual([
				`${name} was released and ${gone ? 'is gone' : 'has been changed'}`
			]);
		})
	);
});

test('one that is put in before the last of a release is named', () => {
	fc.assert(
		fc.property(history, fc.string(), ({ released, old, all }, text) => {
			const [last = ''] = old.at(-1) ?? [];
			const inserted = `${last.slice(0, 13)}`.padEnd(14, '0').concat('_a');
			fc.pre(inserted < last && !(inserted in released));
			expect(faultsOfReleased(released, new Map([...all, [inserted, text]]))).toEqual([
				`${inserted} was put in before ${last}, which was released`
			]);
		})
	);
});

test('a release names all migrations, and is refused by a sentence when something is missing', () => {
	const changelog = '# Changelog\n\n## [1.2.0] - 2027-03-01\n';
	const brought = new Map([['20260101000000_init', 'select 1;']]);
	const first = release({ version: '1.2.0', changelog }, {}, brought);
	expect(first).toEqual({ '20260101000000_init': digestOf('select 1;') });
	const more = new Map([...brought, ['20270101000000_more', 'select 2;']]);
	expect(Object.keys(release({ version: '1.2.0', changelog }, first, more))).toEqual([
		...more.keys()
	]);
	for (const [version, text] of [
		['1.2.1', changelog],
		['1.2.0', changelog.replace('2027-03-01', 'unreleased')],
		['1.2.0', '']
	] as const)
		expect(() => release({ version, changelog: text }, {}, brought)).toThrow(/^CHANGELOG.md .+\.$/);
	const changed = new Map([['20260101000000_init', 'select 3;']]);
	expect(() => release({ version: '1.2.0', changelog }, first, changed)).toThrow(
		'has been changed'
	);
});
