// One event with everything known about it, its description already made into safe HTML.
import { error } from '@sveltejs/kit';
import { events } from '$lib/event/events.server';
import { htmlOf } from '$lib/event/markdown.server';
import { phoneOf } from '$lib/organisation/phone.server';
import { textIn } from '$lib/organisation/organisation';
import { seriesWords } from '$lib/event/recurrence-words';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params, locals }) => {
	const event = await events.detail(params.slug);
	if (!event) error(404, 'no such event');
	const { description, ...facts } = event;
	const text = textIn(description, locals.locale);
	const { phone } = event.registration;
	const { series, timeZone, allDay } = event;
	return {
		// The page needs the description once, as HTML; the Markdown stays here.
		event: { ...facts, description: {} },
		description: text && { html: htmlOf(text.text), lang: text.lang },
		phone: phone === null ? null : phoneOf(phone),
		contactPhone: event.contact?.phone ? phoneOf(event.contact.phone) : null,
		// Put into words here: rules are read with a library the browser does not get.
		repeats: series && seriesWords({ ...series, timeZone, allDay }, locals.locale, false),
		now: new Date().toISOString()
	};
};
