// The audit as a table for a spreadsheet, narrowed as its page is.
import { requireAdministrator } from '$lib/coordinator/access';
import { readAudit } from '$lib/coordinator/audit/audit-asked';
import { auditCsv } from '$lib/coordinator/audit/audit.server';
import { regionsIn } from '$lib/coordinator/desk/list-page.server';
import { todayAt } from '$lib/page/dates';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ locals, url }) => {
	const person = requireAdministrator(locals, url);
	const regions = new Map((await regionsIn(locals.locale)).map(({ id, name }) => [id, name]));
	const nameOf = (id: string) => regions.get(id) ?? id;
	const body = auditCsv(person, readAudit(url.searchParams), nameOf, locals.locale);
	const name = `${locals.locale === 'lv' ? 'zurnals' : 'audit'}-${todayAt(new Date())}.csv`;
	return new Response(body, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name}"`
		}
	});
};
