// The keys of the interactive map. They work while the map or a mark in it has the focus, and
// nowhere else.
import type { Attachment } from 'svelte/attachments';
import { tick } from 'svelte';
import { on } from 'svelte/events';
import type { GroupMark } from './clusters.ts';
import type { MapState } from './map-state.svelte.ts';

export interface KeyActions {
	/** Shows the first view again. */
	whole(): void;
	selected(): string | null;
	unselect(): void;
}

/** One press of an arrow moves the map this many pixels; with Shift three times as far. */
const step = 90;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1]
};

/**
 * Makes an element the map's one tab stop and listens to its keys, and to those of the marks
 * inside.
 */
export function mapKeys(map: MapState, actions: KeyActions): Attachment<HTMLElement> {
	return (element) => {
		let cameFrom: Element | null = null;
		let saying: ReturnType<typeof setTimeout> | undefined;

		function entered({ target, relatedTarget }: FocusEvent) {
			if (relatedTarget instanceof Element && !element.contains(relatedTarget))
				cameFrom = relatedTarget;
			// Whoever has a mark in focus, by whatever way, goes on to the next one with Tab; on the map
			// itself Tab passes by.
			map.inside = target !== element;
		}

		function left({ relatedTarget }: FocusEvent) {
			if (!(relatedTarget instanceof Element && element.contains(relatedTarget)))
				map.inside = false;
			map.helped = true;
		}

		/** Puts the focus on the mark nearest to the middle. */
		function goIn() {
			const [mark] = map.visible();
			if (mark) goTo(mark.key);
		}

		function goTo(key: string): boolean {
			const button = element.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
			button?.focus();
			return button !== null;
		}

		/**
		 * Opens a group and leads to the first of its members. One that is parted is gone in among once
		 * the map rests; a list takes the focus by itself.
		 */
		async function enter(group: GroupMark) {
			map.said = map.nameOf(group);
			const members = map.clusters.members(group);
			const rest = group.inseparable ? tick() : map.nextRest();
			if (map.open?.group.key !== group.key) map.press(group);
			await rest;
			await tick();
			// Whoever has gone on meanwhile is not fetched back.
			if (!element.contains(document.activeElement)) return;
			if (map.open?.offsets.length && map.open.group.key === group.key) {
				goTo(`m${map.open.members[0]?.id}`);
				return;
			}
			const keys = new Set(members.map(({ id }) => map.keyOf(id)));
			const first = map.visible().find(({ key }) => keys.has(key));
			if (first) goTo(first.key);
		}

		/** Says what is in view once the keys rest: every repeat of a held key would be read aloud. */
		function moved() {
			clearTimeout(saying);
			saying = setTimeout(() => map.sayView(), 700);
		}

		function leave() {
			if (map.close()) return;
			if (actions.selected() !== null) return actions.unselect();
			// From a mark to the map, from the map to where the visitor was before.
			if (document.activeElement !== element) return element.focus({ preventScroll: true });
			if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
			else element.blur();
		}

		/** Whether the key meant something. */
		function act(event: KeyboardEvent): boolean {
			const { key } = event;
			const arrow = arrows[key];
			if (arrow) {
				const far = event.shiftKey ? 3 * step : step;
				map.surface?.panBy(arrow[0] * far, arrow[1] * far);
				moved();
				return true;
			}
			if (key === '+' || key === '=' || key === '-' || key === '_') {
				map.surface?.zoomBy(key === '+' || key === '=' ? 1 : -1);
				moved();
				return true;
			}
			if (key === '0' || key === 'Home') {
				actions.whole();
				moved();
				return true;
			}
			if (/^[1-9]$/.test(key)) {
				const mark = map.visible()[Number(key) - 1];
				if (!mark) return false;
				// What is chosen is said, and not how much is in view after it.
				clearTimeout(saying);
				if (mark.type === 'single') map.press(mark);
				else
					enter(mark).catch((fault: unknown) =>
						console.warn('the group could not be entered:', fault)
					);
				return true;
			}
			if (key === 'Enter' && document.activeElement === element) {
				goIn();
				return true;
			}
			if (key === 'Escape') {
				leave();
				return true;
			}
			return false;
		}

		function pressed(event: KeyboardEvent) {
			// With a modifier the key belongs to the browser or the system.
			if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
			if (act(event)) event.preventDefault();
		}

		// Only now: without a running script there is nothing here to move.
		element.tabIndex = 0;
		// By Svelte's own listeners: a mark that is taken away while it has the focus sends focusout in
		// the middle of drawing, where a listener of the browser may not change state.
		const off = [
			on(element, 'keydown', pressed),
			on(element, 'focusin', entered),
			on(element, 'focusout', left)
		];
		return () => {
			clearTimeout(saying);
			for (const stop of off) stop();
		};
	};
}
