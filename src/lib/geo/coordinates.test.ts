// Whatever form a point is printed in, it is read back as the same point.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { positionFrom } from './coordinates.ts';

/** In hundred-thousandths of a degree, which every printer here can write without rounding. */
const units = (max: number) => fc.integer({ min: -max * 1e5, max: max * 1e5 });
const fixed = (unit: number) =>
	`${unit < 0 ? '-' : ''}${Math.floor(Math.abs(unit) / 1e5)}.${String(Math.abs(unit) % 1e5).padStart(5, '0')}`;
const comma = (unit: number) => fixed(unit).replace('.', ',');

/**
 * Degrees, minutes and thousandths of a second, by whole numbers alone: 1e-5 degrees are 36 of
 * them.
 */
function sexagesimal(unit: number) {
	const thousandths = Math.abs(unit) * 36;
	const seconds = Math.floor(thousandths / 1000) % 60;
	return {
		d: Math.floor(thousandths / 3_600_000),
		m: Math.floor(thousandths / 60_000) % 60,
		s: `${seconds}.${String(thousandths % 1000).padStart(3, '0')}`,
		// A ten-thousandth of a minute is 6 thousandths of a second.
		decimalMinutes: ((thousandths % 3_600_000) / 60_000).toFixed(5)
	};
}
const letter = (unit: number, plus: string, minus: string) => (unit < 0 ? minus : plus);
const dms = (unit: number, symbols = ['°', '′', '″']) => {
	const { d, m, s } = sexagesimal(unit);
	return `${d}${symbols[0]}${m}${symbols[1]}${s}${symbols[2]}`;
};

type Printer = (lat: number, lng: number) => string;
const printers: Record<string, Printer> = {
	'with a comma': (a, o) => `${fixed(a)},${fixed(o)}`,
	'with a comma and a space': (a, o) => `${fixed(a)}, ${fixed(o)}`,
	'with a semicolon': (a, o) => `${fixed(a)};${fixed(o)}`,
	'with a space': (a, o) => `${fixed(a)} ${fixed(o)}`,
	'in brackets': (a, o) => `(${fixed(a)}, ${fixed(o)})`,
	'decimal commas, comma and space': (a, o) => `${comma(a)}, ${comma(o)}`,
	'decimal commas, semicolon': (a, o) => `${comma(a)}; ${comma(o)}`,
	'decimal commas, space': (a, o) => `${comma(a)} ${comma(o)}`,
	'decimal commas, comma alone': (a, o) => `${comma(a)},${comma(o)}`,
	'with a real minus': (a, o) => `${fixed(a)}, ${fixed(o)}`.replaceAll('-', '−'),
	GeoJSON: (a, o) => `[${fixed(o)}, ${fixed(a)}]`,
	WKT: (a, o) => `POINT(${fixed(o)} ${fixed(a)})`,
	JSON: (a, o) => `{"lat": ${fixed(a)}, "lng": ${fixed(o)}}`,
	'Latvian labels': (a, o) => `Platums: ${comma(a)}, garums: ${comma(o)}`,
	'ISO 6709': (a, o) =>
		`${letter(a, '+', '-')}${fixed(Math.abs(a)).padStart(8, '0')}${letter(o, '+', '-')}${fixed(Math.abs(o)).padStart(9, '0')}/`,
	'degrees with letters': (a, o) =>
		`${fixed(Math.abs(a))}° ${letter(a, 'N', 'S')}, ${fixed(Math.abs(o))}° ${letter(o, 'E', 'W')}`,
	'letters first': (a, o) =>
		`${letter(a, 'N', 'S')}${fixed(Math.abs(a))} ${letter(o, 'E', 'W')}${fixed(Math.abs(o))}`,
	'degrees without letters': (a, o) => `${fixed(a)}°, ${fixed(o)}°`,
	'longitude first, by its letter': (a, o) =>
		`${fixed(Math.abs(o))}${letter(o, 'E', 'W')} ${fixed(Math.abs(a))}${letter(a, 'N', 'S')}`,
	'degrees, minutes, seconds': (a, o) =>
		`${dms(a)}${letter(a, 'N', 'S')} ${dms(o)}${letter(o, 'E', 'W')}`,
	'degrees, minutes, seconds from a keyboard': (a, o) =>
		`${dms(a, ['°', "'", '"'])} ${letter(a, 'N', 'S')}, ${dms(o, ['°', "'", '"'])} ${letter(o, 'E', 'W')}`,
	'degrees, minutes, seconds with spaces': (a, o) =>
		`${letter(a, 'N', 'S')} ${dms(a, [' ', ' ', ''])} ${letter(o, 'E', 'W')} ${dms(o, [' ', ' ', ''])}`,
	'degrees, minutes, seconds with colons': (a, o) =>
		`${dms(a, [':', ':', ''])}${letter(a, 'N', 'S')}, ${dms(o, [':', ':', ''])}${letter(o, 'E', 'W')}`,
	'Latvian letters and decimal commas': (a, o) =>
		`${dms(a).replace('.', ',')} ${letter(a, 'Z', 'D')}; ${dms(o).replace('.', ',')} ${letter(o, 'A', 'R')}`,
	'Russian letters': (a, o) =>
		`${dms(a)} ${letter(a, 'с. ш.', 'ю. ш.')} ${dms(o)} ${letter(o, 'в. д.', 'з. д.')}`,
	'decimal minutes': (a, o) =>
		`${letter(a, 'N', 'S')} ${sexagesimal(a).d}° ${sexagesimal(a).decimalMinutes} ${letter(o, 'E', 'W')} ${sexagesimal(o).d}° ${sexagesimal(o).decimalMinutes}`,
	'geo:': (a, o) => `geo:${fixed(a)},${fixed(o)};u=35`,
	'geo: with a height': (a, o) => `geo:${fixed(a)},${fixed(o)},12?z=11`,
	'geo: of a phone': (a, o) => `geo:0,0?q=${fixed(a)},${fixed(o)}(Birojs)`,
	'Google, a search': (a, o) =>
		`https://www.google.com/maps/search/?api=1&query=${fixed(a)}%2C${fixed(o)}`,
	'Google, the middle': (a, o) => `https://www.google.lv/maps/@${fixed(a)},${fixed(o)},15z?hl=lv`,
	'Google, a place': (a, o) =>
		`https://www.google.com/maps/place/Birojs/@1.2345678,2.3456789,17z/data=!3m1!4b1!4m5!3d${fixed(a)}!4d${fixed(o)}`,
	'Google, old': (a, o) => `http://maps.google.com/?q=${fixed(a)},${fixed(o)}&z=12`,
	'OpenStreetMap, a view': (a, o) =>
		`https://www.openstreetmap.org/#map=14/${fixed(a)}/${fixed(o)}`,
	'OpenStreetMap, a mark': (a, o) =>
		`https://www.openstreetmap.org/?mlat=${fixed(a)}&mlon=${fixed(o)}#map=5/1.5/2.5`,
	'this map': (a, o) => `https://tikls.example/#map=9/${fixed(a)}/${fixed(o)}`,
	Apple: (a, o) => `https://maps.apple.com/?ll=${fixed(a)},${fixed(o)}&q=Birojs`,
	Bing: (a, o) => `https://www.bing.com/maps?cp=${fixed(a)}~${fixed(o)}&lvl=12`,
	Waze: (a, o) => `https://waze.com/ul?ll=${fixed(a)}%2C${fixed(o)}&navigate=yes`,
	Yandex: (a, o) => `https://yandex.com/maps/?ll=${fixed(o)}%2C${fixed(a)}&z=12`,
	HERE: (a, o) => `https://wego.here.com/?map=${fixed(a)},${fixed(o)},12,normal`,
	Mapy: (a, o) => `https://mapy.cz/zakladni?x=${fixed(o)}&y=${fixed(a)}&z=12`,
	'an unknown map': (a, o) => `karte.example.lv/lv/view/${fixed(a)}/${fixed(o)}/12`
};

