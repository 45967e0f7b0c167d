// What was left unfinished never covers what was typed since.
import { afterEach, expect, it, vi } from 'vitest';
import { laidOver, unfinishedForms } from './draft.svelte.ts';

afterEach(() => vi.unstubAllGlobals());

it('lays newer typing over what was kept, field by field', () => {
	const kept = { street: ['Old 1'], email: ['kept@example.org'], topics: ['a'], free: ['on'] };
	const rendered = { street: [''], email: [''], topics: ['b'], free: ['on'] };
	expect(laidOver(kept, rendered, rendered)).toEqual(kept);
	expect(laidOver(kept, rendered, { street: ['New 2'], email: [''], topics: ['b', 'c'] })).toEqual({
		street: ['New 2'],
		email: ['kept@example.org'],
		topics: ['b', 'c']
	});
});

it('lists what a person left unfinished, each listing once, whatever else stands in the browser', () => {
	const kept = (at: number, name: string) => JSON.stringify({ at, typed: { name_lv: [name] } });
	const stored: Record<string, string> = {
		'tikls:draft:me:organisation/a:3': kept(10, 'older version'),
		'tikls:draft:me:organisation/a:4': kept(30, 'newer version'),
		'tikls:draft:me:event/new:0': kept(20, 'new'),
		'tikls:draft:me:event/b:1': 'not JSON',
		'tikls:draft:me:project/c:1': kept(50, 'of no sort there is'),
		'tikls:draft:me2:event/c:1': kept(60, 'of somebody else'),
		'tikls:draft:me:organisation/../../x:1': kept(70, 'no id'),
		other: 'x'
	};
	vi.stubGlobal('localStorage', { ...stored, getItem: (key: string) => stored[key] ?? null });
	expect(unfinishedForms('me').map(({ of, at, typed }) => [of, at, typed.name_lv])).toEqual([
		[{ person: 'me', listing: 'organisation/a', version: 4 }, 30, ['newer version']],
		[{ person: 'me', listing: 'event/new', version: 0 }, 20, ['new']]
	]);
	vi.stubGlobal('localStorage', null);
	expect(unfinishedForms('me')).toEqual([]);
});
