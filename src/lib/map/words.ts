// What marks are called, for screen readers and tooltips.
import { m } from '#lib/paraglide/messages.js';
import type { MapPoint } from './points.ts';
import type { TownsOf } from './towns.ts';

/** How many things there are, in words: "12 organisations". The map itself only knows places. */
export type Counted = (count: number) => string;

/** "12 places", by the plural rules of the page's language. */
export const countedPlaces: Counted = (count) => m.map_count({ count });

/** Second line of a point: its note, and that its place is only approximate. */
export function noteOf({ note, approximate }: MapPoint): string {
	const parts = [note];
	// The caller's note may say so already.
	if (approximate && !note.includes(m.map_approximate())) parts.push(m.map_approximate());
	return parts.filter(Boolean).join(', ');
}

/** A point's whole name. */
export function nameOf(point: MapPoint): string {
	const note = noteOf(point);
	const name = note ? m.map_name_with_note({ label: point.label, note }) : point.label;
	// Whoever speaks to the machine says what stands on the mark; it has to be part of the name (WCAG
	// 2.5.3).
	return point.badge ? `${point.badge}: ${name}` : name;
}

/** A group's name: how many, and in which towns as far as that is known. */
export function nameOfGroup(count: number, towns: TownsOf | null, counted: Counted): string {
	const words = counted(count);
	if (!towns) return words;
	const place = someNames(towns.names);
	return (towns.inside ? m.map_group_at : m.map_group_near)({ counted: words, place });
}

/** Names in one line, at most three; then how many more. */
export function someNames(names: readonly string[], total = names.length): string {
	const few = names.slice(0, 3).join(', ');
	return total > 3 ? m.map_names_and_more({ names: few, count: total - 3 }) : few;
}

/** Name of a group by its members: how many, and the first three of them. */
export function nameOfSome(points: readonly MapPoint[], counted: Counted): string {
	const names = someNames(points.map(({ label }) => label));
	return m.map_group_names({ counted: counted(points.length), names });
}
