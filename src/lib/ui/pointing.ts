// Tells which row of a list is pointed at or holds the focus, so that something beside the list can
// show the same thing. Rows carry `data-slug`; the list needs two listeners instead of two a row.
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';

/**
 * @param onpoint called with the row's slug, or null when nothing in the list is pointed at any
 * more
 */
export function pointing(onpoint: (slug: string | null) => void): Attachment<HTMLElement> {
	return (list) => {
		const slugAt = (target: EventTarget | null) =>
			target instanceof Element
				? (target.closest<HTMLElement>('[data-slug]')?.dataset.slug ?? null)
				: null;
		const show = (event: Event) => onpoint(slugAt(event.target));
		/** Leaving with the pointer keeps what has the focus shown. */
		const leave = () =>
			onpoint(slugAt(list.contains(document.activeElement) ? document.activeElement : null));
		const blur = (event: FocusEvent) => onpoint(slugAt(event.relatedTarget));
		// A row that is taken away while it has the focus says so in the middle of drawing, where only
		// Svelte's listeners may change state.
		const off = [
			on(list, 'pointerover', show),
			on(list, 'pointerleave', leave),
			on(list, 'focusin', show),
			on(list, 'focusout', blur)
		];
		return () => {
			for (const stop of off) stop();
		};
	};
}
