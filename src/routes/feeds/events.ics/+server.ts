// Events as a calendar: of a filter, to subscribe to; or one event (`?event=name`), to put into a
// calendar.
import { languageOf } from '#lib/search/language.ts';
import { feed, refuseFeed } from '#lib/feed/answer.server.ts';
import { feedOptions } from '#lib/feed/asked.ts';
import { calendarAnswer, eventCalendar } from '#lib/feed/calendar-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async ({ url, request }) => {
	const params = url.searchParams;
	if (!params.has('event'))
		return feed(url, 'events', ['alarm'], (asked) => calendarAnswer(request, asked));
	const options = feedOptions(params, ['alarm', 'event']);
	if ('refused' in options) return refuseFeed(400, options.refused);
	const locale = languageOf(params);
	if (!locale) return refuseFeed(400, 'lang must be lv or en');
	const other = [...params.keys()].find((name) => !['event', 'alarm', 'lang'].includes(name));
	if (other || !options.event)
		return refuseFeed(400, 'event goes with alarm and lang and nothing else');
	const answer = await eventCalendar(options.event, url, { locale, alarm: options.alarm });
	if (answer === 'gone') return refuseFeed(410, 'this event was taken back');
	return answer ?? refuseFeed(404, 'no such event');
};
