// What a visit costs in a real browser: bytes, elements, and the moment the main content is there
// on a slow phone.
import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumFlags, findChromium } from '../../tests/setup/chromium.ts';
import { median } from './load.ts';

export const screens = {
	desk: { viewport: { width: 1280, height: 800 } },
	phone: {
		viewport: { width: 390, height: 844 },
		deviceScaleFactor: 2,
		isMobile: true,
		hasTouch: true
	}
};

export function openBrowser(): Promise<Browser> {
	return chromium.launch({ executablePath: findChromium(), args: chromiumFlags });
}

export interface Weight {
	/** Bytes over the wire of everything the first visit loads, headers included. */
	bytes: number;
	/** Elements in the document once it is calm. */
	elements: number;
	requests: number;
}

/** A first visit with an empty cache, until nothing has been loaded for half a second. */
export async function weigh(
	browser: Browser,
	url: string,
	screen: keyof typeof screens
): Promise<Weight> {
	const context = await browser.newContext(screens[screen]);
	const page = await context.newPage();
	const devtools = await context.newCDPSession(page);
	let bytes = 0;
	let requests = 0;
	devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
		bytes += encodedDataLength;
		requests++;
	});
	await devtools.send('Network.enable');
	await page.goto(url, { waitUntil: 'networkidle' });
	const elements = await page.evaluate(() => document.querySelectorAll('*').length);
	await context.close();
	return { bytes, elements, requests };
}

/**
 * Median largest contentful paint in milliseconds (https://www.w3.org/TR/largest-contentful-paint/)
 * on the phone profile: processor four times slower, 1.6 Mbit/s down, 0.75 Mbit/s up, 150 ms round
 * trip; empty cache each time.
 */
export async function phoneLcp(browser: Browser, url: string, times: number): Promise<number> {
	const found: number[] = [];
	for (let i = 0; i < times; i++) {
		const context = await browser.newContext(screens.phone);
		const page = await context.newPage();
		const devtools = await context.newCDPSession(page);
		await devtools.send('Network.enable');
		await devtools.send('Network.emulateNetworkConditions', {
			offline: false,
			latency: 150,
			downloadThroughput: (1.6 * 1_000_000) / 8,
			uploadThroughput: (0.75 * 1_000_000) / 8
		});
		await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
		await page.goto(url, { waitUntil: 'networkidle' });
		found.push(await lcpOf(page));
		await context.close();
	}
	return median(found);
}

/**
 * The last candidate the browser has reported; there is no later one without input once the page is
 * calm.
 */
function lcpOf(page: Page): Promise<number> {
	return page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				let last = NaN;
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries()) last = entry.startTime;
				}).observe({ type: 'largest-contentful-paint', buffered: true });
				setTimeout(() => resolve(last), 500);
			})
	);
}
