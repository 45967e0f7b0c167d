// What the page of an event shows beside the event: its description made into safe HTML, numbers as
// people read them, its series in words. The public page and the preview before it are the same
// page.
import { textIn } from '#lib/i18n/localised.ts';
import { phoneOf } from '#lib/formats/phone.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import type { EventDetail } from './event.ts';
import { descriptions } from './description.server.ts';
import { seriesWords } from '#lib/event/recurrence/recurrence-words.ts';

export async function eventPageData(event: EventDetail, locale: Locale) {
	const { description, ...facts } = event;
	const text = textIn(description, locale);
	const { phone } = event.registration;
	const { series, timeZone, allDay } = event;
	return {
		// The page needs the description once, as HTML; the Markdown stays here.
		event: { ...facts, description: {} },
		description: text && { html: (await descriptions.layOut(text.text)).html, lang: text.lang },
		phone: phone === null ? null : phoneOf(phone),
		contactPhone: event.contact?.phone ? phoneOf(event.contact.phone) : null,
		// Put into words here: rules are read with a library the browser does not get.
		repeats: series && seriesWords({ ...series, timeZone, allDay }, locale, false),
		now: new Date().toISOString()
	};
}
