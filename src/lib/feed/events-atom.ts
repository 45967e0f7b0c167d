// Events as Atom entries: an entry is the event, its time of change is the event's, and its text tells the next date.
import { textIn } from '#lib/i18n/localised.ts';
import { kindWords } from '#lib/event/words.ts';
import { spanWords } from '#lib/time/dates.ts';
import { pathOf } from '#lib/page/paths.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { AtomEntry } from './atom.ts';
import { noticesOf, registrationOf, titleOf, whereOf } from './event-words.ts';
import type { FeedDate, FeedEvent } from './feed-event.ts';

export function eventEntry(
	{ event, date }: { event: FeedEvent; date: FeedDate },
	{ locale, origin }: { locale: Locale; origin: string }
): AtomEntry {
	const when = spanWords({ ...event, ...date }, locale);
	const where = whereOf(event.attendance, date.elsewhere ?? event, locale);
	const reason = Object.keys(date.reason).length > 0 ? date.reason : event.stateReason;
	return {
		id: event.id,
		title: titleOf(event, date, locale),
		url: origin + pathOf('/event/:slug', locale, event.slug),
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
			[when, where].filter(Boolean).join(', '),
			...noticesOf(event, date.state, reason, locale),
			textIn(event.summary, locale)?.text,
			...registrationOf(event, locale)
		]
			.filter(Boolean)
			.join('\n\n')
	};
}
