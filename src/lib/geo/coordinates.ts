// Coordinates as people copy them from maps, phones and papers: with points or decimal commas, in
// degrees, minutes and seconds, with letters of the heavens in Latvian, English or Russian, as a
// `geo:` address (RFC 5870) and as the address of a map. What could mean two things means nothing.
import { visibleText } from '#lib/i18n/visible-text.ts';
import type { Position } from './position.ts';

/** Longer texts are not looked at: no map has such addresses. */
const longest = 2000;

/**
 * The point a text names, WGS84 degrees rounded to five decimals (about a metre); null when it
 * names none. Never throws.
 */
export function positionFrom(text: string): Position | null {
	if (text.length > longest) return null;
	const plain = visibleText(text).replaceAll(/\s+/gu, ' ').replaceAll(/[−–]/gu, '-').trim();
	if (/^geo:/i.test(plain)) return fromGeoAddress(plain);
	if (/^(?:https?:\/\/|www\.|[\w.-]+\.[a-z]{2,}\/)/i.test(plain)) return fromMapAddress(plain);
	return fromPair(plain) ?? fromLabels(plain) ?? fromAngles(plain);
}

/** A number with a point, and with a comma where it is not a list's. */
const pointed = String.raw`[+-]?\d{1,3}(?:\.\d{1,15})?`;
const withComma = String.raw`[+-]?\d{1,3}(?:,\d{1,15})?`;

const pair = new RegExp(String.raw`^(${pointed})(?: ?[,;/|~] ?| )(${pointed})$`);
const commaPair = new RegExp(String.raw`^(${withComma})(?: ?[;/|~] ?|, | )(${withComma})$`);
/** Four numbers between commas can only be two with decimal commas. */
const closePair = /^([+-]?\d{1,3},\d{1,15}),([+-]?\d{1,3},\d{1,15})$/;
/** ISO 6709. */
const signedPair = /^([+-]\d{2}(?:\.\d{1,15})?)([+-]\d{3}(?:\.\d{1,15})?)\/?$/;

function fromPair(text: string): Position | null {
	// GeoJSON and WKT write the longitude first, and are known by their brackets.
	const eastFirst = /^(?:POINT ?\((.+)\)|\[(.+)\])$/i.exec(text);
	const inner = eastFirst?.[1] ?? eastFirst?.[2] ?? /^\((.+)\)$/.exec(text)?.[1] ?? text;
	for (const form of [pair, commaPair, closePair, signedPair]) {
		const [, first = '', second = ''] = form.exec(inner.trim()) ?? [];
		if (first === '') continue;
		return eastFirst ? at(second, first) : at(first, second);
	}
	return null;
}

