// Codes as the standards print them, and what is taken when.
import { expect, test } from 'vitest';
import { base32, codeOf, otpauth, stepAt, stepOf } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

test('HOTP: the ten codes of RFC 4226, appendix D', () => {
	const printed = '755224 287082 359152 969429 338314 254676 287922 162583 399871 520489';
	expect(Array.from({ length: 10 }, (_, count) => codeOf(secret, count)).join(' ')).toBe(printed);
});

test('TOTP: the codes of RFC 6238, appendix B, with SHA-1', () => {
	for (const [seconds, code] of [
		[59, '94287082'],
		[1111111109, '07081804'],
		[1111111111, '14050471'],
		[1234567890, '89005924'],
		[2000000000, '69279037'],
		[20000000000, '65353130']
	] as const) {
		expect(codeOf(secret, stepAt(seconds * 1000), 8)).toBe(code);
		expect(stepOf(secret, code.slice(2), seconds * 1000)).toBe(stepAt(seconds * 1000));
	}
});

test('base32 as RFC 4648 prints it, without padding', () => {
	const printed = ['', 'MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'];
	for (const [length, text] of printed.entries())
		expect(base32(Buffer.from('foobar').subarray(0, length))).toBe(text);
});

test('a code is taken half a minute early and late, and no longer', () => {
	const now = 1_800_000_015_000;
	const code = codeOf(secret, stepAt(now));
	for (const late of [-30, 0, 30])
		expect(stepOf(secret, code, now + late * 1000)).toBe(stepAt(now));
	for (const late of [-61, -46, 46, 61, 3600])
		expect(stepOf(secret, code, now + late * 1000)).toBeNull();
	for (const wrong of [
		'',
		code.slice(1),
		`${code}0`,
		'ābcdef',
		'000000'.replace('0', code[0] === '0' ? '1' : '0')
	])
		expect(wrong === code ? null : stepOf(secret, wrong, now)).toBeNull();
});

test('apps read whose it is and what it is for', () => {
	const url = new URL(otpauth(secret, 'Tīkls & Co', 'anna@example.org'));
	expect(decodeURIComponent(url.pathname)).toContain('Tīkls & Co:anna@example.org');
	expect(Object.fromEntries(url.searchParams)).toEqual({
		secret: base32(secret),
		issuer: 'Tīkls & Co',
		algorithm: 'SHA1',
		digits: '6',
		period: '30'
	});
});
