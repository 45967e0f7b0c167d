// What can be done to a listing as a whole, by how it stands: the buttons of its page and of its
// row in a list.
import { m } from '#lib/paraglide/messages.js';
import type { EditedListing } from './form.ts';

/** A button: what it sends (states.server.ts), and its words. */
interface StateStep {
	step: 'publish' | 'unpublish' | 'archive' | 'unarchive' | 'remove' | 'restore';
	label: string;
}

const publish = (): StateStep => ({ step: 'publish', label: m.edit_act_publish() });
const unpublish = (): StateStep => ({ step: 'unpublish', label: m.edit_act_unpublish() });
const archive = (): StateStep => ({ step: 'archive', label: m.edit_act_archive() });
const unarchive = (): StateStep => ({ step: 'unarchive', label: m.edit_act_unarchive() });
const remove = (): StateStep => ({ step: 'remove', label: m.edit_act_delete() });
const restore = (): StateStep => ({ step: 'restore', label: m.edit_act_restore() });

/** In the order they are shown. A draft is published by the form that checks it. */
export function stepsOf(publication: EditedListing['publication']): StateStep[] {
	switch (publication) {
		case 'draft':
			return [archive(), remove()];
		case 'published':
			return [unpublish(), archive(), remove()];
		case 'archived':
			return [publish(), unarchive(), remove()];
		case 'removed':
			return [restore()];
	}
}
