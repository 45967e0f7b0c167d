// Phone numbers: the Latvian habit, other countries, and what cannot be read.
import { expect, test } from 'vitest';
import { phoneOf } from './phone.server.ts';

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
