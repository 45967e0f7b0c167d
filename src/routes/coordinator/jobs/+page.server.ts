// What the server does by itself, and which mails are not out, for administrators.
import { requireAdministrator } from '#lib/account/access.ts';
import { operationOf } from '#lib/jobs/operation.server.ts';
import { alarmsOverview, operationOverview } from '#lib/jobs/overview.server.ts';
import { sendsMail } from '#lib/mail/queue.server.ts';
import type { PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ locals, url }) => {
	const me = requireAdministrator(locals, url);
	const [alarms, overview] = await Promise.all([alarmsOverview(me), operationOverview(me)]);
	return { overview, alarms, operation: await operationOf(overview), sendsMail: sendsMail() };
};
