// Reads one organisation for its page: one question to the database, checked on arrival.
import { backend } from '#lib/backend/backend.server.ts';
import type { Person } from '#lib/account/person.ts';
import { error } from '@sveltejs/kit';
import { toOrganisationDetail, type OrganisationDetail } from './organisation-detail.ts';
import { log } from '#lib/log/log.server.ts';

/** As the database has them; anything else is no organisation and not worth a question. */
const slugForm = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/**
 * The organisation of this slug, or null when none is published. When the database does not answer,
 * the visitor gets 503 and the log the reason.
 */
export async function organisationDetail(slug: string): Promise<OrganisationDetail | null> {
	if (slug.length > 80 || !slugForm.test(slug)) return null;
	const { data, error: failure } = await backend().visitor.rpc('organisation_detail', {
		wanted_slug: slug
	});
	if (failure) {
		log('error', `organisation_detail failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return data === null ? null : toOrganisationDetail(data);
}

/**
 * The page of an organisation as the public will see it, for who edits it; null = not there, or not
 * theirs.
 */
export async function organisationPreview(
	{ database }: Person,
	id: string
): Promise<OrganisationDetail | null> {
	const { data, error: failure } = await database.rpc('organisation_preview', { id });
	if (failure) {
		log('error', `organisation_preview failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return data === null ? null : toOrganisationDetail(data);
}
