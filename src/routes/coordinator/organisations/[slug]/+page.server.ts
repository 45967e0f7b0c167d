// The form of one organisation, and what can be done with its listing.
import { network } from '../../../../../network.config';
import { requirePerson } from '$lib/coordinator/access';
import { confirmListing, setPublication } from '$lib/coordinator/saving/listing-acts.server';
import { openListing } from '$lib/coordinator/saving/listings.server';
import { whereaboutsOf } from '$lib/coordinator/pin/pin.server';
import { pinReadOf } from '$lib/coordinator/pin/pin';
import { contentChanged } from '$lib/backend/content-version.server';
import { instantOf } from '$lib/event/local-time';
import {
	hintsFor,
	keptOrganisation,
	organisationChoices,
	receiveOrganisation,
	saveOrganisation,
	whereTyped
} from '$lib/organisation/edit/organisation-editor.server';
import { assumedPhones, readOrganisation } from '$lib/organisation/edit/organisation-form.server';
import { withoutPerson, withPerson } from '$lib/organisation/edit/persons';
import { typedOrganisation } from '$lib/organisation/edit/typed-organisation';
import { pathOf } from '$lib/page/paths';
import { uuidFrom } from '$lib/page/uuid';
import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { Actions, PageServerLoad } from './$types';

const states = v.picklist(['draft', 'published', 'archived', 'removed']);

export const load: PageServerLoad = async ({ params, locals, url }) => {
	const person = requirePerson(locals, url);
	const { listing: document, ...listing } = await openListing(person, 'organisation', params.slug);
	const choices = await organisationChoices(locals.locale, document);
	const pin = pinReadOf(document);
	const saved = url.searchParams.get('saved');
	const kept = url.searchParams.has('kept')
		? await keptOrganisation(person, params.slug, locals.locale)
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
			params.slug,
			locals.locale
		);
		if (!outcome.ok) return fail(outcome.status, { ...outcome.failed, hints: null });
		const said = new URLSearchParams({ saved: outcome.changed ? 'yes' : 'unchanged' });
		if (outcome.assumed) said.set('assumed', '1');
		if (outcome.remark) said.set('pin', outcome.remark);
		redirect(
			303,
			`${pathOf('/coordinator/organisations/:slug', locals.locale, params.slug)}?${said}`
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
		const here = pathOf('/coordinator/organisations/:slug', locals.locale, params.slug);
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
		const done = await setPublication(person, 'organisation', [params.slug], to);
		if (!done || done.refused.length > 0) return fail(403, { stateProblem: 'refused' as const });
		contentChanged();
		redirect(303, `${here}?saved=${publishAt ? 'scheduled' : state.output}`);
	},

	confirm: async ({ params, locals, url }) => {
		if (!(await confirmListing(requirePerson(locals, url), params.slug)))
			return fail(403, { stateProblem: 'refused' as const });
		contentChanged();
		redirect(
			303,
			`${pathOf('/coordinator/organisations/:slug', locals.locale, params.slug)}?saved=confirmed`
		);
	}
};