describe('a point is read back', () => {
	it.each(Object.entries(printers))('%s', (name, print) => {
		// Yandex’ order is turned, so that a longitude must be one of a latitude, too.
		const east = name === 'Yandex' ? 90 : 180;
		fc.assert(
			fc.property(units(90), units(east), (lat, lng) => {
				const text = print(lat, lng);
				expect(positionFrom(text), text).toEqual({ lat: lat / 1e5 + 0, lng: lng / 1e5 + 0 });
			}),
			{ numRuns: 300 }
		);
	});

	it('whatever signs nobody sees stand around it', () => {
		expect(positionFrom('\u200E56.9496,\u00A024.1052\u200B ')).toEqual({
			lat: 56.9496,
			lng: 24.1052
		});
	});

	it('from one that says little', () => {
		expect(positionFrom('57,24')).toEqual({ lat: 57, lng: 24 });
		expect(positionFrom('56,95 24,1')).toEqual({ lat: 56.95, lng: 24.1 });
		expect(positionFrom('56°57′N 24°6′E')).toEqual({ lat: 56.95, lng: 24.1 });
	});
});

describe('no point', () => {
	it.each([
		'',
		'Rīga',
		'Brīvības iela 36, Rīga',
		'LV-1010',
		'3001',
		'91,24',
		'57,181',
		'57,',
		'1,2,3',
		'56°61′N 24°6′E',
		'56°57′N 24°6′N',
		'56°57′N',
		'N56.9 24.1E 3',
		'-56.9N 24.1E',
		'57.5 12 3N 24E',
		'geo:',
		'geo:95,24',
		'https://example.lv/',
		'https://maps.app.goo.gl/AbCd1234',
		'https://www.google.com/maps/place/R%C4%ABga',
		`${'5'.repeat(3000)},24`
	])('%s', (text) => {
		expect(positionFrom(text)).toBeNull();
	});

	it('of whatever else is written, and never a fault', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
				const found = positionFrom(text);
				if (found) expect(Math.abs(found.lat) <= 90 && Math.abs(found.lng) <= 180).toBe(true);
			})
		);
	});
});
