// GeoJSON by RFC 7946. What GDAL makes of it is in programs.test.ts.
import { expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { eventFeature } from './events-geojson.ts';
import { featureCollection } from './geojson.ts';
import { organisationFeature } from './organisations-geojson.ts';
import { sampleDated, sampleOrganisation, sampleSeries } from './sample-feed.ts';

overwriteGetLocale(() => 'en');
const options = { locale: 'en', origin: 'https://tikls.example' } as const;

test('positions are longitude first, the box holds them all, and the collection says what it is part of', () => {
	const text = featureCollection(
		[
			{ id: 'a', position: { lat: 57.5, lng: 22.25 }, properties: { n: 1 } },
			{ id: 'b', position: null, properties: { n: 2 } },
			{ id: 'c', position: { lat: -1.1234567, lng: 30 }, properties: { n: 3 } }
		],
		{ total: 3, next: null }
	);
	expect(JSON.parse(text)).toEqual({
		type: 'FeatureCollection',
		bbox: [22.25, -1.123457, 30, 57.5],
		total: 3,
		next: null,
		features: [
			{
				type: 'Feature',
				id: 'a',
				geometry: { type: 'Point', coordinates: [22.25, 57.5] },
				properties: { n: 1 }
			},
			{ type: 'Feature', id: 'b', geometry: null, properties: { n: 2 } },
			{
				type: 'Feature',
				id: 'c',
				geometry: { type: 'Point', coordinates: [30, -1.123457] },
				properties: { n: 3 }
			}
		]
	});
});

test('with nothing to bound there is no box', () => {
	expect(JSON.parse(featureCollection([], { total: 0 }))).toEqual({
		type: 'FeatureCollection',
		total: 0,
		features: []
	});
});

test('a date held elsewhere stands where it is held', () => {
	const { event, dates } = sampleSeries({ pin: { lat: 57, lng: 24, approximate: false } });
	const features = dates.map((date) => eventFeature({ event, date }, options));
	expect(features.map(({ position }) => position !== null)).toEqual([true, false, true, true]);
	expect(features[1]?.properties).toMatchObject({
		venue: 'Kuldīgas bibliotēka',
		approximate: null
	});
	expect(features[2]?.properties).toMatchObject({
		state: 'cancelled',
		takesPlace: false,
		stateReason: 'Slims lektors',
		series: true
	});
});

test('examples say so, in the name and as a fact', () => {
	const { event, dates } = sampleDated({ isExample: true });
	const [date] = dates;
	expect(date && eventFeature({ event, date }, options).properties).toMatchObject({
		title: 'Example: Seminārs',
		isExample: true
	});
	const organisation = sampleOrganisation({ isExample: true });
	expect(organisationFeature(organisation, options).properties).toMatchObject({
		name: 'Example: Centrs',
		kindName: 'Competence centre',
		isExample: true,
		url: 'https://tikls.example/en/organisation/centrs'
	});
});
