// Recovery codes: all different, and read back however they are typed.
import { expect, test } from 'vitest';
import { newRecoveryCodes, plainRecoveryCode } from './recovery-codes.ts';

test('ten different ones, in groups that are read back however they are typed', () => {
	const seen = new Set<string>();
	for (let round = 0; round < 50; round += 1) {
		const codes = newRecoveryCodes();
		expect(codes).toHaveLength(10);
		for (const code of codes) {
			expect(code).toMatch(/^([2-9a-hjkmnp-z]{4}-){3}[2-9a-hjkmnp-z]{4}$/);
			const plain = code.replaceAll('-', '');
			for (const typed of [code, plain, code.toUpperCase(), ` ${code.replaceAll('-', ' ')} `])
				expect(plainRecoveryCode(typed)).toBe(plain);
			for (const typed of [plain.slice(1), `${plain}2`, plain.replace(/./, 'o'), '', '123456'])
				expect(plainRecoveryCode(typed)).toBeNull();
			seen.add(plain);
		}
	}
	expect(seen.size).toBe(500);
});
