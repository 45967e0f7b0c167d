// An installation with the street map of another server: its tiles come from here, are kept, and
// are not missed while it is away.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './setup/people.ts';
import { pngTile } from './setup/pmtiles.ts';
import { coloursOf, near, streets, watchTiles } from './setup/street-map.ts';

/** What it answers; one per worker, as the installation is. */
const distant = { away: false, agents: new Set<string>(), asked: 0 };
test.use({
	expectedErrors: [/status of 503/],
	settings: [
		async ({ browserName: _ }, use) => {
			const server = createServer((request, response) => {
				distant.agents.add(request.headers['user-agent'] ?? '');
				distant.asked += 1;
				if (distant.away) response.writeHead(500).end();
				else response.writeHead(200, { 'content-type': 'image/png' }).end(pngTile(240, 200, 120));
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			const { port } = server.address() as AddressInfo;
			await use({
				TILE_URL: `http://127.0.0.1:${port}/{z}/{x}/{y}.png`,
				STREET_CREDIT: 'Pašvaldības karte'
			});
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
		{ scope: 'worker' }
	]
});

test('come from here and are kept; while it is away the map is what it was', async ({ page }) => {
	const asked = watchTiles(page);
	await page.goto(`/${near}`);
	await expect(streets(page).first()).toBeVisible();
	expect((await coloursOf(page))[0]).toBe('240,200,120');
	await expect(page.getByText('Pašvaldības karte')).toBeVisible();
	expect([...distant.agents]).toEqual([expect.stringMatching(/^Tikls\/\d/)]);
	await expect.poll(() => distant.asked).toBe(new Set(asked).size);
	const before = distant.asked;
	// A second visitor's are from here.
	const again = await page.request.get(asked[0] ?? '');
	expect(again.headers()['content-type']).toBe('image/png');
	expect(distant.asked).toBe(before);

	distant.away = true;
	await page.goto('/#map=15/57.31/25.27');
	await page.reload();
	await expect(page.locator('.map.ready')).toBeVisible();
	await expect.poll(() => distant.asked).toBeGreaterThan(before);
	await expect(page.getByRole('button', { name: 'Rādīt visu karti' })).toBeVisible();
	await expect(streets(page)).toHaveCount(0);
	distant.away = false;
});
