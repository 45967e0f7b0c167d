// Calendars as answers: whole in one piece where one question is enough, in parts where not, so
// that neither the memory nor the other visitors feel a calendar of a hundred thousand events.
import { network } from '#network';
import { contentVersion } from '#lib/backend/content-version.server.ts';
import { chooseEncoding } from '#lib/http/response-cache.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { feedHeaders, type FeedRequest } from './answer.server.ts';
import { entriesByDate, wholeEntry } from './calendar-entries.ts';
import type { DatedEvent } from './feed-event.ts';
import { feedDescription, feedName } from './feed-name.server.ts';
import { calendarBegin, feeds } from './feeds.server.ts';
import { calendarEnd, calendarEntry, calendarStart, type CalendarHead } from './icalendar.ts';
import { inLanguage } from './language.server.ts';
import { timeZoneLines } from './time-zones.ts';

const type = 'text/calendar';
const refreshHours = 6;

const zonesOf = (events: readonly DatedEvent[]) => [
	network.timeZone,
	...events.map(({ event }) => event.timeZone)
];

function entriesText(
	events: readonly DatedEvent[],
	options: { origin: string; locale: Locale; whole: boolean; alarm: number | null }
): string {
	const entries = options.whole ? wholeEntry : entriesByDate;
	return events
		.flatMap((event) => entries(event, options))
		.map((entry) => calendarEntry(entry, options.alarm))
		.join('');
}

/** The calendar of a filter. */
export async function calendarAnswer(
	request: Request,
	{ filter, named, address, locale, options, now }: FeedRequest
): Promise<Response> {
	const { events, whole, more } = await inLanguage(locale, () =>
		feeds.calendar(filter, locale, now)
	);
	const head: CalendarHead = {
		name: await feedName(named, locale),
		description: feedDescription(),
		source: address.href,
		refreshHours,
		timeZone: network.timeZone
	};
	const entries = { origin: address.origin, locale, whole, alarm: options.alarm };
	const headers = feedHeaders({ type, locale, file: 'pasakumi.ics' });
	const begin = calendarStart(head, zonesOf(events)) + entriesText(events, entries);
	if (!more) return new Response(begin + calendarEnd, { headers });

	// Too long to be kept: its tag is that of the content, and says only that nothing at all has
	// changed.
	const version = `${await contentVersion()} ${calendarBegin(now)} ${address.href}`;
	const encoding =
		chooseEncoding(request.headers.get('accept-encoding')) === 'identity' ? '' : 'gzip';
	const tag = createHash('sha256')
		.update(`${version} ${encoding}`)
		.digest('base64url')
		.slice(0, 22);
	headers.set('etag', `W/"${tag}"`);
	headers.set('cache-control', 'public, no-cache');
	headers.set('vary', 'accept-encoding');
	if (request.headers.get('if-none-match')?.includes(tag)) {
		await more.return(undefined);
		return new Response(null, { status: 304, headers });
	}
	if (encoding) headers.set('content-encoding', encoding);
	if (request.method === 'HEAD') {
		await more.return(undefined);
		return new Response(null, { headers });
	}
	const written = new Set(zonesOf(events));
	async function* text() {
		yield begin;
		for await (const others of more ?? []) {
			yield await inLanguage(locale, () => {
				const fresh = [...new Set(zonesOf(others))].filter((zone) => !written.has(zone));
				for (const zone of fresh) written.add(zone);
				return (
					fresh.map((zone) => timeZoneLines(zone) ?? '').join('') + entriesText(others, entries)
				);
			});
		}
		yield calendarEnd;
	}
	const parts = Readable.from(text(), { objectMode: false, highWaterMark: 1 });
	const body = encoding ? parts.pipe(createGzip({ level: 4 })) : parts;
	// A part that fails must end the answer unfinished: half a calendar would delete the other half
	// at whoever reads it.
	parts.on('error', (failure) => body.destroy(failure));
	return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, { headers });
}

/**
 * One event with all its parts, to be put into a calendar; null when there is none of this name,
 * `gone` when there was one.
 */
export async function eventCalendar(
	slug: string,
	url: URL,
	{ locale, alarm }: { locale: Locale; alarm: number | null }
): Promise<Response | 'gone' | null> {
	return inLanguage(locale, async () => {
		const events = await feeds.event(slug, locale);
		if (events === null || events === 'gone') return events;
		const head: CalendarHead = {
			name: null,
			description: null,
			source: null,
			refreshHours,
			timeZone: network.timeZone
		};
		const text =
			calendarStart(head, zonesOf(events)) +
			entriesText(events, { origin: url.origin, locale, whole: true, alarm }) +
			calendarEnd;
		const headers = feedHeaders({ type, locale, file: `${slug}.ics`, download: true });
		return new Response(text, { headers });
	});
}
