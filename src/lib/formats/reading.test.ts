// What people type for phones, addresses and numbers, and what no address may be.
import { expect, it } from 'vitest';
import {
	readPhone,
	readPostcode,
	readWebAddress,
	registrationNumberAgrees
} from './reading.server.ts';

it.each([
	['63027549', '+37163027549', true],
	['+371 6302 7549', '+37163027549', false],
	['00371 63027549', '+37163027549', false],
	['(371) 2 915-44-33', '+37129154433', true],
	['+372 600 1234', '+3726001234', false]
])('the phone %s is %s', (typed, number, assumed) => {
	expect(readPhone(typed)).toEqual({ number, assumed });
});

it.each(['', 'zvaniet', '112 vai 113', '+999 123', '+371', '1', '63027549 ext. 5'])(
	'"%s" is no phone',
	(typed) => {
		expect(readPhone(typed)).toBeNull();
	}
);

it.each([
	['kvalitate.lv', 'https://kvalitate.lv'],
	['HTTP://www.kvalitate.lv/par?x=1', 'http://www.kvalitate.lv/par?x=1'],
	['https://www.facebook.com/kvalitate', 'https://www.facebook.com/kvalitate'],
	['example.lv:8080/x', 'https://example.lv:8080/x'],
	['šķiro.lv', 'https://šķiro.lv']
])('the address %s is %s', (typed, address) => {
	expect(readWebAddress(typed)).toBe(address);
});

it.each([
	'javascript:alert(1)',
	'JavaScript://x.lv/%0aalert(1)',
	'data:text/html,x',
	'mailto:a@b.lv',
	'https://',
	'https://localhost',
	'http://10.0.0.1/',
	'https://kvalitate.lv@evil.example',
	'kvalitate lv',
	'https://x.lv/"onclick='
])('%s is no address', (typed) => {
	expect(readWebAddress(typed)).toBeNull();
});

it.each([
	['3301', 'LV-3301'],
	['lv 3301', 'LV-3301'],
	['LV3301', 'LV-3301'],
	['LV–3301', 'LV-3301'],
	['33011', null]
])('the postcode %s is %s', (typed, postcode) => {
	expect(readPostcode(typed)).toBe(postcode);
});

it('knows when a registration number has a slip in it', () => {
	for (const real of ['90000055313', '90002183562', '40008108696'])
		expect(registrationNumberAgrees(real)).toBe(true);
	for (const slip of ['90000055331', '90002183563', '40008106896'])
		expect(registrationNumberAgrees(slip)).toBe(false);
});
