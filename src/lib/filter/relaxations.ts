// When nothing was found: which one condition to drop. The values of one condition go together.
import type { Condition } from './describe.ts';
import { fromFirstPage, type Filter } from './filter.ts';

export interface Relaxation {
	/** Stable among the ways of one filter. */
	key: string;
	without: Filter;
}

/**
 * Every filter with one condition less than this one. Empty when there is only one condition:
 * without it, everything is found.
 */
export function relaxations(filter: Filter): Relaxation[] {
	const all = fromFirstPage(filter);
	const ways: Relaxation[] = [];
	const add = (key: string, change: Partial<Filter>) =>
		ways.push({ key, without: { ...all, ...change } });
	if (all.words) add('words', { words: '' });
	const lists = [
		'kinds',
		'eventKinds',
		'regions',
		'municipalities',
		'topics',
		'languages',
		'access'
	] as const;
	for (const list of lists) if (all[list].length > 0) add(list, { [list]: [] });
	if (all.near) add('near', { near: null });
	if (all.area) add('area', { area: null });
	for (const flag of ['upcoming', 'open', 'confirmed'] as const)
		if (all[flag]) add(flag, { [flag]: false });
	if (all.from) add('from', { from: null });
	if (all.to) add('to', { to: null });
	if (all.online) add('online', { online: false });
	return ways;
}

/** What a way drops, in the words of the chips. */
export function droppedBy(
	way: { key: string },
	conditions: readonly Condition[]
): { label: string; value: string } {
	const dropped = conditions.filter(({ key }) => key.split('-')[0] === way.key);
	return {
		label: dropped[0]?.label ?? '',
		value: dropped.map((condition) => condition.value).join(', ')
	};
}
