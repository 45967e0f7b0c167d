// Links whose secret is the right to something: made here, mailed or printed once, and kept by the
// database as a hash only.
import { createHash, randomBytes } from 'node:crypto';

/** A new secret: 256 bits, as it stands in an address, and its hash. */
export function newSecret(): { token: string; hash: string } {
	const token = randomBytes(32).toString('base64url');
	return { token, hash: hashOf(token) };
}

/** The hash the database knows a secret by. */
export function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
