// The mail of what waits, out of what the database put together when it was sent (285_waits.sql).
// Its links lead to pages where one press settles it; opening them changes nothing.
import { network } from '#network';
import { Instant, LocalisedText, Text } from '#lib/backend/answer.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { momentWords } from '#lib/time/dates.ts';
import { m } from '#lib/paraglide/messages.js';
import * as v from 'valibot';
import { siteOrigin } from './stops.server.ts';
import type { MailSection, MailTemplate } from './template.ts';
import { waitingTitle } from './waiting-words.ts';

const Subject = v.picklist(['organisation', 'event', 'correction']);
const Listing = v.picklist(['organisation', 'event']);
const Item = v.object({
	subject: Subject,
	id: v.string(),
	name: LocalisedText,
	at: v.nullable(Instant)
});
const Group = v.object({
	section: v.picklist(['waits', 'coming', 'wrong']),
	what: v.string(),
	subject: v.nullable(Subject),
	total: v.number(),
	/** How many of them are new. */
	fresh: v.number(),
	items: v.array(Item)
});
const Change = v.object({
	subject: Listing,
	id: v.string(),
	name: LocalisedText,
	/** '' or null: nobody who has a name. */
	by: Text,
	at: Instant,
	/** How many listings were changed in one go. */
	listings: v.number()
});
const WhatWaits = v.object({
	overview: v.boolean(),
	groups: v.array(Group),
	changed: v.number(),
	changes: v.array(Change)
});
type Group = v.InferOutput<typeof Group>;
type Change = v.InferOutput<typeof Change>;

const editRoutes = {
	organisation: '/coordinator/organisations/:id',
	event: '/coordinator/events/:id',
	correction: '/coordinator/corrections/:id'
} as const;
const historyRoutes = {
	organisation: '/coordinator/organisations/:id/history',
	event: '/coordinator/events/:id/history'
} as const;

/** The list of what waits in one way. */
function listPath({ what, subject }: Group, locale: Locale): string {
	if (subject === 'correction') return pathOf('/coordinator/corrections', locale);
	if (what === 'invitation') return pathOf('/coordinator/people', locale);
	if (what === 'mail' || what === 'job') return pathOf('/coordinator/jobs', locale);
	if (what === 'conflict' || subject === null) return pathOf('/coordinator', locale);
	const list = pathOf(
		subject === 'event' ? '/coordinator/events' : '/coordinator/organisations',
		locale
	);
	if (what === 'begins' || what === 'returned') return list;
	// Those that will have to be confirmed stand first in this order.
	return what === 'confirm' ? `${list}?sort=confirmed` : `${list}?state=${what}`;
}

/** Where one of them is settled, by one press if it can be. */
function itemPath(what: string, { subject, id }: v.InferOutput<typeof Item>, locale: Locale) {
	if (what === 'to-archive')
		return `${pathOf('/coordinator/bulk', locale)}?${new URLSearchParams({ subject, do: 'archive', id })}`;
	if (what === 'ending') return pathOf('/coordinator/events/:id/dates', locale, id);
	const form = pathOf(editRoutes[subject], locale, id);
	if (what === 'conflict') return `${form}?kept`;
	if (what === 'without-date') return `${form}#field-starts_day`;
	return what === 'without-place' ? `${form}#field-place_id` : form;
}

/** Of these the moment is worth telling: when it came, or when it will be. */
const dated = new Set(['correction', 'answer', 'scheduled', 'begins', 'closing']);

function groupOf(group: Group, locale: Locale): MailSection['groups'][number] {
	const { what, subject, total, fresh, items } = group;
	const title = waitingTitle({ subject, what, count: total }, locale);
	const isPartlyNew = fresh > 0 && fresh < total;
	return {
		text: isPartlyNew ? m.waits_mail_fresh({ title, count: fresh }, { locale }) : title,
		href: siteOrigin() + listPath(group, locale),
		items: items.map((item) => ({
			text: wordsIn(item.name, locale) || m.desk_no_name({}, { locale }),
			note: dated.has(what) && item.at !== null ? momentWords(item.at, locale) : '',
			href: siteOrigin() + itemPath(what, item, locale)
		}))
	};
}

function changeOf(change: Change, locale: Locale) {
	const { subject, id, name, by, at, listings } = change;
	const when = momentWords(at, locale);
	const others = listings > 1 ? ` ${m.desk_and_others({ count: listings - 1 }, { locale })}` : '';
	return {
		text: (wordsIn(name, locale) || m.desk_no_name({}, { locale })) + others,
		note: by ? `${by}, ${when}` : when,
		href: siteOrigin() + pathOf(historyRoutes[subject], locale, id)
	};
}

/** Between greeting and signature; null: what there is to say cannot be read. */
export function waitsMail(
	about: unknown,
	locale: Locale
): Omit<MailTemplate, 'language' | 'signature' | 'footer'> | null {
	const read = v.safeParse(WhatWaits, about);
	if (!read.success) return null;
	const words = { locale };
	const site = network.name[locale];
	const { overview, groups, changes, changed } = read.output;
	const desk = siteOrigin() + pathOf('/coordinator', locale);
	const section = (name: Group['section'], title: string): MailSection => ({
		title,
		groups: groups.filter((one) => one.section === name).map((one) => groupOf(one, locale))
	});
	const byOthers: MailSection = {
		title: m.desk_changes({}, words),
		groups: [
			{
				text: m.waits_mail_changed({ count: changed }, words),
				href: desk,
				items: changes.map((one) => changeOf(one, locale))
			}
		]
	};
	return {
		subject: overview ? m.waits_mail_week({ site }, words) : m.waits_mail_new({ site }, words),
		opening: [overview ? m.waits_mail_opening({}, words) : m.waits_mail_opening_new({}, words)],
		sections: [
			section('wrong', m.waits_mail_wrong({}, words)),
			section('waits', m.desk_waits({}, words)),
			...(changed > 0 ? [byOthers] : []),
			section('coming', m.waits_mail_coming({}, words))
		].filter((one) => one.groups.length > 0),
		button: { text: m.waits_mail_button({}, words), href: desk },
		closing: [m.waits_mail_often({}, words)]
	};
}
