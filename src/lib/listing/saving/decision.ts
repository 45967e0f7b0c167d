// How something that waited for a decision was decided, as whoever comes second is told.
import * as v from 'valibot';
import { Instant, Text } from '#lib/backend/answer.ts';
import { getLocale } from '#lib/paraglide/runtime.js';
import { m } from '#lib/paraglide/messages.js';
import { momentWords } from '#lib/time/dates.ts';

export const decision = {
	state: v.picklist(['waiting', 'accepted', 'declined']),
	decidedAt: v.nullable(Instant),
	/** Null: whoever it was has no account any more. */
	decidedBy: Text
};
export const Decision = v.object(decision);
export type Decision = v.InferOutput<typeof Decision>;

export const decisionStates: Record<Decision['state'], () => string> = {
	waiting: m.correction_state_waiting,
	accepted: m.correction_state_accepted,
	declined: m.correction_state_declined
};

/** "Pieņemts: Anna Bērziņa, 2026. gada 24. novembris plkst. 10.00" */
export const decisionWords = ({ state, decidedBy, decidedAt }: Decision) =>
	m.correction_decided_by({
		state: decisionStates[state](),
		name: decidedBy ?? m.correction_somebody(),
		date: decidedAt === null ? '' : momentWords(decidedAt, getLocale())
	});

/** For whoever decided second: who was first, and what became of it. */
export const alreadyDecided = (made: Decision) =>
	m.correction_already({ decision: decisionWords(made) });
