// An event in the words of the feeds, in the language that is being spoken. Whoever reads a title
// in a calendar sees nothing else, so what must not be overlooked (an example, a cancelled date)
// stands in the title itself.
import { phoneOf } from '#lib/formats/phone.server.ts';
import { textIn, wordsIn } from '#lib/i18n/localised.ts';
import type { Attendance, EventState } from '#lib/event/event.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import { kindWords, takesPlace } from '#lib/event/words.ts';
import { pathOf } from '#lib/page/paths.ts';
import { untilWords } from '#lib/time/dates.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';
import type { FeedDate, FeedEvent, Whereabouts } from './feed-event.ts';

/** "Piemērs: Atcelts: Seminārs". */
export function titleOf(
	event: FeedEvent,
	date: Pick<FeedDate, 'state' | 'title'>,
	locale: Locale
): string {
	const title = textIn(date.title, locale)?.text ?? textIn(event.title, locale)?.text ?? '';
	return [
		event.isExample ? `${m.event_mark_example()}: ` : '',
		date.state === 'cancelled' ? `${m.event_state_cancelled()}: ` : '',
		date.state === 'postponed' ? `${m.event_state_postponed()}: ` : '',
		title
	].join('');
}

/** A name as the feeds print it: an example says so. */
export function labelled(name: string, isExample: boolean): string {
	return isExample ? `${m.event_mark_example()}: ${name}` : name;
}

/** Kind and topics as people know them. */
export function categoriesOf(event: FeedEvent, locale: Locale): string[] {
	return [
		...(event.isExample ? [m.event_mark_example()] : []),
		capitalised(kindWords(event.kind)),
		...event.topics.map((topic) => textIn(topic.name, locale)?.text ?? '')
	];
}

/** Where to go, in one line; null when nothing is known. */
export function whereOf(
	attendance: Attendance,
	{ venue, street, place, municipality, postcode }: Whereabouts,
	locale: Locale
): string | null {
	if (attendance === 'online') return m.event_where_online();
	const [town, around] = [place, municipality].map((name) => name && wordsIn(name, locale));
	// "Rīga, Rīga" says nothing more than "Rīga".
	return (
		[venue, street, town, around === town ? null : around, postcode].filter(Boolean).join(', ') ||
		null
	);
}

const notices: Partial<Record<EventState, () => string>> = {
	planned: m.event_notice_planned,
	postponed: m.event_notice_postponed,
	moved: m.event_notice_moved,
	cancelled: m.event_notice_cancelled,
	full: m.event_notice_full
};

/** The page of an event; the list of all where it has none any more. */
export function pageOf(
	event: Pick<FeedEvent, 'slug' | 'withdrawn'>,
	{ locale, origin }: { locale: Locale; origin: string }
): string {
	return (
		origin +
		(event.withdrawn ? pathOf('/events', locale) : pathOf('/event/:slug', locale, event.slug))
	);
}

/** What must be known first, as sentences. */
export function noticesOf(
	event: Pick<FeedEvent, 'isExample' | 'withdrawn'>,
	{ state, reason }: Pick<FeedDate, 'state' | 'reason'>,
	locale: Locale
): string[] {
	const sentences: string[] = event.withdrawn ? [m.feed_withdrawn()] : [];
	if (event.isExample)
		sentences.push(`${m.event_notice_example_title()}. ${m.event_notice_example_text()}`);
	const notice = notices[state]?.();
	const why = textIn(reason, locale)?.text;
	if (notice)
		sentences.push(why ? `${notice}. ${m.event_notice_reason_label()} ${why}` : `${notice}.`);
	return sentences;
}

/**
 * How to take part and what it costs, one line a fact; nothing where nobody can: nobody is asked to
 * register for that.
 */
export function registrationOf(
	event: FeedEvent,
	{ state, deadline }: Pick<FeedDate, 'state' | 'deadline'>,
	locale: Locale
): string[] {
	if (!takesPlace(state)) return [];
	const { url, email, phone } = event.registration;
	const price = textIn(event.price, locale)?.text ?? (event.free ? m.event_free_short() : null);
	const contacts = [url, email, phone && phoneOf(phone).shown].filter(Boolean).join(', ');
	const lines = [
		contacts &&
			state !== 'full' &&
			deadline &&
			m.event_register_by({ date: untilWords(deadline, locale, event.timeZone) }),
		state !== 'full' && contacts && `${m.event_registration()}: ${contacts}`,
		price && `${m.event_fee()}: ${price}`
	].filter(Boolean);
	return lines.length > 0 ? [lines.join('\n')] : [];
}
