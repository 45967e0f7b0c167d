// Every sort of mail in both languages: text and HTML say the same, the HTML is whole, has its
// language and colours that can be told apart, and what nobody asked for says why and how it is
// stopped, by one link.
import { describe, expect, it } from 'vitest';
import { locales } from '#lib/i18n/languages.ts';
import { writeMail, type MailSort } from './mails.server.ts';
import { isUnasked } from './unasked.ts';

const link = 'https://tikls.example/go?a=1&b=2';
const stop = `https://tikls.example/en/unsubscribe/${'s'.repeat(43)}`;
const since = '2026-12-01T10:00:00Z';
const name = { lv: 'Biedrība «Kopā» & <draugi>', en: 'Association “Together” & <friends>' };
const invitation = {
	role: 'coordinator',
	deputy: false,
	regions: [{ name: { lv: 'Kurzeme', en: 'Kurzeme' } }],
	organisation: null,
	invitedBy: '<b>Anna</b> & Co',
	expiresAt: since
};
const items = [
	{ subject: 'organisation', id: 'o1', name, at: since },
	{ subject: 'organisation', id: 'o2', name: {}, at: null }
];
const group = (section: string, what: string, subject: string | null = 'organisation') => ({
	section,
	what,
	subject,
	total: 12,
	fresh: 2,
	items: subject === null ? [] : items.map((item) => ({ ...item, subject }))
});
const waiting = {
	groups: [
		...['refused', 'returned'].map((what) => group('wrong', what)),
		...['mail', 'job'].map((what) => group('wrong', what, null)),
		...['draft', 'closing', 'to-archive', 'unanswered', 'unconfirmed', 'conflict'].map((what) =>
			group('waits', what)
		),
		...['draft', 'without-date', 'without-place'].map((what) => group('waits', what, 'event')),
		...['correction', 'answer'].map((what) => group('waits', what, 'correction')),
		group('waits', 'invitation', null),
		...['scheduled', 'ending', 'begins'].map((what) => group('coming', what, 'event')),
		...['scheduled', 'confirm'].map((what) => group('coming', what))
	],
	changed: 7,
	changes: [
		{ subject: 'event', id: 'e1', name, by: 'Anna <b>', at: since, listings: 3 },
		{ subject: 'organisation', id: 'o3', name: {}, by: null, at: since, listings: 1 }
	]
};
const told: Record<MailSort, { about: unknown; secret: object }[]> = {
	'sign-in': [{ about: {}, secret: { link, code: '123456' } }],
	invitation: [{ about: invitation, secret: { link } }],
	password: [{ about: {}, secret: {} }],
	'new-address': [{ about: { email: 'a@example.org' }, secret: { link } }],
	'address-changed': [{ about: { email: 'a@example.org' }, secret: {} }],
	'second-factor-on': [{ about: {}, secret: {} }],
	'second-factor-off': [{ about: {}, secret: {} }],
	'second-factor-removed': [{ about: {}, secret: {} }],
	operation: ['disk', 'backup', 'mails'].map((what) => ({
		about: { what, since, detail: '<script>&' },
		secret: {}
	})),
	correction: [
		{ state: 'accepted', reason: null, taken: 2, partly: false },
		{ state: 'accepted', reason: null, taken: 1, partly: true },
		{ state: 'accepted', reason: null, taken: 0, partly: false },
		{ state: 'declined', reason: 'Cits <numurs> & "darbs"', taken: 0, partly: false },
		{ state: 'accepted', reason: null, taken: 3, partly: true, isNew: true },
		{ state: 'declined', reason: 'Tas jau ir <katalogā>.', taken: 0, partly: false, isNew: true }
	].map((decided) => ({ about: { ...decided, name }, secret: { link } })),
	'corrections-wait': [1, 12].map((count) => ({ about: { count, since }, secret: {} })),
	waits: [true, false].map((overview) => ({ about: { ...waiting, overview }, secret: {} })),
	'still-true': [
		{ confirmedOn: null, again: false },
		{ confirmedOn: '2026-05-01', again: true }
	].map((asked) => ({
		about: { ...asked, name },
		secret: { answers: { right: link, change: `${link}&c`, closed: `${link}&d` } }
	}))
};
const cases = locales.flatMap((language) =>
	(Object.keys(told) as MailSort[]).flatMap((sort) =>
		told[sort].map((one, at) => ({ language, sort, ...one, at }))
	)
);

