// `npm run bench -- map`: how smoothly the map moves with many organisations, on a processor four
// times slower. What counts is the longest task: while it runs, the page answers neither finger nor
// key.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { postgresInstalled, startThrowawayServer } from '../../tests/setup/postgres.ts';
import { startServer, temporaryFolder } from '../../tests/setup/server.ts';
import { pinnedNode, root } from '../prepare.js';
import { openBrowser, screens } from './browser.ts';
import { table } from './table.ts';

/** The embedded database holds no more; PostgreSQL gets as many as the aim is about. */
const max = { embedded: 10_000, postgres: 50_000 };

/** What was done with the map, and the longest tasks meanwhile, in milliseconds, longest first. */
interface Movement {
	name: string;
	tasks: number[];
}

/** Tasks of 50 ms or more since the last call (https://www.w3.org/TR/longtasks-1/). */
const longTasks = (page: Page) =>
	page.evaluate(() => {
		const kept = window as unknown as { tasks?: number[] };
		const tasks = kept.tasks ?? [];
		if (!kept.tasks)
			new PerformanceObserver((list) => {
				for (const entry of list.getEntries()) kept.tasks?.push(entry.duration);
			}).observe({ type: 'longtask' });
		kept.tasks = [];
		return tasks.sort((a, b) => b - a);
	});

/**
 * Moves the map of an explorer page about and says how long it was busy. The processor is made four
 * times slower.
 */
async function moveTheMap(
	browser: Browser,
	address: string,
	screen: keyof typeof screens
): Promise<Movement[]> {
	const context = await browser.newContext(screens[screen]);
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	await page.goto(`${address}#map`, { waitUntil: 'networkidle' });
	const surface = page.locator('.surface[tabindex]');
	await surface.locator('[data-key]').first().waitFor();
	const box = await surface.boundingBox();
	if (!box) throw new Error('the map cannot be seen');
	const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
	await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	await longTasks(page);
	const movements: Movement[] = [];
	async function measure(name: string, act: () => Promise<void>) {
		await longTasks(page);
		await act();
		await page.waitForLoadState('networkidle');
		// The observer is told after the task; a second is more than the slowest of them.
		await page.waitForTimeout(1000);
		movements.push({ name, tasks: await longTasks(page) });
	}
	const drag = async (dx: number, dy: number) => {
		await page.mouse.move(x - dx / 2, y - dy / 2);
		await page.mouse.down();
		await page.mouse.move(x + dx / 2, y + dy / 2, { steps: 30 });
		await page.mouse.up();
		await page.waitForTimeout(400);
	};
	await measure('dragged', async () => {
		for (const [dx, dy] of [
			[200, 0],
			[-200, 120],
			[0, -120]
		] as const)
			await drag(dx, dy);
	});
	await surface.focus();
	await measure('zoomed in, five steps', async () => {
		for (let step = 0; step < 5; step++) {
			await page.keyboard.press('+');
			await page.waitForTimeout(500);
		}
	});
	await measure('dragged where it is close', () => drag(-200, 100));
	await measure('zoomed out, five steps', async () => {
		for (let step = 0; step < 5; step++) {
			await page.keyboard.press('-');
			await page.waitForTimeout(500);
		}
	});
	await context.close();
	return movements;
}

function seed(env: NodeJS.ProcessEnv, organisations: number) {
	const { status, stderr } = spawnSync(
		pinnedNode,
		[join(root, 'scripts/seed.ts'), `--organisations=${organisations}`, '--events=0', '--seed=1'],
		{ cwd: root, env: { ...process.env, ...env }, encoding: 'utf8' }
	);
	if (status !== 0) throw new Error(`seeding failed: ${stderr}`);
}

async function measured(env: NodeJS.ProcessEnv, organisations: number, rounds: number) {
	const dataDir = temporaryFolder('bench');
	const browser = await openBrowser();
	try {
		await (await startServer({ dataDir, env })).stop();
		seed({ ...env, DATA_DIR: dataDir }, organisations);
		const server = await startServer({ dataDir, env });
		try {
			for (const screen of ['desk', 'phone'] as const) {
				const all: Movement[][] = [];
				for (let i = 0; i < rounds; i++) all.push(await moveTheMap(browser, server.url, screen));
				console.log(`\n${organisations.toLocaleString('en')} organisations, ${screen}`);
				const rows = (all[0] ?? []).map(({ name }, i) => {
					const longest = all.map((movements) => movements[i]?.tasks[0] ?? 0);
					const count = all.map((movements) => movements[i]?.tasks.length ?? 0);
					return [name, longest.map(Math.round).join(' · '), count.join(' · ')];
				});
				console.log(table(['', 'longest task, ms', 'tasks of 50 ms or more'], rows));
			}
		} finally {
			await server.stop();
		}
	} finally {
		await browser.close();
		rmSync(dataDir, { recursive: true, force: true });
	}
}

export async function bench(quick: boolean): Promise<void> {
	const rounds = quick ? 1 : 3;
	await measured({}, max.embedded, rounds);
	if (!postgresInstalled()) return console.log('PostgreSQL is not installed: nothing larger.');
	const server = await startThrowawayServer();
	try {
		await measured({ DATABASE_URL: await server.freshDatabase('map') }, max.postgres, rounds);
	} finally {
		await server.stop();
	}
	console.log('\nProcessor four times slower. Aim: no task over 100 ms; 0 means none of 50 ms.');
}
