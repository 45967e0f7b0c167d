// A device in words, from what its browser calls itself. Only good enough for its owner to know it
// again.
import { m } from '#lib/paraglide/messages.js';

/** The first that fits counts: most browsers name others, too. */
const browsers: [RegExp, string][] = [
	[/Edg(e|A|iOS)?\//, 'Edge'],
	[/OPR\/|Opera/, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const systems: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X/, 'macOS'],
	[/CrOS/, 'ChromeOS'],
	[/Linux/, 'Linux']
];

/** E.g. "Firefox, Windows". An empty or missing header is an unknown device. */
export function deviceWords(userAgent: string | null): string {
	if (!userAgent) return m.people_device_unknown();
	const find = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
	return m.people_device({
		browser: find(browsers) ?? m.people_device_other_browser(),
		system: find(systems) ?? m.people_device_other_system()
	});
}