/** How far two colours are apart (WCAG 2.2, contrast ratio). */
function contrast(one: string, other: string): number {
	const light = (colour: string) =>
		[1, 3, 5]
			.map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
			.reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at]!, 0);
	const [high = 0, low = 0] = [light(one), light(other)].sort((a, b) => b - a);
	return (high + 0.05) / (low + 0.05);
}

/** What a reader sees of HTML that has neither scripts nor comments. */
const seen = (html: string) =>
	html
		.replace(/<head>[\s\S]*<\/head>/, ' ')
		.replaceAll(/<[^>]*>/g, ' ')
		.replaceAll('&lt;', '<')
		.replaceAll('&gt;', '>')
		.replaceAll('&quot;', '"')
		.replaceAll('&#39;', "'")
		.replaceAll('&amp;', '&')
		.replaceAll(/\s+/g, ' ');

describe.each(cases)('$sort $at in $language', ({ language, sort, about, secret }) => {
	const planned = { id: 'x', sort, recipient: 'a@example.org', language, about, secret };
	const mail = writeMail({ ...planned, stop: isUnasked(sort) ? stop : null });
	const { text = '', html = '', subject = '' } = mail ?? {};

	it('says the same as text and as HTML', () => {
		expect(subject).not.toBe('');
		const shown = seen(html);
		for (const line of text.split('\n').filter((one) => one.trim() !== '' && one !== '-- ')) {
			const words = line.replace(/:$/, '').trim();
			if (/^https?:/.test(words))
				expect(html).toContain(`href="${words.replaceAll('&', '&amp;')}"`);
			else
				for (const part of words.split(' 123456')) expect(shown).toContain(part.replace(/:$/, ''));
		}
	});

	it('is whole, in its language, with nothing to load', () => {
		expect(html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}">`));
		expect(/<title>([^<]*)<\/title>/.exec(html)?.[1]).not.toBe('');
		const open: string[] = [];
		for (const [, end, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
			if (['meta', 'br'].includes(name)) continue;
			if (end) expect(open.pop()).toBe(name);
			else open.push(name);
		}
		expect(open).toEqual([]);
		expect(html).not.toMatch(/<(img|script|link|style|iframe|b)\b|url\(|src=/);
	});

	it('has colours that can be told apart', () => {
		const grounds: string[] = ['#ffffff'];
		const tags: string[] = [];
		for (const [tag, end, name = ''] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
			if (['meta', 'br'].includes(name)) continue;
			if (end) {
				if (tags.pop() === 'ground') grounds.pop();
				continue;
			}
			const ground = /background:(#[0-9a-f]{6})/.exec(tag)?.[1];
			if (ground) grounds.push(ground);
			tags.push(ground ? 'ground' : 'plain');
			const ink = /[;"]color:(#[0-9a-f]{6})/.exec(tag)?.[1];
			if (ink) expect(contrast(ink, grounds.at(-1) ?? ''), tag).toBeGreaterThanOrEqual(4.5);
		}
	});

	it('can be stopped by one link when nobody asked for it, and not sent without', () => {
		const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
		expect(mail?.stop).toBe(isUnasked(sort) ? stop : null);
		expect(links.filter((href) => href === stop)).toHaveLength(isUnasked(sort) ? 1 : 0);
		expect(text.split(stop)).toHaveLength(isUnasked(sort) ? 2 : 1);
		expect(writeMail({ ...planned, stop: null }) === null).toBe(isUnasked(sort));
	});
});
