// What a feed may be asked for, and that neighbours share an answer without learning of each other.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { feedOptions, onGrid, oneQuery } from './asked.ts';

const asked = (query: string) =>
	feedOptions(new URLSearchParams(query), ['alarm', 'bom', 'event', 'past']);

describe('options', () => {
	test('are read as they stand', () => {
		expect(asked('alarm=0&bom=1&event=nvo-forums-2026&past=1')).toEqual({
			alarm: 0,
			bom: true,
			event: 'nvo-forums-2026',
			past: true
		});
		expect(asked('alarm=&bom=&region=kurzeme')).toEqual({
			alarm: null,
			bom: false,
			event: null,
			past: false
		});
	});

	test.each([
		'alarm=-1',
		'alarm=40321',
		'alarm=1.5',
		'alarm=PT5M',
		'alarm=5&alarm=6',
		'bom=0',
		'bom=true',
		'past=yes',
		'event=..%2f',
		'event=%00',
		`event=${'a'.repeat(81)}`
	])('%s is refused with a reason', (query) => {
		expect(asked(query)).toEqual({ refused: expect.stringMatching(/^.{10,}$/) });
	});

	test('a feed takes no option it has not', () => {
		const none = feedOptions(new URLSearchParams('alarm=x&bom=x'), []);
		expect(none).toEqual({ alarm: null, bom: false, event: null, past: false });
	});
});

describe('the grid', () => {
	const position = fc.record({
		lat: fc.double({ min: -90, max: 90, noNaN: true }),
		lng: fc.double({ min: -180, max: 180, noNaN: true })
	});

	test('moves nothing by more than half a step, and what stands on it not at all', () => {
		fc.assert(
			fc.property(position, (point) => {
				const snapped = onGrid(point);
				expect(Math.abs(snapped.lat - point.lat)).toBeLessThanOrEqual(0.005 + 1e-9);
				expect(Math.abs(snapped.lng - point.lng)).toBeLessThanOrEqual(0.005 + 1e-9);
				expect(onGrid(snapped)).toEqual(snapped);
				expect(String(snapped.lat)).toMatch(/^-?\d+(\.\d{1,2})?$/);
			})
		);
	});

	test('gives one query for neighbours and for every order of parameters', () => {
		const one = oneQuery(new URLSearchParams('region=zemgale&near=56.65123,23.71278&km=30'));
		const other = oneQuery(new URLSearchParams('km=30&near=56.6501,23.7149&region=zemgale'));
		expect(one).toBe(other);
		expect(one).not.toContain('123');
		expect(oneQuery(new URLSearchParams('near=Jelgava'))).toBe('near=Jelgava');
	});

	test('keeps the order of values that are repeated, and what makes no sense', () => {
		expect(oneQuery(new URLSearchParams('topic=b&topic=a&near=91,0'))).toBe(
			'near=91%2C0&topic=b&topic=a'
		);
	});
});
