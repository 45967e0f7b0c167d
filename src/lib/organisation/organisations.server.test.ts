// What the lists ask the database and what they make of its answer. The database is a stand-in
// here; the SQL functions have tests of their own on both databases.
import { logTo } from '#lib/log/log.server.ts';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyFilter } from '#lib/filter/filter.ts';

const { rpc } = vi.hoisted(() => ({ rpc: vi.fn() }));
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => ({ visitor: { rpc } }) }));
vi.mock('#lib/backend/content-version.server.ts', () => ({ contentVersion: async () => '7' }));

const { organisations } = await import('./organisations.server.ts');

const row = {
	id: 'b3f1',
	slug: 'saldus-centrs',
	kind: 'competence-centre',
	name: { lv: 'Saldus centrs' },
	abbreviation: null,
	summary: { lv: 'Palīdz.' },
	street: null,
	place: { lv: 'Saldus' },
	municipality: { lv: 'Saldus novads' },
	regionId: 'kurzeme',
	pin: { lat: 56.66, lng: 22.49, approximate: true },
	phone: '+37163027549;ext=5',
	email: null,
	website: 'https://saldus.example/',
	confirmedOn: null,
	doubtfulSince: null,
	correctedAt: null,
	isExample: false,
	metres: null,
	nextEvent: {
		slug: 'seminars',
		title: { lv: 'Seminārs' },
		startsAt: '2026-12-08T11:00:00+02:00',
		endsAt: '2026-12-08T14:00:00+02:00',
		allDay: false,
		precision: 'minute',
		isExample: true
	}
};

beforeEach(() => rpc.mockReset());

/** Counts beside the choices of a list with this length. */
const facetsOf = (total: number) => ({
	total,
	kinds: {},
	topics: {},
	regions: {},
	municipalities: {},
	languages: {},
	access: {},
	upcoming: 0,
	open: 0,
	confirmed: 0
});

/** Answers each function by its name. */
function answering(answers: Record<string, unknown>): void {
	rpc.mockImplementation(async (name: string) => ({ data: answers[name], error: null }));
}

describe('a page of the list', () => {
	it('becomes domain types, with instants in UTC and no text that a list does not show', async () => {
		rpc.mockResolvedValueOnce({ data: [row], error: null });
		const page = await organisations.find({ ...emptyFilter, regions: ['kurzeme'] }, 'lv');
		expect(rpc).toHaveBeenCalledExactlyOnceWith('find_organisations', {
			filter: { regions: ['kurzeme'] },
			language: 'lv',
			page: 1,
			page_size: 40
		});
		expect(page).toMatchObject({ total: 1, page: 1, pageSize: 40, last: 'b3f1' });
		// What is not known costs a list nothing.
		expect(page.items[0]).not.toHaveProperty('email');
		expect(page.items[0]).toMatchObject({
			name: { lv: 'Saldus centrs' },
			place: { lv: 'Saldus' },
			municipality: { lv: 'Saldus novads' },
			// An extension is no part of the number.
			phone: { shown: '+371 63027549, iekš. 5', href: 'tel:+37163027549;ext=5' },
			website: 'https://saldus.example/',
			nextEvent: { startsAt: '2026-12-08T09:00:00.000Z', isExample: true }
		});
		expect(page.items[0]).not.toHaveProperty('summary');
	});

	it('that is full takes its length from the counts beside it, once for all pages', async () => {
		answering({
			find_organisations: Array.from({ length: 40 }, () => row),
			opening_hours_in_use: [],
			organisation_facets: facetsOf(81)
		});
		const filter = { ...emptyFilter, kinds: ['partner'] };
		const now = new Date();
		expect((await organisations.find(filter, 'lv', now)).total).toBe(81);
		const second = { ...filter, page: 2, after: 'b3f1' };
		expect((await organisations.find(second, 'lv', now)).total).toBe(81);
		expect(rpc.mock.calls.map(([name]) => name)).toEqual([
			'find_organisations',
			'opening_hours_in_use',
			'organisation_facets',
			'find_organisations'
		]);
		expect(rpc).toHaveBeenLastCalledWith(
			'find_organisations',
			expect.objectContaining({ page: 2, after: 'b3f1' })
		);
	});

	it('behind the last one is empty but still knows how many there are', async () => {
		answering({
			find_organisations: [],
			opening_hours_in_use: [],
			organisation_facets: facetsOf(41)
		});
		const page = await organisations.find({ ...emptyFilter, page: 9 }, 'lv');
		expect(page).toMatchObject({ items: [], total: 41, page: 9, last: null });
	});

	it('of nothing costs one question', async () => {
		rpc.mockResolvedValueOnce({ data: [], error: null });
		expect(await organisations.find(emptyFilter, 'lv')).toMatchObject({ items: [], total: 0 });
		expect(rpc).toHaveBeenCalledOnce();
	});
});

it('a database that does not answer is a 503 without its words', async () => {
	const lines: string[] = [];
	const putBack = logTo((_, line) => lines.push(line));
	rpc.mockResolvedValue({ data: null, error: { message: 'secret detail', code: 'XX' } });
	await expect(organisations.points(emptyFilter, 'lv')).rejects.toMatchObject({
		status: 503,
		body: { message: 'the directory does not answer' }
	});
	putBack();
	expect(lines).toEqual([expect.stringContaining('secret detail')]);
});

it('an answer of another shape is not believed', async () => {
	rpc.mockResolvedValue({
		data: [['slug', 'kind', 'name', 'not a number', 24, true]],
		error: null
	});
	await expect(organisations.points(emptyFilter, 'lv')).rejects.toThrow();
});

it('one organisation of an unknown name is nobody', async () => {
	rpc.mockResolvedValueOnce({ data: [], error: null });
	expect(await organisations.summary('nobody', 'lv')).toBeNull();
});
