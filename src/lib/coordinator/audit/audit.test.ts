// What the audit is asked for, from its address and back, and as the database is asked.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { auditForSql, printAudit, readAudit, type AuditAsked } from './audit-asked.ts';

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
