// Organisations of a filter as GeoJSON, in the order of the list.
import { feed } from '#lib/feed/answer.server.ts';
import { feeds } from '#lib/feed/feeds.server.ts';
import { geojsonAnswer } from '#lib/feed/list-answer.server.ts';
import { organisationFeature } from '#lib/feed/organisations-geojson.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) =>
	feed(url, 'organisations', [], async (asked) => {
		const { locale, now } = asked;
		const { total, items } = await feeds.organisations(asked.filter, locale, now);
		const features = items.map((item) => organisationFeature(item, { locale, origin: url.origin }));
		return geojsonAnswer(asked, 'organisations', total, features);
	});
