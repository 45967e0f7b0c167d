// How long somebody has to wait, in words.
import { m } from '#lib/paraglide/messages.js';

/**
 * Seconds as minutes, or hours when there are many; never less than one minute, so that waiting as
 * told is enough.
 */
export function waitWords(seconds: number): string {
	const minutes = Math.max(1, Math.ceil(seconds / 60));
	if (minutes <= 90) return m.sign_in_minutes({ count: minutes });
	return m.sign_in_hours({ count: Math.ceil(minutes / 60) });
}
