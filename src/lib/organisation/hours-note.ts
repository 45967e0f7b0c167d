// Remarks about opening hours. The syntax has them at every rule; people are told once what holds
// for all of them.
import type { OpenTimes, TimesTold } from './opening-hours.ts';

/** As OpenStreetMap has it; pages say it in their language. */
export const byAppointment = 'by appointment';

/** A remark in its two parts: whether it says "by appointment", and what else it says. */
export function remarkParts(comment: string): { appointment: boolean; note: string } {
	if (comment === byAppointment) return { appointment: true, note: '' };
	const begin = `${byAppointment}, `;
	return comment.startsWith(begin)
		? { appointment: true, note: comment.slice(begin.length) }
		: { appointment: false, note: comment };
}

/** What a remark says beside the condition it may be; null where all of it is the condition. */
function noteOf({ uncertain, comment }: OpenTimes): string | null {
	if (comment === null) return '';
	const { appointment, note } = remarkParts(comment);
	return appointment || !uncertain ? note : null;
}

function withoutNote(time: OpenTimes): OpenTimes {
	const { appointment } = remarkParts(time.comment ?? '');
	return { ...time, comment: appointment ? byAppointment : null };
}

/** The same hours with the remark that all of them share said once. */
export function hoistedNote(told: TimesTold): TimesTold {
	const all = told.periods.flatMap(({ groups }) => groups.flatMap(({ times }) => times));
	const [first] = all;
	const note = first && noteOf(first);
	if (!note || all.some((time) => noteOf(time) !== note)) return told;
	const { holidays } = told;
	return {
		...told,
		note,
		periods: told.periods.map(({ when, groups }) => ({
			when,
			groups: groups.map((group) => ({ ...group, times: group.times.map(withoutNote) }))
		})),
		holidays: Array.isArray(holidays)
			? holidays.map((time) => (noteOf(time) === note ? withoutNote(time) : time))
			: holidays
	};
}
