import { expect, test } from 'vitest';
import { holidayOn } from './holidays.server.ts';

test('fixed, moving and ordinary days are told apart', async () => {
	expect(await holidayOn('2027-06-24')).toBe('Jāņi');
	// Easter moves.
	expect(await holidayOn('2027-03-26')).toBe('Lielā Piektdiena');
	expect(await holidayOn('2028-03-26')).toBeNull();
	expect(await holidayOn('2027-03-09')).toBeNull();
	expect(await holidayOn('no day')).toBeNull();
});
