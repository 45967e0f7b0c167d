// Reading one organisation: what is asked, what is refused before asking, and what happens when the answer is not one.
import { beforeEach, expect, test, vi } from 'vitest';

const { rpc } = vi.hoisted(() => ({ rpc: vi.fn() }));
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => ({ visitor: { rpc } }) }));

import { organisationDetail, toOrganisationDetail } from './organisation-detail.server.ts';

/** The least a published organisation can be: everything that may be empty is. */
const bare = {
	id: '5f0c3d8e-8a52-4c63-9a1f-0d3b8f1f4a77',
	slug: 'kvalb',
	kind: 'network-lead',
	name_lv: 'Latvijas Kvalitātes biedrība',
	name_en: null,
	abbreviation: null,
	former_names: [],
	legal_form_lv: null,
	legal_form_en: null,
	registration_number: null,
	summary_lv: null,
	summary_en: null,
	street: null,
	postcode: null,
	latitude: null,
	longitude: null,
	approximate: true,
	phones: [],
	email: null,
	website: null,
	social_links: [],
	languages: [],
	opening_hours: null,
	logo: null,
	picture: null,
	contact_persons: [],
	confirmed_on: null,
	is_example: false,
	updated_at: '2026-11-23T21:00:00+00:00',
	place: null,
	municipality: null,
	region: null,
	topics: [],
	sources: [],
	region_contact: null,
	nearest: [],
	upcoming: [],
	past: []
};

beforeEach(() => {
	rpc.mockReset();
	vi.spyOn(console, 'error').mockImplementation(() => {});
});

test('an organisation of which nothing is known but its name', async () => {
	rpc.mockResolvedValue({ data: bare, error: null });
	const organisation = await organisationDetail('kvalb');
	expect(rpc).toHaveBeenCalledWith('organisation_detail', { wanted_slug: 'kvalb' });
	expect(organisation).toMatchObject({ slug: 'kvalb', pin: null, place: null, region: null });
	// A missing language is absent, not null: textIn() asks for what is there.
	expect(organisation?.name).toEqual({ lv: 'Latvijas Kvalitātes biedrība' });
	expect(organisation?.summary).toEqual({});
});

test('a pin needs both coordinates, and keeps how exact it is', () => {
	expect(toOrganisationDetail({ ...bare, latitude: 57.1, longitude: 24.9 }).pin).toEqual({
		lat: 57.1,
		lng: 24.9,
		approximate: true
	});
	expect(toOrganisationDetail({ ...bare, latitude: 57.1 }).pin).toBeNull();
});

test('one that is not published is null', async () => {
	rpc.mockResolvedValue({ data: null, error: null });
	expect(await organisationDetail('nobody')).toBeNull();
});

test('what cannot be a slug is never asked for', async () => {
	for (const slug of ['', 'KPR', '../x', "x' or 1=1", 'a'.repeat(81), 'a--b', 'ā'])
		expect(await organisationDetail(slug)).toBeNull();
	expect(rpc).not.toHaveBeenCalled();
});

test('a database that does not answer is a 503, and its words stay in the log', async () => {
	rpc.mockResolvedValue({ data: null, error: { code: 'backend_timeout', message: 'secret' } });
	const failure = await organisationDetail('kvalb').catch((reason: unknown) => reason);
	expect(failure).toMatchObject({ status: 503 });
	expect(JSON.stringify(failure)).not.toContain('secret');
	expect(console.error).toHaveBeenCalledWith(expect.stringContaining('backend_timeout'));
});

test('an answer in another form is refused, not shown', () => {
	for (const wrong of [undefined, {}, { ...bare, phones: null }, { ...bare, upcoming: [{}] }])
		expect(() => toOrganisationDetail(wrong)).toThrow();
});
