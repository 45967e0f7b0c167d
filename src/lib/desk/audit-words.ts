// Lines of the audit in words. An act or a subject that has no words yet is shown by its name in
// the database, never left out.
import type { Locale, Localised } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import { acts, actWords } from '#lib/history/act.ts';
import { roleWords } from '#lib/network/roles.ts';

const others: Record<string, () => string> = {
	erase: m.history_act_erase,
	'publish-refused': m.history_act_publish_refused,
	'erase-refused': m.history_act_erase_refused,
	decide: m.history_act_decide,
	'undo-decision': m.history_act_undo_decision,
	'report-closing': m.history_act_report_closing,
	'mark-unwanted': m.history_act_mark_unwanted,
	'unmark-unwanted': m.history_act_unmark_unwanted,
	'mark-returned': m.history_act_mark_returned,
	'unmark-returned': m.history_act_unmark_returned,
	'unmark-reported': m.history_act_unmark_reported,
	'take-out-person': m.history_act_take_out_person,
	'first-administrator': m.history_act_first_administrator,
	invite: m.history_act_invite,
	'renew-invitation': m.history_act_renew_invitation,
	'withdraw-invitation': m.history_act_withdraw_invitation,
	'accept-invitation': m.history_act_accept_invitation,
	forget: m.history_act_forget,
	'end-membership': m.history_act_end_membership,
	'change-membership': m.history_act_change_membership,
	address: m.history_act_address,
	account: m.history_act_account,
	password: m.history_act_password,
	'end-session': m.history_act_end_session,
	'end-all-sessions': m.history_act_end_all_sessions,
	'end-sessions-of': m.history_act_end_sessions_of,
	'second-factor-on': m.history_act_second_factor_on,
	'second-factor-off': m.history_act_second_factor_off,
	'second-factor-removed': m.history_act_second_factor_removed,
	'recovery-code': m.history_act_recovery_code
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
	invitation: m.history_invitation,
	correction: m.history_correction
};

/** What it was done to. */
export const auditSubject = (subject: string) => subjects[subject]?.() ?? subject;

/**
 * What a line says besides who, what and to whom. `organisation`: of which a line about a person
 * speaks, while it is there.
 */
export interface AuditDetail {
	regionId: string | null;
	organisation: Localised | null;
	detail: Record<string, unknown>;
}

/**
 * The role a line about a person or an invitation speaks of, in words; empty when it speaks of
 * none.
 */
export function auditRole(
	{ regionId, organisation, detail }: AuditDetail,
	regionName: (id: string) => string,
	locale: Locale
): string {
	const role = typeof detail.role === 'string' ? detail.role : '';
	if (!role) return '';
	const deputy = detail.deputy === true;
	// Lines written before roles were told in full name one region, in a column of its own.
	const listed = Array.isArray(detail.regions) ? detail.regions : [detail.region ?? regionId];
	const regions = listed
		.filter((id) => typeof id === 'string')
		.map((id) => ({ name: { [locale]: regionName(id) } }));
	if (role === 'coordinator' && regions.length === 0)
		return deputy ? m.history_role_deputy() : m.history_role_coordinator();
	if (role === 'editor' && !organisation) return m.history_role_editor();
	const named = organisation && { name: organisation };
	return roleWords({ role, deputy, regions, organisation: named }, locale);
}
