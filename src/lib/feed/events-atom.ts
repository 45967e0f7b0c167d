// Events as Atom entries: an entry is the event, its time of change is the event's, and its text
// tells the next date and what is out of order after it.
import { network } from '#network';
import { textIn } from '#lib/i18n/localised.ts';
import { kindWords, stateWords, takesPlace } from '#lib/event/words.ts';
import { fromWords, spanWords } from '#lib/time/dates.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import type { AtomEntry } from './atom.ts';
import { noticesOf, pageOf, registrationOf, titleOf, whereOf } from './event-words.ts';
import { isWholeDays, type DatedEvent, type FeedDate, type FeedEvent } from './feed-event.ts';

/**
 * @param dated the date the entry is about first, then the dates ahead that do not take place or
 * were moved
 * @throws when the event has no date
 */
export function eventEntry(
	{ event, dates }: DatedEvent,
	{ locale, origin }: { locale: Locale; origin: string }
): AtomEntry {
	const [date, ...others] = dates;
	if (!date) throw new Error(`the event ${event.slug} has no date`);
	return {
		id: event.id,
		title: titleOf(event, date, locale),
		url: pageOf(event, { locale, origin }),
		updated: event.updatedAt,
		published: event.createdAt,
		authors: event.organisers.map(({ slug, name }) => ({
			name: textIn(name, locale)?.text ?? '',
			uri: slug && origin + pathOf('/organisation/:slug', locale, slug)
		})),
		categories: [
			{ term: event.kind, label: kindWords(event.kind) },
			...event.topics.map(({ id, name }) => ({ term: id, label: textIn(name, locale)?.text ?? id }))
		],
		summary: [
			whenAndWhere(event, date, locale),
			movedWords(event, date, locale),
			...noticesOf(event, date, locale),
			textIn(event.summary, locale)?.text,
			...registrationOf(event, date, locale),
			others.map((other) => outOfOrder(event, other, locale)).join('\n')
		]
			.filter(Boolean)
			.join('\n\n')
	};
}

function whenAndWhere(event: FeedEvent, date: FeedDate, locale: Locale): string {
	const where = event.withdrawn ? null : whereOf(event.attendance, date.elsewhere ?? event, locale);
	return [whenWords(event, date, locale), where].filter(Boolean).join(', ');
}

/**
 * When a date is for who reads of it: by the network's clock, and that of the event beside it where
 * they differ.
 */
function whenWords(event: FeedEvent, date: FeedDate, locale: Locale): string {
	const there = spanWords({ ...event, ...date }, locale);
	if (isWholeDays(event) || event.timeZone === network.timeZone) return there;
	const here = spanWords({ ...event, ...date, timeZone: network.timeZone }, locale);
	return here === there ? there : m.feed_when_elsewhere({ here, there, zone: event.timeZone });
}

/** "Pārcelts no 2027. gada 30. marta plkst. 19.00"; null where it is as the rule says. */
function movedWords(event: FeedEvent, date: FeedDate, locale: Locale): string | null {
	if (!takesPlace(date.state) || Date.parse(date.startsAt) === Date.parse(date.originalStart))
		return null;
	const zone = isWholeDays(event) ? event.timeZone : network.timeZone;
	return m.event_facts_moved({
		date: fromWords(date.originalStart, locale, zone, !isWholeDays(event))
	});
}

/** A later date that does not take place or was moved, in one line. */
function outOfOrder(event: FeedEvent, date: FeedDate, locale: Locale): string {
	const what = movedWords(event, date, locale) ?? stateWords(date.state);
	const reason = textIn(date.reason, locale)?.text;
	const why = reason ? `. ${m.event_notice_reason_label()} ${reason}` : '';
	const when = takesPlace(date.state) ? whenAndWhere : whenWords;
	return `${what}: ${when(event, date, locale)}${why}`;
}
