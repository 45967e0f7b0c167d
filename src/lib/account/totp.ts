// One-time codes of authenticator apps: TOTP (RFC 6238) over HOTP (RFC 4226), in the form every app
// knows: SHA-1, six digits, a new code every thirty seconds.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds a code is shown. */
const PERIOD = 30;
/** Codes before and after the one of now that are taken: clocks differ, and typing takes time. */
const WINDOW = 1;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 (RFC 4648) without padding, as apps take secrets. */
export function base32(bytes: Uint8Array): string {
	let text = '';
	let bits = 0;
	let value = 0;
	for (const byte of bytes) {
		value = (value << 8) | byte;
		bits += 8;
		while (bits >= 5) {
			bits -= 5;
			text += ALPHABET[(value >>> bits) & 31];
			value &= (1 << bits) - 1;
		}
	}
	return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** The code of a counter (RFC 4226, 5.3). */
export function codeOf(secret: Uint8Array, counter: number, digits = 6): string {
	const moving = Buffer.alloc(8);
	moving.writeBigUInt64BE(BigInt(counter));
	const digest = createHmac('sha1', secret).update(moving).digest();
	const offset = (digest.at(-1) ?? 0) & 15;
	const number = digest.readUInt32BE(offset) & 0x7fffffff;
	return String(number % 10 ** digits).padStart(digits, '0');
}

/** The number of the thirty seconds a moment (ms since 1970) lies in. */
export const stepAt = (now: number): number => Math.floor(now / 1000 / PERIOD);

/** Of which thirty seconds near `now` a code is; null: of none of them. */
export function stepOf(secret: Uint8Array, code: string, now = Date.now()): number | null {
	const given = Buffer.from(code);
	let found: number | null = null;
	// All are compared, whichever fits.
	for (let step = stepAt(now) - WINDOW; step <= stepAt(now) + WINDOW; step += 1) {
		const right = Buffer.from(codeOf(secret, step));
		if (right.length === given.length && timingSafeEqual(right, given)) found = step;
	}
	return found;
}

/** The address an app reads from a QR code. */
export function otpauth(secret: Uint8Array, issuer: string, account: string): string {
	const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
	const rest = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}`;
	return `otpauth://totp/${label}?${rest}&algorithm=SHA1&digits=6&period=${PERIOD}`;
}
