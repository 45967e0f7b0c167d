// Opening hours by rows, held against the kept library minute by minute.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openUntil } from '#lib/organisation/opening-hours.server.ts';
import { plan } from './any-plan.ts';
import { printPlan, type DayHours, type HoursPlan } from './week-hours.ts';

/**
 * Whether rows say that somebody is there in a minute: only the rows, read as people read them.
 */
function isOpen(one: HoursPlan, at: Date): boolean {
	const begun = (date: Date): DayHours => {
		const index = (date.getUTCDay() + 6) % 7;
		const { differs } = one;
		const monthDay = date.toISOString().slice(5, 10);
		const monday = new Date(date.getTime() - index * 86_400_000);
		const thursday = new Date(monday.getTime() + 3 * 86_400_000);
		const january = new Date(Date.UTC(thursday.getUTCFullYear(), 0, 1));
		const number = Math.floor((thursday.getTime() - january.getTime()) / 604_800_000) + 1;
		const other =
			differs === 'even-weeks'
				? number % 2 === 0
				: differs !== null &&
					(differs.from <= differs.to
						? differs.from <= monthDay && monthDay <= differs.to
						: monthDay >= differs.from || monthDay <= differs.to);
		return (other ? one.other : one.days)[index] ?? { spans: [], appointment: false };
	};
	const time = at.toISOString().slice(11, 16);
	const holds = ({ spans, appointment }: DayHours, yesterday: boolean) =>
		!appointment &&
		spans.some(({ from, to }) =>
			yesterday ? to <= from && time < to : time >= from && (to <= from || time < to)
		);
	return holds(begun(at), false) || holds(begun(new Date(at.getTime() - 86_400_000)), true);
}

it('a plan by rows is understood by everybody else as it is meant, minute by minute', () => {
	const openOnce = { nights: 0, open: 0 };
	fc.assert(
		fc.property(plan, fc.integer({ min: 0, max: 1400 }), fc.boolean(), (one, from, half) => {
			// A night by appointment that runs into hours that are certain has two answers: rows are
			// certain here.
			const certain = (row: DayHours) => ({ ...row, appointment: false });
			const quiet = {
				...one,
				days: one.days.map(certain),
				other: one.other.map(certain),
				note: one.note.slice(0, 20),
				closedOnHolidays: false
			};
			const printed = printPlan(quiet);
			if (printed === null) return;
			const begin = Date.UTC(2026, 0, 1) + from * 86_400_000 + (half ? 900_000 : 0);
			for (let minute = 0; minute < 3 * 1440; minute += 30) {
				const at = new Date(begin + minute * 60_000);
				const day = at.toISOString().slice(5, 10);
				// The 29th of February is left out where a season touches it: not every program knows it.
				if (day === '02-29' || day === '03-01') continue;
				const meant = isOpen(quiet, at);
				expect(`${printed} ${at.toISOString()} ${openUntil(printed, at, 'UTC').open}`).toBe(
					`${printed} ${at.toISOString()} ${meant}`
				);
				if (meant) openOnce.open += 1;
				if (meant && at.getUTCHours() < 2) openOnce.nights += 1;
			}
		}),
		{ numRuns: 80 }
	);
	expect(openOnce.open).toBeGreaterThan(0);
	expect(openOnce.nights).toBeGreaterThan(0);
});
