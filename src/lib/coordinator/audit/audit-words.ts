// Lines of the audit in words. An act or a subject that has no words yet is shown by its name in the database, never left out.
import { m } from '$lib/paraglide/messages.js';
import { acts, actWords } from '../history/act.ts';

const others: Record<string, () => string> = {
	erase: m.history_act_erase,
	'take-out-person': m.history_act_take_out_person,
	'first-administrator': m.history_act_first_administrator,
	invite: m.history_act_invite,
	'renew-invitation': m.history_act_renew_invitation,
	'withdraw-invitation': m.history_act_withdraw_invitation,
	'accept-invitation': m.history_act_accept_invitation,
	'end-membership': m.history_act_end_membership,
	account: m.history_act_account,
	password: m.history_act_password
};

/** What was done, as one says it after a name. */
export function auditAct(action: string): string {
	const act = acts.find((known) => known === action);
	if (act) return actWords(act);
	return others[action]?.() ?? action;
}

const subjects: Record<string, () => string> = {
	organisation: m.desk_organisation,
	event: m.desk_event,
	person: m.history_person,
	invitation: m.history_invitation
};

/** What it was done to. */
export const auditSubject = (subject: string) => subjects[subject]?.() ?? subject;

/** What else there is to know: keys of the document that changed, the version, and whatever others wrote down. */
export function auditDetail({ detail }: { detail: Record<string, unknown> }): string {
	return Object.entries(detail)
		.filter(([key, value]) => key !== 'operation' && value !== null && !isEmpty(value))
		.map(([key, value]) => `${key}: ${printed(value)}`)
		.join('; ');
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;

const printed = (value: unknown): string =>
	Array.isArray(value)
		? value.map(printed).join(', ')
		: typeof value === 'object'
			? JSON.stringify(value)
			: String(value);
