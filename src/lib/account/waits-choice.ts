// How often somebody wants to be told of what waits (285_waits.sql).
import { m } from '#lib/paraglide/messages.js';

/** The choices, the most frequent first, in the language of the page. */
export const waitsOptions = () => [
	{ value: 'at-once', label: m.waits_at_once(), hint: m.waits_at_once_hint() },
	{ value: 'day', label: m.waits_day(), hint: m.waits_day_hint() },
	{ value: 'week', label: m.waits_week(), hint: m.waits_week_hint() },
	{ value: 'never', label: m.waits_never(), hint: m.waits_never_hint() }
];
