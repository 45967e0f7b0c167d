// How far it is from one point to another, and how a distance is said. Knows no database: the
// browser may use it too.
import type { Locale } from '#lib/i18n/languages.ts';
import type { Position } from './position.ts';

/** Mean radius of the Earth in metres, (2a + b) / 3 of the WGS84 ellipsoid (IUGG). */
export const earthRadius = 6_371_008.8;

const radians = (degrees: number) => (degrees * Math.PI) / 180;

/**
 * Metres between two points along the surface of a sphere, by Vincenty's formula with no flattening
 * (T. Vincenty, "Direct and Inverse Solutions of Geodesics on the Ellipsoid", Survey Review 23,
 * 1975). The haversine formula loses some centimetres on opposite sides of the Earth, where a
 * detour then seemed shorter than the direct way; this one is exact everywhere. On the real
 * ellipsoid the answer is off by at most 0.56 %, which is nothing beside pins that stand at a
 * town's centre. Coordinates that are not finite give NaN.
 */
export function metresBetween(from: Position, to: Position): number {
	const [sinFrom, cosFrom] = [Math.sin(radians(from.lat)), Math.cos(radians(from.lat))];
	const [sinTo, cosTo] = [Math.sin(radians(to.lat)), Math.cos(radians(to.lat))];
	const sinLng = Math.sin(radians(to.lng - from.lng));
	const cosLng = Math.cos(radians(to.lng - from.lng));
	const across = Math.hypot(cosTo * sinLng, cosFrom * sinTo - sinFrom * cosTo * cosLng);
	return earthRadius * Math.atan2(across, sinFrom * sinTo + cosFrom * cosTo * cosLng);
}

const underOne: Record<Locale, string> = { lv: 'mazāk par 1 km', en: 'less than 1 km' };

/**
 * A distance as people say it: "mazāk par 1 km", "3,4 km", "12 km". One decimal below 10 km, none
 * above, with the decimal sign of the language. Negative or non-finite metres are a mistake of the
 * caller and throw.
 */
export function distanceWords(metres: number, locale: Locale): string {
	if (!Number.isFinite(metres) || metres < 0) throw new RangeError(`not a distance: ${metres}`);
	const km = metres / 1000;
	if (km < 1) return underOne[locale];
	// 9.96 would round to "10,0": from there on it is said without a decimal.
	const decimals = km < 9.95 ? 1 : 0;
	const number = new Intl.NumberFormat(locale === 'lv' ? 'lv' : 'en-GB', {
		minimumFractionDigits: decimals,
		maximumFractionDigits: decimals
	}).format(km);
	// A number and its unit stay on one line.
	return `${number}\u00a0km`;
}
