// A group's name says its town only where that is true.
import { describe, expect, it } from 'vitest';
import labels from '#lib/map/basemap/labels.json';
import type { LabelRow } from '#lib/map/basemap/labels.ts';
import { townOf } from './towns.ts';

const rows = labels as unknown as readonly LabelRow[];
const at = (lat: number, lng: number, reach = 0) => ({
	south: lat - reach,
	north: lat + reach,
	west: lng - reach,
	east: lng + reach
});

describe('townOf', () => {
	it('names the town a place lies in, in the language of the page', () => {
		expect(townOf(rows, at(56.95, 24.11), 'lv')).toEqual({ name: 'Rīga', inside: true });
		expect(townOf(rows, at(56.95, 24.11), 'en')).toEqual({ name: 'Riga', inside: true });
		expect(townOf(rows, at(56.969, 21.97), 'lv')).toEqual({ name: 'Kuldīga', inside: true });
	});

	it('says near, not in, for places that are spread around a town', () => {
		expect(townOf(rows, at(56.969, 21.97, 0.15), 'lv')).toEqual({ name: 'Kuldīga', inside: false });
	});

	it('says nothing far from every town, or without names', () => {
		expect(townOf(rows, at(57.9, 19.9), 'lv')).toBeNull();
		expect(townOf([], at(56.95, 24.11), 'lv')).toBeNull();
	});
});
