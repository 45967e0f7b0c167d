// Which texts of opening hours are open at a minute, in the network's zone.
import { beforeEach, expect, test, vi } from 'vitest';

const { rpc, contentVersion } = vi.hoisted(() => ({ rpc: vi.fn(), contentVersion: vi.fn() }));
vi.mock('#lib/backend/backend.server.ts', () => ({ backend: () => ({ visitor: { rpc } }) }));
vi.mock('#lib/backend/content-version.server.ts', () => ({ contentVersion }));

const { openHours } = await import('./open-now.server.ts');
const { openUntil } = await import('./opening-hours.server.ts');

const texts = [
	'Mo-Fr 09:00-17:00',
	'Mo-Fr 08:30-12:00,13:00-16:00',
	'24/7',
	'"pēc vienošanās"',
	'Mo-Fr 9 līdz 17',
	'sunrise-sunset'
];
let version = 0;
beforeEach(() => {
	contentVersion.mockResolvedValue(String((version += 1)));
	rpc.mockReset().mockResolvedValue({ data: texts, error: null });
});

/** Rīga is two hours ahead of UTC in November; 24 November 2026 is a Tuesday. */
const at = (time: string, day = '2026-11-24') => new Date(`${day}T${time}:00+02:00`);

test('follows the minute, and what cannot be read or is only perhaps open is not open', async () => {
	expect(await openHours(at('08:29'))).toEqual(['24/7']);
	expect(await openHours(at('08:30'))).toEqual(['Mo-Fr 08:30-12:00,13:00-16:00', '24/7']);
	expect(await openHours(at('09:00'))).toEqual([texts[0], texts[1], '24/7']);
	expect(await openHours(at('12:00'))).toEqual([texts[0], '24/7']);
	expect(await openHours(at('13:00'))).toEqual([texts[0], texts[1], '24/7']);
	expect(await openHours(at('17:00'))).toEqual(['24/7']);
	// A Saturday, and back to a minute that was before.
	expect(await openHours(at('10:00', '2026-11-28'))).toEqual(['24/7']);
	expect(await openHours(at('09:00'))).toEqual([texts[0], texts[1], '24/7']);
	expect(rpc).toHaveBeenCalledOnce();
});

test('knows a state until it changes, at most until the clock could be changed', () => {
	const minute = (text: string, time: Date) => {
		const { open, until } = openUntil(text, time, 'Europe/Riga');
		return [open, (until - time.getTime()) / 60_000];
	};
	expect(minute('Mo-Fr 09:00-17:00', at('08:50'))).toEqual([false, 10]);
	expect(minute('Mo-Fr 08:30-17:00', at('08:10'))).toEqual([false, 20]);
	expect(minute('24/7', at('08:10'))).toEqual([true, 50]);
	expect(minute('nonsense', at('08:10'))).toEqual([false, Infinity]);
});

test('asks for the texts again when the content has changed', async () => {
	expect(await openHours(at('09:00'))).toHaveLength(3);
	rpc.mockResolvedValue({ data: ['Tu 08:00-10:00'], error: null });
	contentVersion.mockResolvedValue(String((version += 1)));
	expect(await openHours(at('09:00'))).toEqual(['Tu 08:00-10:00']);
	expect(rpc).toHaveBeenCalledTimes(2);
});
