// What the first visit to a page costs whoever comes: bytes over the wire, headers included, and
// answers. Counted, not timed: these figures are the same on every machine.
import type { Request } from '@playwright/test';
import { weigh } from '../scripts/bench/browser.ts';
import { pathOf } from '#lib/page/paths.ts';
import { expect, test } from './fixtures.ts';

test.use({ moves: false });

// What stands today, and a twentieth for what may come: whoever adds more says so here.
const visits = [
	['the explorer', '/', 135_000, 14],
	['events', '/events', 114_000, 15],
	['an organisation', '/organisation/:slug', 109_000, 15],
	// Privacy says what stays of whoever signs in, corrects or is asked.
	['a page of words', '/privacy', 8_500, 2]
] as const;

for (const [name, path, bytes, answers] of visits)
	for (const locale of ['lv', 'en'] as const)
		test(`${name}, ${locale}`, async ({ browser, baseURL }) => {
			const weight = await weigh(
				browser,
				(baseURL ?? '') + pathOf(path, locale, 'kurzemes-nvo-centrs'),
				'phone'
			);
			expect(weight.bytes).toBeLessThan(bytes);
			expect(weight.requests).toBeLessThanOrEqual(answers);
			// A page that failed would be light, too.
			expect(weight.elements).toBeGreaterThan(100);
		});

test('an event', async ({ browser, baseURL, page }) => {
	await page.goto('/pasakumi');
	const event = await page.locator('article.event a').first().getAttribute('href');
	const weight = await weigh(browser, (baseURL ?? '') + (event ?? ''), 'phone');
	expect(weight.bytes).toBeLessThan(106_000);
	expect(weight.requests).toBeLessThanOrEqual(14);
	expect(weight.elements).toBeGreaterThan(100);
});

// Scripts fetch styles that the server did not name: a page would first be seen bare.
test('no style comes late', async ({ page }) => {
	const addresses = visits.map(([, path]) => pathOf(path, 'lv', 'kurzemes-nvo-centrs'));
	await page.goto(addresses[1] ?? '');
	const event = await page.locator('article.event a').first().getAttribute('href');
	for (const address of [...addresses, event ?? '', '/?show=events', pathOf('/about', 'lv')]) {
		const asked: string[] = [];
		const note = (request: Request) => {
			if (request.resourceType() === 'stylesheet') asked.push(request.url());
		};
		page.on('request', note);
		const answer = await page.goto(address, { waitUntil: 'networkidle' });
		page.off('request', note);
		const html = (await answer?.text()) ?? '';
		for (const url of asked) expect(html, address).toContain(new URL(url).pathname);
		expect(html.match(/<style>|rel="stylesheet"/g)?.length, address).toBeGreaterThan(0);
	}
});
