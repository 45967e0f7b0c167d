// The form of one organisation, and what can be done with its listing.
import { network } from '#network';
import { requirePerson } from '#lib/account/access.ts';
import { confirmListing, setPublication } from '#lib/listing/saving/listing-acts.server.ts';
import { openListing } from '#lib/listing/saving/listings.server.ts';
import { whereaboutsOf } from '#lib/listing/pin/pin.server.ts';
import { pinReadOf } from '#lib/listing/pin/pin.ts';
import { contentChanged } from '#lib/backend/content-version.server.ts';
import { instantOf } from '#lib/time/local-time.ts';
import {
	hintsFor,
	pendingOrganisation,
	organisationChoices,
	receiveOrganisation,
	saveOrganisation,
	whereTyped
} from '#lib/organisation/edit/organisation-editor.server.ts';
import {
	assumedPhones,
	readOrganisation
} from '#lib/organisation/edit/organisation-form.server.ts';
import { withoutPerson, withPerson } from '#lib/organisation/edit/persons.ts';
import { typedOrganisation } from '#lib/organisation/edit/typed-organisation.ts';
import { pathOf } from '#lib/page/paths.ts';
import { uuidFrom } from '#lib/formats/uuid.ts';
import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

const states = v.picklist(['draft', 'published', 'archived', 'removed']);

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const { listing: document, ...listing } = await openListing(person, 'organisation', params.id);
	const choices = await organisationChoices(locals.locale, document);
	const pin = pinReadOf(document);
	const saved = url.searchParams.get('saved');
	const kept = url.searchParams.has('kept')
		? await pendingOrganisation(person, params.id, locals.locale)
		: null;
	return {
		person: person.id,
		listing,
		choices,
		typed: kept?.typed ?? typedOrganisation(document, choices.places),
		kept: kept?.conflict ?? null,
		at: await whereaboutsOf(pin.lat, pin.lng),
		attempt: randomUUID(),
		saved,
		hints: saved
			? await hintsFor(document, {
					assumed: url.searchParams.has('assumed'),
					remark: url.searchParams.get('pin')
				})
			: []
	};
};

/** The form again after a row was added or taken away, or after it was checked: nothing is saved. */
async function again(typed: Awaited<ReturnType<typeof receiveOrganisation>>['typed']) {
	return {
		typed,
		problems: [],
		conflict: null,
		attempt: randomUUID(),
		at: await whereTyped(typed),
		hints: null
	};
}

export const actions: Actions = {
	save: async ({ request, params, locals, url }) => {
		const person = requirePerson(locals, url);
		const outcome = await saveOrganisation(
			await request.formData(),
			person,
			params.id,
			locals.locale
		);
		if (!outcome.ok) return fail(outcome.status, { ...outcome.failed, hints: null });
		const said = new URLSearchParams({ saved: outcome.changed ? 'yes' : 'unchanged' });
		if (outcome.assumed) said.set('assumed', '1');
		if (outcome.remark) said.set('pin', outcome.remark);
		redirect(
			303,
			`${pathOf('/coordinator/organisations/:slug', locals.locale, params.id)}?${said}`
		);
	},

	check: async ({ request, locals, url }) => {
		const { typed, problems } = await receiveOrganisation(
			await request.formData(),
			requirePerson(locals, url)
		);
		const read = await readOrganisation(typed);
		const wrong = [...problems, ...(read.ok ? [] : read.problems)];
		if (!read.ok || wrong.length > 0)
			return fail(400, { ...(await again(typed)), problems: wrong });
		return {
			...(await again(typed)),
			hints: await hintsFor(read.document, {
				assumed: assumedPhones(typed).length > 0,
				remark: read.remark
			})
		};
	},

	addPerson: async ({ request, locals, url }) => {
		const { typed } = await receiveOrganisation(
			await request.formData(),
			requirePerson(locals, url)
		);
		return await again(withPerson(typed));
	},

	removePerson: async ({ request, locals, url }) => {
		const { typed } = await receiveOrganisation(
			await request.formData(),
			requirePerson(locals, url)
		);
		return await again(withoutPerson(typed, Number(url.searchParams.get('row'))));
	},

	publication: async ({ request, params, locals, url }) => {
		const person = requirePerson(locals, url);
		const form = await request.formData();
		const here = pathOf('/coordinator/organisations/:slug', locals.locale, params.id);
		const state = v.safeParse(states, form.get('publication'));
		const attempt = uuidFrom(String(form.get('attempt'))) ?? randomUUID();
		if (!state.success) return fail(400, { stateProblem: 'refused' as const });
		let publishAt: string | null = null;
		if (form.has('publish_at')) {
			try {
				publishAt = instantOf(String(form.get('publish_at')), network.timeZone);
			} catch {
				return fail(400, { stateProblem: 'when' as const });
			}
			if (Date.parse(publishAt) < Date.now()) return fail(400, { stateProblem: 'past' as const });
		}
		const to = { publication: state.output, publishAt, attempt };
		const done = await setPublication(person, 'organisation', [params.id], to);
		if (!done || done.refused.length > 0) return fail(403, { stateProblem: 'refused' as const });
		contentChanged();
		redirect(303, `${here}?saved=${publishAt ? 'scheduled' : state.output}`);
	},

	confirm: async ({ params, locals, url }) => {
		if (!(await confirmListing(requirePerson(locals, url), params.id)))
			return fail(403, { stateProblem: 'refused' as const });
		contentChanged();
		redirect(
			303,
			`${pathOf('/coordinator/organisations/:slug', locals.locale, params.id)}?saved=confirmed`
		);
	}
};
