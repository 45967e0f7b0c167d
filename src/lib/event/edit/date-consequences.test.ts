import { expect, it } from 'vitest';
import { concernsPeople, consequencesOf, type KnownDate } from './date-consequences.ts';

const date = (day: string, from = '18:00', to = '20:00') => ({
	starts: `2027-${day}T${from}:00`,
	ends: `2027-${day}T${to}:00`
});
const known = (day: string, change: Partial<KnownDate> = {}): KnownDate => ({
	...date(day),
	original: date(day).starts,
	cancelled: false,
	rescheduled: false,
	over: false,
	...change
});
const nothing = { kept: 0, moved: [], dropped: [], stillCancelled: [], added: [], forgotten: 0 };

it('dates the rule still gives stay, new ones come', () => {
	const found = consequencesOf(
		[known('03-02'), known('03-09')],
		[date('03-02'), date('03-09'), date('03-16')]
	);
	expect(found).toEqual({ ...nothing, kept: 2, added: ['2027-03-16T18:00:00'] });
	expect(concernsPeople(found)).toBe(false);
});

it('another hour moves them, but not one that has its own', () => {
	const found = consequencesOf(
		[known('03-02'), known('03-09', { rescheduled: true, ...date('03-10', '12:00') })],
		[date('03-02', '17:00'), date('03-09', '17:00')]
	);
	expect(found).toEqual({
		...nothing,
		kept: 1,
		moved: [{ from: date('03-02'), to: date('03-02', '17:00') }]
	});
	expect(concernsPeople(found)).toBe(true);
});

it('the one date of an event goes wherever it is put', () => {
	expect(consequencesOf([known('03-02')], [date('05-20')])).toEqual({
		...nothing,
		moved: [{ from: date('03-02'), to: date('05-20') }]
	});
});

it('another weekday drops them, a cancelled one stays, and what is over would be forgotten', () => {
	const found = consequencesOf(
		[known('02-23', { over: true }), known('03-02'), known('03-09', { cancelled: true })],
		[date('03-03'), date('03-10')]
	);
	expect(found).toEqual({
		...nothing,
		dropped: ['2027-03-02T18:00:00'],
		stillCancelled: ['2027-03-09T18:00:00'],
		added: ['2027-03-03T18:00:00', '2027-03-10T18:00:00'],
		forgotten: 1
	});
});
