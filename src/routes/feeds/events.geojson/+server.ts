// Dates of events of a filter as GeoJSON.
import { feed } from '#lib/feed/answer.server.ts';
import { eventFeature } from '#lib/feed/events-geojson.ts';
import { feeds } from '#lib/feed/feeds.server.ts';
import { geojsonAnswer } from '#lib/feed/list-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) =>
	feed(url, 'events', ['past'], async (asked) => {
		const { locale, options, now } = asked;
		const { total, dates } = await feeds.dates(asked.filter, { past: options.past, now });
		const features = dates.map((dated) => eventFeature(dated, { locale, origin: url.origin }));
		return geojsonAnswer(asked, 'events', total, features);
	});
