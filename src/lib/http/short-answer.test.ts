// What people and programs get whose request is turned down.
import { describe, expect, it } from 'vitest';
import { locales } from '#lib/i18n/languages.ts';
import { lines, wordsOf, type ShortStatus } from './refusal-words.ts';
import { shortAnswer } from './short-answer.ts';

const statuses = Object.keys(lines).map(Number) as ShortStatus[];

const asked = (
	headers: Record<string, string>,
	path = '/',
	method = 'GET',
	isDataRequest = false
) => ({
	request: new Request(`http://tikls.invalid${path}`, { method, headers }),
	isDataRequest
});

describe.each(statuses)('%i', (status) => {
	it.each(locales)('is a page in %s for people', async (locale) => {
		const answer = shortAnswer(asked({ accept: 'text/html,*/*;q=0.8' }), status, locale);
		expect(answer.status).toBe(status);
		expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
		expect(answer.headers.get('cache-control')).toBe('no-store');
		const page = await answer.text();
		const { title, text } = wordsOf(status, locale);
		expect(page).toContain(`<html lang="${locale}">`);
		expect(page).toContain(`<h1>${title}</h1>\n<p>${text}</p>`);
		expect(page).toContain(`href="${locale === 'lv' ? '/' : '/en'}"`);
	});

	it('is one line for programs', async () => {
		const answer = shortAnswer(
			asked({ accept: 'text/calendar' }, '/feeds/events.ics'),
			status,
			'lv'
		);
		expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
		expect(await answer.text()).toBe(`${lines[status]}\n`);
	});

	it('is what scripts of SvelteKit read', async () => {
		const data = shortAnswer(asked({}, '/__data.json', 'GET', true), status, 'lv');
		expect(data.headers.get('content-type')).toBe('application/json');
		expect(await data.json()).toEqual({ message: lines[status] });
		const form = shortAnswer(asked({ 'x-sveltekit-action': 'true' }, '/', 'POST'), status, 'lv');
		expect(form.status).toBe(status);
		expect(await form.json()).toEqual({ type: 'error', error: { message: lines[status] } });
	});
});

it('says when to come back, and offers the way there, of a reading alone', async () => {
	const html = { accept: 'text/html' };
	const read = shortAnswer(asked(html, '/pasakumi?q=%22%3E%3Cscript%3E&a=1'), 429, 'lv');
	expect(read.headers.get('retry-after')).toBe('2');
	const page = await read.text();
	expect(page).toContain('<a href="/pasakumi?q=%22%3E%3Cscript%3E&amp;a=1">Mēģināt vēlreiz</a>');
	expect(page).not.toContain('<script');
	const sent = shortAnswer(asked(html, '/pieslegties/kods', 'POST'), 413, 'lv');
	expect(await sent.text()).not.toContain('/pieslegties/kods');
	expect(sent.headers.get('retry-after')).toBeNull();
});
