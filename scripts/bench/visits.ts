// `npm run bench -- visits`: what a visit and a start cost, with 26 and with 1,000 organisations,
// beside the figures of three public systems. The production build, the embedded database.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { temporaryFolder } from '../../tests/setup/server.ts';
import { openBrowser, phoneLcp, weigh } from './browser.ts';
import { firstByte, pagesPerSecond } from './load.ts';
import { peerNames, peers, type Peers } from './peers.ts';
import { measuredStart, residentMegabytes } from './starts.ts';
import { table } from './table.ts';
import { pinnedNode, root } from '../prepare.js';

/** How often and how long is measured. */
interface Effort {
	requests: number;
	seconds: number;
	visits: number;
	rest: number;
}

/**
 * What was measured with one amount of data, in the order measured; the same rows for every amount.
 */
type Column = { row: string; text: string; beside: Peers }[];

const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const seconds = (value: number) => `${value.toFixed(1)} s`;
const kilobytes = (value: number) => `${Math.round(value / 1000)} KB`;
const whole = (value: number) => Math.round(value).toLocaleString('en');

/**
 * Pages measured, by name; an organisation and an event of the first data, so that both amounts
 * show the same page.
 */
async function addressesOf(
	url: string
): Promise<Record<'explorer' | 'organisation' | 'events' | 'event', string>> {
	const first = async (list: string, pattern: RegExp) => {
		const path = (await (await fetch(url + list)).text()).match(pattern)?.[1];
		if (!path) throw new Error(`no link like ${pattern} on ${list}`);
		return url + path;
	};
	return {
		explorer: `${url}/`,
		organisation: `${url}/organizacija/kurzemes-nvo-centrs`,
		events: `${url}/pasakumi`,
		event: await first('/pasakumi', /href="(\/pasakums\/[^"?#]+)"/)
	};
}

async function measure(browser: Browser, url: string, column: Column, effort: Effort) {
	const put = (row: string, text: string, beside: Peers = peers.none) =>
		column.push({ row, text, beside });
	const { explorer, organisation, events, event } = await addressesOf(url);

	const lists: [string, string, Peers][] = [
		['explorer', explorer, peers.mapFirstByte],
		['events', events, peers.listFirstByte],
		['organisation', organisation, peers.organisationFirstByte],
		['event', event, peers.eventFirstByte]
	];
	const still = await firstByte(`${url}/favicon.svg`, { cached: true, times: effort.requests });
	put('first byte, a static file', milliseconds(still));
	for (const [name, page, beside] of lists) {
		const anew = await firstByte(page, { cached: false, times: effort.requests });
		const cached = await firstByte(page, { cached: true, times: effort.requests });
		put(`first byte, ${name}, rendered`, milliseconds(anew), beside);
		put(`first byte, ${name}, cached`, milliseconds(cached));
		put(`  as a multiple of the static file`, `${(cached / still).toFixed(1)} x`);
	}

	const load = { clients: 10, seconds: effort.seconds };
	for (const [name, page, beside] of [
		['explorer', explorer, peers.mapPerSecond],
		['organisation', organisation, peers.organisationPerSecond],
		['events', events, peers.none]
	] as const) {
		const cached = await pagesPerSecond(page, { ...load, cached: true });
		const anew = await pagesPerSecond(page, { ...load, cached: false });
		put(`pages/s, 10 clients, ${name}, cached`, whole(cached), beside);
		put(`pages/s, 10 clients, ${name}, rendered`, whole(anew));
	}

	for (const [name, page, screen, beside, elements] of [
		['explorer, desk', explorer, 'desk', peers.firstVisit, peers.mapElements],
		['explorer, phone', explorer, 'phone', peers.none, peers.none],
		['organisation', organisation, 'desk', peers.none, peers.none],
		['events', events, 'desk', peers.none, peers.none]
	] as const) {
		const weight = await weigh(browser, page, screen);
		put(`first visit, ${name}`, kilobytes(weight.bytes), beside);
		put(`elements, ${name}`, whole(weight.elements), elements);
	}

	for (const [name, page, beside] of [
		['explorer', explorer, peers.mapLcp],
		['events', events, peers.listLcp],
		['organisation', organisation, peers.detailLcp],
		['event', event, peers.detailLcp]
	] as const)
		put(
			`LCP on a phone, ${name}`,
			seconds((await phoneLcp(browser, page, effort.visits)) / 1000),
			beside
		);
}

async function columnOf(
	browser: Browser,
	more: { organisations: number; events: number },
	effort: Effort
) {
	const column: Column = [];
	const put = (row: string, text: string) => column.push({ row, text, beside: peers.none });
	const dataDir = temporaryFolder('bench');
	const first = await measuredStart(dataDir, effort.rest);
	put('first start', seconds(first.seconds));
	put('  memory', `${whole(first.memory)} MB`);
	await first.server.stop();
	if (more.organisations) {
		const { status, stderr } = spawnSync(
			pinnedNode,
			[
				join(root, 'scripts/seed.ts'),
				`--organisations=${more.organisations}`,
				`--events=${more.events}`,
				'--seed=1'
			],
			{ cwd: root, env: { ...process.env, DATA_DIR: dataDir }, encoding: 'utf8' }
		);
		if (status !== 0) throw new Error(`seeding failed: ${stderr}`);
	}
	const second = await measuredStart(dataDir, effort.rest);
	try {
		put('second start', seconds(second.seconds));
		put('  memory', `${whole(second.memory)} MB`);
		await measure(browser, second.server.url, column, effort);
		put('memory after all this', `${whole(residentMegabytes(second.server.child.pid))} MB`);
	} finally {
		await second.server.stop();
		rmSync(dataDir, { recursive: true, force: true });
	}
	return column;
}

/** Measures and prints the table. @param quick measures less often */
export async function bench(quick: boolean): Promise<void> {
	const effort = quick
		? { requests: 20, seconds: 2, visits: 1, rest: 2 }
		: { requests: 100, seconds: 10, visits: 5, rest: 10 };
	const browser = await openBrowser();
	try {
		const small = await columnOf(browser, { organisations: 0, events: 0 }, effort);
		// With those of the first data: 1,000 organisations and about as many events, as the others
		// were measured.
		const large = await columnOf(browser, { organisations: 974, events: 970 }, effort);
		const rows = small.map(({ row, text, beside }, i) => [
			row,
			text,
			large[i]?.text ?? '',
			...beside
		]);
		console.log(table(['', '26', '1,000', ...peerNames], rows));
		console.log('Others: 1,000 organisations and/or events each.');
	} finally {
		await browser.close();
	}
}
