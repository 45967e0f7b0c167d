// A group's name says its town only where that is true.
import { describe, expect, it } from 'vitest';
import labels from '#lib/map/basemap/labels.json';
import type { LabelRow } from '#lib/map/basemap/labels.ts';
import { townOf, townsOf } from './towns.ts';

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

describe('townsOf', () => {
	const box = at(56.8, 23.9, 0.2);
	const riga = { lat: 56.95, lng: 24.11 };
	const jelgava = { lat: 56.6516, lng: 23.7128 };

	it('names every town of a group, the fullest first', () => {
		expect(townsOf(rows, [jelgava, riga, riga], box, 'lv')).toEqual({
			names: ['Rīga', 'Jelgava'],
			inside: true
		});
		expect(townsOf(rows, [jelgava, riga], box, 'en')?.names).toEqual(['Jelgava', 'Riga']);
	});

	it('says near where one of them lies outside', () => {
		const aside = { lat: 56.969, lng: 22.1 };
		expect(townsOf(rows, [riga, aside], box, 'lv')?.inside).toBe(false);
	});

	it('goes by the box where the places are not known, or too many', () => {
		const whole = at(56.95, 24.11);
		const told = { names: ['Rīga'], inside: true };
		expect(townsOf(rows, [], whole, 'lv')).toEqual(told);
		expect(
			townsOf(
				rows,
				Array.from({ length: 101 }, () => jelgava),
				whole,
				'lv'
			)
		).toEqual(told);
	});

	it('says nothing without names', () => {
		expect(townsOf([], [riga], box, 'lv')).toBeNull();
	});
});
