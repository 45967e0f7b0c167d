// Phone numbers: the Latvian habit, other countries, and what cannot be read.
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { phoneOf } from './phone.server.ts';
import { readPhone } from './reading.server.ts';

test.each([
	['+37163027549', '+371 63027549', 'tel:+37163027549'],
	['+37120258200', '+371 20258200', 'tel:+37120258200'],
	['+442079460958', '+44 20 7946 0958', 'tel:+442079460958'],
	['+37163322715;ext=5', '+371 63322715, iekš. 5', 'tel:+37163322715;ext=5'],
	['+371116006', '116 006', 'tel:116006'],
	['+3701', '+3701', 'tel:+3701']
])('%s', (e164, shown, href) => {
	expect(phoneOf(e164)).toEqual({ shown, href });
});

test('as it is shown in a form it is read again as it was kept', () => {
	const country = fc.constantFrom('371', '371', '370', '372', '44', '49', '39', '7', '1', '999');
	const digits = fc.stringMatching(/^[1-9]\d{4,10}$/);
	const extension = fc.constantFrom('', '', ';ext=5', ';ext=1234567');
	fc.assert(
		fc.property(country, digits, extension, (code, rest, tail) => {
			const kept = `+${code}${rest}${tail}`;
			expect(readPhone(phoneOf(kept).shown)).toEqual(readPhone(kept));
		}),
		{ numRuns: 2000 }
	);
});
