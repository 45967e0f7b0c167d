// What people type for phones, addresses and numbers, and what no address may be.
import { expect, it } from 'vitest';
import {
	readPhone,
	readPhones,
	readPostcode,
	readWebAddress,
	registrationNumberAgrees
} from './reading.server.ts';

it.each([
	['63027549', '+37163027549', false],
	['63322715', '+37163322715', false],
	['(+371) 6332 2715', '+37163322715', false],
	['( 00371 ) 6332-2715', '+37163322715', false],
	['tel. 63322715', '+37163322715', false],
	['Tālr.: +371 63322715', '+37163322715', false],
	['\u200e+371\u00a06332\u00ad2715\u202c', '+37163322715', false],
	['63322715 int. 5', '+37163322715;ext=5', false],
	['63322715, iekš. 12', '+37163322715;ext=12', false],
	['63322715;ext=5', '+37163322715;ext=5', false],
	['+371 63322715 ext. 5', '+37163322715;ext=5', false],
	['116 006', '+371116006', false],
	['+371 116006', '+371116006', false],
	// Of another country, perhaps: no such number is known here.
	['51234567', '+37151234567', true],
	['+371 6302 7549', '+37163027549', false],
	['00371 63027549', '+37163027549', false],
	['(371) 2 915-44-33', '+37129154433', false],
	['+372 600 1234', '+3726001234', false]
])('the phone %s is %s', (typed, number, assumed) => {
	expect(readPhone(typed)).toEqual({ number, assumed });
});

it.each(['', 'zvaniet', '112 vai 113', '+999 123', '+371', '1', '63322715; 29123456', 'int. 5'])(
	'"%s" is no phone',
	(typed) => {
		expect(readPhone(typed)).toBeNull();
	}
);

it.each([
	['63322715; 29123456', ['+37163322715', '+37129123456']],
	['63322715, 29123456', ['+37163322715', '+37129123456']],
	['63322715/29123456 int. 5', ['+37163322715', '+37129123456;ext=5']],
	['tel. 63322715 vai mob. 29123456', ['+37163322715', '+37129123456']],
	['63322715, int. 5', ['+37163322715;ext=5']],
	['63322715; zvaniet', null],
	['112 vai 113', null],
	['', null]
])('the numbers of "%s" are %j', (typed, numbers) => {
	expect(readPhones(typed)).toEqual(numbers);
});

it.each([
	['kvalitate.lv', 'https://kvalitate.lv'],
	['HTTP://www.kvalitate.lv/par?x=1', 'http://www.kvalitate.lv/par?x=1'],
	['https://www.facebook.com/kvalitate', 'https://www.facebook.com/kvalitate'],
	['example.lv:8080/x', 'https://example.lv:8080/x'],
	['šķiro.lv', 'https://šķiro.lv'],
	['https:/x.lv', 'https://x.lv'],
	['https:x.lv/a', 'https://x.lv/a'],
	['http//x.lv', 'http://x.lv'],
	['//x.lv', 'https://x.lv'],
	['\u200bwww.x.lv\u00ad/a', 'https://www.x.lv/a']
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
