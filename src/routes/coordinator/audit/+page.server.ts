// Who did what, for administrators.
import { requireAdministrator } from '#lib/account/access.ts';
import { readAudit } from '#lib/desk/audit-asked.ts';
import { auditChanges, auditChoices, auditDetail, auditPage } from '#lib/desk/audit.server.ts';
import { auditAct, auditSubject } from '#lib/desk/audit-words.ts';
import { regionsIn } from '#lib/desk/list-page.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requireAdministrator(locals, url);
	const asked = readAudit(url.searchParams);
	const { total, items } = await auditPage(person, asked);
	const changes = await auditChanges(person, items, locals.locale);
	const choices = await auditChoices(person);
	const regions = await regionsIn(locals.locale);
	const names = new Map(regions.map(({ id, name }) => [id, name]));
	return {
		asked,
		total,
		people: choices.people,
		actions: choices.actions
			.map((id) => ({ id, name: auditAct(id) }))
			.sort((a, b) => a.name.localeCompare(b.name, locals.locale)),
		regions,
		lines: items.map((line) => ({
			id: line.id,
			at: line.at,
			by: line.by,
			subject: line.subject,
			subjectId: line.subjectId,
			subjectName: line.subjectName,
			action: line.action,
			act: auditAct(line.action),
			sort: auditSubject(line.subject),
			changes: changes.get(line.id) ?? [],
			more: auditDetail(line, (id) => names.get(id) ?? id, locals.locale)
		}))
	};
};
