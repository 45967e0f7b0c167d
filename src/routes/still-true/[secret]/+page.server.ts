// What a link of the mail that asks leads to: what is listed, and one press. Opening it changes
// nothing, because programs open every link of a mail.
import { posted } from '#lib/http/posted.server.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { readForm } from '#lib/form/form.ts';
import { closingForm } from '#lib/organisation/closing-form.ts';
import { organisationDetail } from '#lib/organisation/organisation-detail.server.ts';
import { organisationPageData } from '#lib/organisation/organisation-page.server.ts';
import { answerStillTrue, stillTrueOf } from '#lib/organisation/still-true.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { fail } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const csr = false;

export const load: PageServerLoad = async ({ params }) => {
	const link = await stillTrueOf(params.secret);
	const organisation = link?.state === 'open' ? await organisationDetail(link.slug) : null;
	return {
		state: link?.state ?? ('unknown' as const),
		purpose: link?.purpose ?? ('right' as const),
		slug: link?.slug ?? null,
		listed: organisation && organisationPageData(organisation, new Date())
	};
};

export const actions: Actions = {
	right: async ({ params }) => {
		const link = await stillTrueOf(params.secret);
		if (link?.purpose !== 'right') return fail(400, { problems: [], typed: {} });
		const status = await answerStillTrue(params.secret, null);
		if (status !== 'done') return fail(400, { problems: [], typed: {} });
		contentChanged();
		return { done: 'right' as const };
	},

	closed: async (event) => {
		const { params } = event;
		const link = await stillTrueOf(params.secret);
		if (link?.purpose !== 'closed') return fail(400, { problems: [], typed: {} });
		const read = await readForm(posted(event), closingForm());
		if (!read.ok) return fail(400, { problems: read.problems, typed: read.typed });
		const status = await answerStillTrue(params.secret, read.values);
		const problems =
			status === 'invalid' ? [{ field: 'on', message: m.still_true_on_wrong() }] : [];
		if (status !== 'done') return fail(400, { problems, typed: read.typed });
		return { done: 'closed' as const };
	}
};
