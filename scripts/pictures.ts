// `npm run pictures`: the pictures in README.md, of the production build with the first data: the
// explorer on a desk in English and on a phone in Latvian. Small files on purpose: they live in the
// repository.
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../tests/setup/server.ts';
import { openBrowser } from './bench/browser.ts';
import { build, root } from './prepare.js';

const pictures = [
	{ name: 'desk', path: '/en', width: 1280, height: 760 },
	{ name: 'phone', path: '/', width: 390, height: 760 }
];

const folder = join(root, 'docs/pictures');
mkdirSync(folder, { recursive: true });
await build();
const server = await startServer();
const browser = await openBrowser();
try {
	for (const { name, path, width, height } of pictures) {
		const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
		await page.goto(server.url + path, { waitUntil: 'networkidle' });
		// Beside the list the live map comes for whoever moves.
		await page.mouse.move(300, 20);
		if (width >= 960) await page.locator('.map.ready').waitFor();
		const file = join(folder, `${name}.png`);
		await page.screenshot({ path: file });
		console.log(`${name}.png: ${Math.round(statSync(file).size / 1000)} KB`);
	}
} finally {
	await browser.close();
	await server.stop();
}
