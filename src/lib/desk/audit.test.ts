// What the audit is asked for, from its address and back, and as the database is asked.
import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditForSql, printAudit, readAudit, type AuditAsked } from './audit-asked.ts';
import { auditAct, auditRole, auditSubject } from './audit-words.ts';

const day = fc
	.date({ min: new Date('2020-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
	.map((date) => date.toISOString().slice(0, 10));

it('an address says again what was asked', () => {
	const asked: fc.Arbitrary<AuditAsked> = fc.record({
		who: fc.option(fc.uuid()),
		what: fc.constantFrom(null, 'save', 'bring-back'),
		region: fc.constantFrom(null, 'kurzeme'),
		words: fc.string({ maxLength: 100 }).map((words) => words.trim()),
		from: fc.option(day),
		to: fc.option(day),
		page: fc.integer({ min: 1, max: 999_999 })
	});
	fc.assert(
		fc.property(asked, (one) => {
			expect(readAudit(new URLSearchParams(printAudit(one)))).toEqual(one);
		})
	);
});

it('what means nothing is left out', () => {
	const asked = readAudit(
		new URLSearchParams("who=me&what=a'b&region=A&from=2026-02-30&to=yesterday&page=0")
	);
	expect(printAudit(asked)).toBe('');
	expect(auditForSql(asked)).toEqual({});
});

it('a day is the whole day of the network, also when the clock changes', () => {
	const asked = readAudit(new URLSearchParams('from=2026-10-25&to=2026-10-25'));
	expect(auditForSql(asked)).toEqual({
		from: '2026-10-24T21:00:00.000Z',
		to: '2026-10-25T22:00:00.000Z'
	});
});

it('what is said of people is said in words, in both languages, also of lines from before', () => {
	const regionName = (id: string) => ({ kurzeme: 'Kurzeme', zemgale: 'Zemgale' })[id] ?? id;
	const organisation = { lv: 'Biedrība', en: 'Society' };
	const of = (detail: Record<string, unknown>, rest = {}) =>
		(['lv', 'en'] as const).map((locale) =>
			auditRole({ regionId: null, organisation: null, ...rest, detail }, regionName, locale)
		);
	const regions = ['kurzeme', 'zemgale'];
	expect(of({ role: 'coordinator', regions, deputy: false })).toEqual([
		'koordinators vai koordinatore (Kurzeme, Zemgale)',
		'coordinator (Kurzeme, Zemgale)'
	]);
	expect(of({ role: 'coordinator', regions: ['kurzeme'], deputy: true })[0]).toBe(
		'koordinatora vietnieks vai vietniece (Kurzeme)'
	);
	expect(of({ role: 'coordinator', region: 'zemgale' })[1]).toBe('coordinator (Zemgale)');
	expect(of({ role: 'coordinator' }, { regionId: 'kurzeme' })[0]).toBe(
		'koordinators vai koordinatore (Kurzeme)'
	);
	expect(of({ role: 'editor', organisation: 'an id' }, { organisation })).toEqual([
		'redaktors vai redaktore (Biedrība)',
		'editor (Society)'
	]);
	expect(of({ role: 'administrator', regions: [] })[0]).toBe(
		'tīkla administrators vai administratore'
	);
	// Whatever is not known any more leaves no id and no gap behind it.
	expect(of({ role: 'editor', organisation: 'an id' })[0]).toBe('redaktors vai redaktore');
	expect(of({ role: 'coordinator' })[0]).toBe('koordinators vai koordinatore');
	expect(of({})).toEqual(['', '']);
	for (const action of [
		'end-session',
		'end-all-sessions',
		'end-sessions-of',
		'second-factor-on',
		'second-factor-off',
		'second-factor-removed',
		'recovery-code',
		'take-out-person',
		'invite'
	])
		expect(auditAct(action)).not.toBe(action);
});

it('every act and every subject the database writes down has words', () => {
	const noted = globSync('supabase/schemas/*.sql').flatMap((file) => [
		...readFileSync(file, 'utf8').matchAll(/note_act\(\s*'([\w-]+)',\s*(?:'([\w-]+)')?/g)
	]);
	expect(noted.length).toBeGreaterThan(15);
	for (const [, action = '', subject] of noted) {
		expect(auditAct(action), action).not.toBe(action);
		if (subject) expect(auditSubject(subject), subject).not.toBe(subject);
	}
});
