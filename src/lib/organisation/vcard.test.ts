// The vCard: read back by an independent parser (ical.js), and held against the rules of the format
// octet by octet.
import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { escapeText, foldLine as fold } from '#lib/formats/content-lines.ts';
import { vcard, type Card } from './vcard.ts';

const card: Card = {
	name: 'Alūksnes NVO atbalsta centrs; "Sabiedrības centrs", Alūksne',
	uid: 'urn:uuid:5f0c3d8e-8a52-4c63-9a1f-0d3b8f1f4a77',
	nicknames: ['ANVOAC', 'Centrs, vecais'],
	phones: ['+37163027549', '+37120258200'],
	email: 'centrs@example.lv',
	website: 'https://example.lv/?a=1,2;3',
	source: 'https://tikls.example/organizacija/aluksnes-nvo',
	address: {
		street: 'Dārza iela 8A, 2. stāvs',
		place: 'Alūksne',
		municipality: 'Alūksnes novads',
		postcode: 'LV-4301',
		country: 'Latvija'
	},
	position: { lat: 57.4215, lng: 27.0486 },
	note: 'Pirmā rinda\nOtrā rinda\\ar atpakaļslīpsvītru',
	revised: '2026-11-23T21:00:00.000Z'
};

/**
 * ical.js leaves `\\;` in text as it is, although RFC 2426 §4 (ESCAPED-CHAR) makes it a semicolon.
 */
const semicolons = (value: unknown) =>
	typeof value === 'string' ? value.replaceAll('\\;', ';') : value;

/** The card as an independent parser reads it. */
function read(text: string) {
	const component = new ICAL.Component(ICAL.parse(text));
	return {
		first: (name: string) => semicolons(component.getFirstPropertyValue(name)),
		all: (name: string) =>
			component.getAllProperties(name).map((property) => property.getFirstValue())
	};
}

describe('a whole card', () => {
	const read1 = read(vcard(card));

	test('every fact comes back as it was', () => {
		expect(read1.first('version')).toBe('3.0');
		expect(read1.first('fn')).toBe(card.name);
		expect(read1.first('n')).toEqual([card.name, '', '', '', '']);
		expect(read1.all('tel')).toEqual(card.phones);
		expect(read1.first('email')).toBe(card.email);
		expect(read1.first('url')).toBe(card.website);
		expect(read1.first('note')).toBe(card.note);
		expect(read1.first('uid')).toBe(card.uid);
		expect(read1.first('adr')).toEqual([
			'',
			'',
			'Dārza iela 8A, 2. stāvs',
			'Alūksne',
			'Alūksnes novads',
			'LV-4301',
			'Latvija'
		]);
	});

	test('names with a comma stay one name', () => {
		expect(vcard(card)).toContain('NICKNAME:ANVOAC,Centrs\\, vecais\r\n');
	});

	test('what is not known is left out', () => {
		const bare = vcard({
			...card,
			nicknames: [],
			phones: [],
			email: null,
			website: null,
			position: null,
			note: null,
			address: { street: null, place: null, municipality: null, postcode: null, country: 'Latvija' }
		});
		expect(bare).not.toMatch(/^(TEL|EMAIL|URL|ADR|GEO|NOTE|NICKNAME)/m);
		expect(read(bare).first('fn')).toBe(card.name);
	});
});

test('whatever is in a name or note comes back, and adds no property of its own', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
			const clean = text.replace(/\r\n?/g, '\n').replace(/\t/g, ' ');
			const expected = clean.replace(/\p{Cc}/gu, (control) => (control === '\n' ? control : ''));
			const file = vcard({ ...card, note: `x${text}x` });
			expect(read(file).first('note')).toBe(`x${expected}x`);
			expect(file.split('\r\n').filter((line) => /^NOTE/.test(line))).toHaveLength(1);
		})
	);
});

test('an address that tries to smuggle in a line does not', () => {
	const file = vcard({ ...card, email: 'a@b.lv\r\nTEL:+37100000000' });
	expect(read(file).all('tel')).toEqual(card.phones);
});

describe('lines', () => {
	test('end with CRLF and have at most 75 octets, and no character is cut', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
				const folded = fold(`NOTE:${escapeText(text)}`);
				for (const line of folded.split('\r\n')) {
					expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
					expect(line).not.toContain('\uFFFD');
				}
				expect(folded.replaceAll('\r\n ', '')).toBe(`NOTE:${escapeText(text)}`);
			})
		);
		const file = vcard(card);
		expect(file.endsWith('END:VCARD\r\n')).toBe(true);
		expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
	});
});
