// Who did something, as the database tells it.
import { m } from '#lib/paraglide/messages.js';

/** A name to show: '' is somebody who was forgotten (204_forgetting.sql), null nobody. */
export const doerName = <By extends string | null>(by: By): By | string =>
	by === '' ? m.history_by_forgotten() : by;
