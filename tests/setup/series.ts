// What the stories of series share: a day that is no weekend, and what a calendar that follows an
// event is told.
import ICAL from 'ical.js';
import OpeningHours from 'opening_hours';
import type { APIRequestContext } from '@playwright/test';

const holidays = new OpeningHours('PH', {
	lat: 56.9,
	lon: 24.1,
	address: { country_code: 'lv', state: '' }
});

/**
 * The first such day of the week (0 is Sunday) at least so many days ahead, of which neither it nor
 * the five weeks after it are public holidays: about those the forms ask.
 */
export function dayAhead(days: number, weekday: number): string {
	const day = new Date(Date.now() + days * 86_400_000);
	const asked = () =>
		[0, 1, 2, 3, 4, 5].some((weeks) =>
			[0, 1].some((later) =>
				holidays.getState(
					new Date(
						day.getUTCFullYear(),
						day.getUTCMonth(),
						day.getUTCDate() + 7 * weeks + later,
						12
					)
				)
			)
		);
	while (day.getUTCDay() !== weekday || asked()) day.setUTCDate(day.getUTCDate() + 1);
	return day.toISOString().slice(0, 10);
}

/**
 * What a calendar that follows an event is told: the day of each instance it names, its state, and
 * where it is.
 */
export async function instances(request: APIRequestContext, slug: string) {
	const text = await (await request.get(`/feeds/events.ics?event=${slug}`)).text();
	return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => {
		const event = new ICAL.Event(one);
		return {
			id: String(one.getFirstPropertyValue('recurrence-id') ?? '').slice(0, 10),
			starts: event.startDate.toString().slice(0, 16),
			state: one.getFirstPropertyValue('status'),
			place: String(one.getFirstPropertyValue('location') ?? ''),
			pin: String(one.getFirstPropertyValue('geo') ?? ''),
			rule: String(one.getFirstPropertyValue('rrule') ?? '')
		};
	});
}
