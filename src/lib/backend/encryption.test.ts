// What is encrypted is read again with the same secret about the same thing, and with nothing else.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decrypt, encrypt } from './encryption.ts';

const words = fc.string({ unit: 'grapheme', maxLength: 300 });

it('is read again by who made it, about the same, and never says the same twice', () => {
	fc.assert(
		fc.property(words, words, words, (text, about, secret) => {
			const hidden = encrypt(text, about, secret);
			expect(decrypt(hidden, about, secret)).toBe(text);
			expect(encrypt(text, about, secret)).not.toBe(hidden);
			expect(decrypt(hidden, `${about}.`, secret)).toBeNull();
			expect(decrypt(hidden, about, `${secret}.`)).toBeNull();
		})
	);
});

it('is refused when a single bit was changed, or something is missing', () => {
	fc.assert(
		fc.property(words, fc.nat(), fc.nat(7), (text, place, bit) => {
			const bytes = Buffer.from(encrypt(text, 'about', 'secret'), 'base64url');
			const changed = Buffer.from(bytes);
			const at = place % bytes.length;
			changed[at] = (changed[at] ?? 0) ^ (1 << bit);
			expect(decrypt(changed.toString('base64url'), 'about', 'secret')).toBeNull();
			expect(decrypt(bytes.subarray(0, at).toString('base64url'), 'about', 'secret')).toBeNull();
		})
	);
});