const latitudeLabel =
	/(?:lat(?:itude)?|platums|широта)["']?\s*[:=]?\s*([+-]?\d{1,3}(?:[.,]\d{1,15})?)/iu;
const longitudeLabel =
	/(?:lng|lon(?:g(?:itude)?)?|garums|долгота)["']?\s*[:=]?\s*([+-]?\d{1,3}(?:[.,]\d{1,15})?)/iu;

function fromLabels(text: string): Position | null {
	const lat = latitudeLabel.exec(text)?.[1];
	const lng = longitudeLabel.exec(text)?.[1];
	// Minutes and seconds are not read here; in JSON the same signs stand around numbers.
	const hasMinutes = !text.startsWith('{') && /[°′″]|\d ?['"]/u.test(text);
	return lat === undefined || lng === undefined || hasMinutes ? null : at(lat, lng);
}

function fromGeoAddress(text: string): Position | null {
	// Phones write the point they mean as a question, beside a 0,0 that means nothing.
	const asked = /[?&]q=([^&(]+)/i.exec(decoded(text))?.[1];
	const [own = ''] = text.slice('geo:'.length).split(/[;?]/);
	const [lat = '', lng = ''] = own.split(',');
	return (asked && fromPair(asked.trim())) || at(lat, lng);
}

/** Names under which maps have a point in their query, the surest first. */
const queryNames =
	'mlat lat query q destination daddr ll coordinate loc location marker center cp map saddr sll pt point'.split(
		' '
	);

function fromMapAddress(text: string): Position | null {
	let url: URL;
	try {
		url = new URL(/^https?:/i.test(text) ? text : `https://${text}`);
	} catch {
		return null;
	}
	const whole = decoded(url.href);
	// Google's own mark of the place that is shown; what stands after @ is only the middle of the
	// map.
	const place = /!3d(-?\d{1,2}\.\d+)!4d(-?\d{1,3}\.\d+)/.exec(whole);
	if (place) return at(place[1] ?? '', place[2] ?? '');
	const params = url.searchParams;
	for (const name of queryNames) {
		const value = params.get(name);
		if (value === null) continue;
		const east = params.get('mlon') ?? params.get('lng') ?? params.get('lon') ?? params.get('long');
		const found = name.endsWith('lat') ? at(value, east ?? '') : fromListed(value);
		// Yandex alone writes the longitude first.
		if (found) return /(^|\.)yandex\./.test(url.hostname) ? turned(found) : found;
	}
	const [x, y] = [params.get('x'), params.get('y')];
	if (x !== null && y !== null) return at(y, x);
	const view = /#(?:map=)?\d{1,2}(?:\.\d+)?\/(-?\d{1,2}(?:\.\d+)?)\/(-?\d{1,3}(?:\.\d+)?)/.exec(
		whole
	);
	if (view) return at(view[1] ?? '', view[2] ?? '');
	// Anywhere else two numbers side by side with at least three decimals are no chance.
	const side = /(-?\d{1,2}\.\d{3,15})(?:[,/~_ +]{1,3}|-(?=\d))(-?\d{1,3}\.\d{3,15})/.exec(whole);
	return side ? at(side[1] ?? '', side[2] ?? '') : null;
}

/** The first two numbers of a value that begins with a point, whatever it says behind it. */
function fromListed(value: string): Position | null {
	const found =
		/^(?:point\.)?\s*(-?\d{1,3}(?:\.\d+)?)\s*[,~_ ]\s*(-?\d{1,3}(?:\.\d+)?)(?=$|[^\d.])/i.exec(
			value
		);
	return found ? at(found[1] ?? '', found[2] ?? '') : fromAngles(value);
}

const turned = ({ lat, lng }: Position): Position | null => at(String(lng), String(lat));

/**
 * Letters of the heavens: north and south, east and west, in English, Latvian (Z D A R) and Russian
 * (С Ю В З).
 */
const heavens: Readonly<Record<string, { axis: 'lat' | 'lng'; sign: 1 | -1 }>> = {
	N: { axis: 'lat', sign: 1 },
	Z: { axis: 'lat', sign: 1 },
	С: { axis: 'lat', sign: 1 },
	S: { axis: 'lat', sign: -1 },
	D: { axis: 'lat', sign: -1 },
	Ю: { axis: 'lat', sign: -1 },
	E: { axis: 'lng', sign: 1 },
	A: { axis: 'lng', sign: 1 },
	В: { axis: 'lng', sign: 1 },
	W: { axis: 'lng', sign: -1 },
	R: { axis: 'lng', sign: -1 },
	З: { axis: 'lng', sign: -1 }
};

const token = /[+-]?\d{1,3}(?:[.,]\d{1,15})?|[A-ZА-Я]|°|'|"/gu;

interface Angle {
	numbers: string[];
	heaven: (typeof heavens)[string] | null;
}

/** Two angles of one to three numbers each. */
function fromAngles(text: string): Position | null {
	const plain = text
		.toUpperCase()
		.replaceAll(/([СВЮЗ]) ?\. ?[ШД]\.?/gu, '$1')
		.replaceAll(/\b(NORTH|SOUTH|EAST|WEST)\b/gu, (word) => word.charAt(0))
		.replaceAll(/\b(?:LAT|LON|LNG|LONG|LATITUDE|LONGITUDE|PLATUMS|GARUMS)\b[.:=]?/gu, ' ')
		.replaceAll(/[º˚]|\bDEG\b\.?/gu, '°')
		.replaceAll(/″|”|“|„|''|′′|’’|\bSEC\b\.?/gu, '"')
		.replaceAll(/′|’|‘|´|`|\bMIN\b\.?/gu, "'");
	const tokens = plain.match(token) ?? [];
	if (plain.replaceAll(token, '').replaceAll(/[\s,;:/]/gu, '') !== '') return null;
	const angles = angled(tokens);
	const [first, second] = angles;
	if (!first || !second || angles.length > 2) return null;
	const axes = [first.heaven?.axis ?? 'lat', second.heaven?.axis ?? 'lng'];
	if ((first.heaven === null) !== (second.heaven === null) || axes[0] === axes[1]) return null;
	const [a, b] = [degreesOf(first), degreesOf(second)];
	if (a === null || b === null) return null;
	return axes[0] === 'lat' ? at(String(a), String(b)) : at(String(b), String(a));
}

/**
 * Which numbers belong together: what stands between two letters of the heavens, else between two
 * signs of a degree.
 */
function angled(tokens: readonly string[]): Angle[] {
	const isHeaven = (one: string | undefined) => one !== undefined && one in heavens;
	const hasHeavens = tokens.some(isHeaven);
	const isBefore = isHeaven(tokens[0]);
	const angles: Angle[] = [];
	let open: Angle | undefined;
	const begin = (heaven: Angle['heaven']) => angles.push((open = { numbers: [], heaven }));
	for (const [index, one] of tokens.entries()) {
		if (isHeaven(one)) {
			const heaven = heavens[one] ?? null;
			if (isBefore) begin(heaven);
			else if (open) [open.heaven, open] = [heaven, undefined];
			else return [];
		} else if (/\d/.test(one)) {
			const isDegree = tokens[index + 1] === '°';
			if (!open || (!hasHeavens && isDegree)) begin(null);
			open?.numbers.push(one.replace(',', '.'));
		} else if (/[A-ZА-Я]/u.test(one)) return [];
	}
	// Numbers alone, without a sign of what they are, were read as a pair or are none.
	return hasHeavens || tokens.includes('°') ? angles : [];
}

function degreesOf({ numbers, heaven }: Angle): number | null {
	if (numbers.length < 1 || numbers.length > 3) return null;
	const [degrees = 0, minutes = 0, seconds = 0] = numbers.map(Number);
	const isWhole = numbers.slice(0, -1).every((one) => /^[+-]?\d+$/.test(one));
	if (!isWhole || [minutes, seconds].some((part) => part < 0 || part >= 60)) return null;
	const isNegative = numbers[0]?.startsWith('-') ?? false;
	if (isNegative && heaven) return null;
	const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
	return size * (isNegative ? -1 : 1) * (heaven?.sign ?? 1);
}

/** Null for what is no latitude or no longitude. */
function at(latitude: string, longitude: string): Position | null {
	const form = /^\s*[+-]?\d+(?:[.,]\d+)?(?:e-\d+)?\s*$/;
	if (!form.test(latitude) || !form.test(longitude)) return null;
	const [lat = NaN, lng = NaN] = [latitude, longitude].map((text) =>
		rounded(Number(text.replace(',', '.')))
	);
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 ? { lat, lng } : null;
}

/**
 * Five decimals are about a metre; adding 0 turns -0, which has no form of its own in an address,
 * into 0.
 */
function rounded(degrees: number): number {
	return Math.round(degrees * 1e5) / 1e5 + 0;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
