// The audit as a table for a spreadsheet, narrowed as its page is.
import { requireAdministrator } from '#lib/account/access.ts';
import { readAudit } from '#lib/desk/audit-asked.ts';
import { auditCsv } from '#lib/desk/audit.server.ts';
import { regionsIn } from '#lib/desk/list-page.server.ts';
import { todayAt } from '#lib/time/dates.ts';
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
