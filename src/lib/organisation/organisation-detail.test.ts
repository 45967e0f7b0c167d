// Reading one organisation: what is asked, what is refused before asking, and what happens when the
// answer is not one.
import { logTo } from '#lib/log/log.server.ts';
import { beforeEach, expect, test, vi } from 'vitest';

const { rpc } = vi.hoisted(() => ({ rpc: vi.fn() }));
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => ({ visitor: { rpc } }) }));

import { organisationDetail } from './organisation-detail.server.ts';
import { toOrganisationDetail } from './organisation-detail.ts';
import { sampleOrganisation } from './sample-organisation.ts';

const bare = sampleOrganisation();

beforeEach(() => {
	rpc.mockReset();
	vi.spyOn(console, 'error').mockImplementation(() => {});
});

test('an organisation of which nothing is known but its name', async () => {
	rpc.mockResolvedValue({ data: bare, error: null });
	const organisation = await organisationDetail('kvalb');
	expect(rpc).toHaveBeenCalledWith('organisation_detail', { wanted_slug: 'kvalb' });
	expect(organisation).toMatchObject({ slug: 'kvalb', pin: null, place: null, region: null });
	expect(organisation?.name).toEqual({ lv: 'Latvijas Kvalitātes biedrība' });
	expect(organisation?.summary).toEqual({});
	expect(organisation?.updatedAt).toBe('2026-11-23T21:00:00.000Z');
});

test('how one gets in comes in the order it is told, whatever order it was saved in', () => {
	const { accessibility } = toOrganisationDetail({
		...bare,
		accessibility: ['hearing-loop', 'step-free']
	});
	expect(accessibility).toEqual(['step-free', 'hearing-loop']);
	expect(() => toOrganisationDetail({ ...bare, accessibility: ['nice'] })).toThrow('nice');
});

test('nothing the database adds to its answer gets to the page', () => {
	const { pin } = toOrganisationDetail({
		...bare,
		secret: 'x',
		pin: { lat: 57.1, lng: 24.9, approximate: true, byHand: true }
	});
	expect(pin).toEqual({ lat: 57.1, lng: 24.9, approximate: true });
	expect(toOrganisationDetail({ ...bare, secret: 'x' })).not.toHaveProperty('secret');
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
	const lines: string[] = [];
	const putBack = logTo((_, line) => lines.push(line));
	rpc.mockResolvedValue({ data: null, error: { code: 'backend_timeout', message: 'secret' } });
	const failure = await organisationDetail('kvalb').catch((reason: unknown) => reason);
	expect(failure).toMatchObject({ status: 503 });
	expect(JSON.stringify(failure)).not.toContain('secret');
	putBack();
	expect(lines).toEqual([expect.stringContaining('backend_timeout')]);
});

test('an answer in another form is refused, not shown', () => {
	for (const wrong of [
		undefined,
		{},
		{ ...bare, phones: null },
		{ ...bare, name: 'x' },
		{ ...bare, pin: { lat: 57 } },
		{ ...bare, upcoming: [{}] }
	])
		expect(() => toOrganisationDetail(wrong)).toThrow();
});
