// Strangers from many addresses send more corrections than anybody could read: those that find room
// wait, the others are told so in words, the pages stay what they were, and the log stays short.
import { soonest } from '#lib/correction/form-age.ts';
import { pathOf } from '#lib/page/paths.ts';
import { expect, test } from '@playwright/test';
import { linksOf } from './pages.ts';
import { startServer } from './setup/server.ts';

/** Forms of each listing: more than may wait for one. */
const each = 18;

test('a flood of forms is turned down in words, in few lines of the log', async ({
	page: browser
}) => {
	const server = await startServer({ env: { ADDRESS_HEADER: 'x-forwarded-for' } });
	try {
		const { url } = server;
		let strangers = 0;
		const from = () => `${20 + ((strangers += 1) % 200)}.${Math.floor(strangers / 200)}.1.1`;
		const read = async (path: string) => await (await fetch(url + path)).text();
		const listed = linksOf(await read(pathOf('/', 'lv'))).filter((path) =>
			path.startsWith(pathOf('/organisation/:slug', 'lv', ''))
		);
		const pages = [...new Set(listed)].slice(0, 4);
		// One after the other: one visitor is answered two dear pages at once.
		const readAll = async () => {
			const texts: string[] = [];
			for (const page of pages) texts.push(await read(page));
			return texts;
		};
		const before = await readAll();

		const forms: { address: string; form: URLSearchParams }[] = [];
		for (const page of pages) {
			const address = pathOf('/organisation/:slug/correct', 'lv', page.split('/').at(-1));
			await browser.goto(url + address);
			const fields = await browser
				.locator('form', { has: browser.locator('[name="signed"]') })
				.evaluate((one: HTMLFormElement) =>
					[...new FormData(one)].map(([name, value]) => [name, String(value)])
				);
			for (let i = 0; i < each; i += 1) {
				const signed = /name="signed"[^>]*value="([^"]+)"/.exec(await read(address))?.[1] ?? '';
				expect(signed, address).not.toBe('');
				const form = new URLSearchParams(fields);
				form.set('signed', signed);
				form.set('sender_note', `Nr. ${i}`);
				forms.push({ address, form });
			}
		}
		await new Promise((resolve) => setTimeout(resolve, soonest));
		const linesBefore = server.output().split('\n').length;
		const answers: { status: number; text: string }[] = [];
		const send = async ({ address, form }: (typeof forms)[number]) => {
			const answer = await fetch(url + address, {
				method: 'POST',
				redirect: 'manual',
				headers: { origin: url, accept: 'text/html', 'x-forwarded-for': from() },
				body: form
			});
			answers.push({ status: answer.status, text: await answer.text() });
		};
		// Ten at once.
		const rest = forms.values();
		await Promise.all(
			Array.from({ length: 10 }, async () => {
				for (const one of rest) await send(one);
			})
		);
		const refused = answers.filter(({ status }) => status !== 303);
		expect(refused.length).toBeGreaterThan(20);
		expect(answers.length - refused.length).toBeGreaterThanOrEqual(pages.length);
		for (const { status, text } of refused) {
			expect(status).toBe(429);
			// What was written stays in the form.
			expect(text).toMatch(/Nr\. \d/);
		}
		// Twenty of a kind in a minute, and two kinds at most: refusals, and forms nobody could read.
		expect(server.output().split('\n').length - linesBefore).toBeLessThanOrEqual(45);
		expect(await readAll()).toEqual(before);
		expect((await fetch(`${url}/healthz`)).status).toBe(200);
	} finally {
		await server.stop();
	}
});
