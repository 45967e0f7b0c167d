// A description nobody could be shown is refused in the form, in words, beside its field; one that
// was there before holds up no other change.
import 'node:worker_threads';
import { afterAll, expect, it } from 'vitest';
import type { Person } from '#lib/account/person.ts';
import { descriptions } from '#lib/event/description.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { eventEditing } from './editing.server.ts';
import type { EventSave } from './event-save.ts';

afterAll(() => descriptions.close());

const endless = 'a\n=\n'.repeat(5000);
const saved = (description: Record<string, string>) =>
	({ listing: { description }, series: null, pin: {} }) as unknown as EventSave;
const problemsOf = async (now: Record<string, string>, before: Record<string, string> = {}) => {
	const record = { listing: { description: before } } as never;
	return (await eventEditing.beside?.({} as Person, record, saved(now), 'lv'))?.problems;
};

it('an endless description is refused beside its field', async () => {
	expect(await problemsOf({ lv: 'Labs **apraksts**.', en: endless })).toEqual([
		{ field: 'description_en', message: m.edit_event_problem_endless() }
	]);
	expect(await problemsOf({ lv: 'Labs **apraksts**.' })).toEqual([]);
	// Nobody changed it.
	expect(await problemsOf({ lv: endless }, { lv: endless })).toEqual([]);
});
