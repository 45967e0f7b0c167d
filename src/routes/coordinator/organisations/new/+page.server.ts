// The form of a new organisation. It becomes a draft that only its editors see, or is published at once.
import { requirePerson } from '#lib/account/access.ts';
import {
	organisationChoices,
	receiveOrganisation,
	saveOrganisation,
	whereTyped
} from '#lib/organisation/edit/organisation-editor.server.ts';
import { withoutPerson, withPerson } from '#lib/organisation/edit/persons.ts';
import { typedOrganisation } from '#lib/organisation/edit/typed-organisation.ts';
import { pathOf } from '#lib/page/paths.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';

/** Editors keep one organisation; new ones are listed by who answers for a region. */
function requireLister(locals: App.Locals, url: URL) {
	const person = requirePerson(locals, url);
	if (!person.administrator && person.regions.length === 0) error(403, { message: 'Forbidden' });
	return person;
}

export const load: PageServerLoad = async ({ locals, url }) => {
	const person = requireLister(locals, url);
	const choices = await organisationChoices(locals.locale, {});
	return {
		person: person.id,
		choices,
		typed: typedOrganisation({}, choices.places),
		at: null,
		attempt: randomUUID()
	};
};

async function again(typed: Awaited<ReturnType<typeof receiveOrganisation>>['typed']) {
	return {
		typed,
		problems: [],
		conflict: null,
		attempt: randomUUID(),
		at: await whereTyped(typed)
	};
}

export const actions: Actions = {
	save: async ({ request, locals, url }) => {
		const person = requireLister(locals, url);
		const outcome = await saveOrganisation(await request.formData(), person, null, locals.locale);
		if (!outcome.ok) return fail(outcome.status, outcome.failed);
		const said = new URLSearchParams({ saved: 'created' });
		if (outcome.assumed) said.set('assumed', '1');
		redirect(
			303,
			`${pathOf('/coordinator/organisations/:slug', locals.locale, outcome.id)}?${said}`
		);
	},

	addPerson: async ({ request, locals, url }) => {
		const received = await receiveOrganisation(
			await request.formData(),
			requireLister(locals, url)
		);
		return await again(withPerson(received.typed));
	},

	removePerson: async ({ request, locals, url }) => {
		const received = await receiveOrganisation(
			await request.formData(),
			requireLister(locals, url)
		);
		return await again(withoutPerson(received.typed, Number(url.searchParams.get('row'))));
	}
};
