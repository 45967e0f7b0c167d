// Who did what, for administrators.
import { requireAdministrator } from '$lib/coordinator/access';
import { readAudit } from '$lib/coordinator/audit/audit-asked';
import { auditChoices, auditPage } from '$lib/coordinator/audit/audit.server';
import { auditAct, auditDetail, auditSubject } from '$lib/coordinator/audit/audit-words';
import { acts, tellsFields } from '$lib/coordinator/history/act';
import { fieldNames } from '$lib/coordinator/history/fields.server';
import { subjects } from '$lib/coordinator/desk/kept-listing';
import { regionsIn } from '$lib/coordinator/desk/list-page.server';
import type { PageServerLoad } from './$types';

/** The fields that changed, as forms call them; of anything else what was written down. */
function inWords(subject: string, action: string, detail: Record<string, unknown>): string {
	const known = subjects.find((one) => one === subject);
	const act = acts.find((one) => one === action);
	if (act && !tellsFields(act)) return '';
	const keys = Array.isArray(detail.fields) ? detail.fields.map(String) : [];
	return known ? fieldNames(known, keys).join(', ') : auditDetail({ detail });
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requireAdministrator(locals, url);
	const asked = readAudit(url.searchParams);
	const { total, items } = await auditPage(person, asked);
	const choices = await auditChoices(person);
	return {
		asked,
		total,
		people: choices.people,
		actions: choices.actions
			.map((id) => ({ id, name: auditAct(id) }))
			.sort((a, b) => a.name.localeCompare(b.name, locals.locale)),
		regions: await regionsIn(locals.locale),
		lines: items.map(({ detail, ...line }) => ({
			...line,
			act: auditAct(line.action),
			sort: auditSubject(line.subject),
			more: inWords(line.subject, line.action, detail)
		}))
	};
};
