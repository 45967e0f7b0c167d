// Chance that falls the same way every time for the same seed.

/**
 * A source of numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain) begun with an FNV-1a
 * hash of the seed.
 */
export function chance(seed: string): () => number {
	let state = 2166136261;
	for (const character of seed)
		state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

/** One of a list that is not empty. */
export function pick<T>(random: () => number, list: readonly T[]): T {
	const one = list[Math.floor(random() * list.length)];
	if (one === undefined) throw new Error('nothing to pick from');
	return one;
}

/** A picker that takes each with its weight. Weights are positive. */
export function weightedPicker<T>(
	weighted: readonly (readonly [T, number])[]
): (random: () => number) => T {
	const ends: number[] = [];
	let total = 0;
	for (const [, weight] of weighted) ends.push((total += weight));
	return (random) => {
		const at = random() * total;
		const found = weighted[ends.findIndex((end) => at < end)];
		if (!found) throw new Error('nothing to pick from');
		return found[0];
	};
}
