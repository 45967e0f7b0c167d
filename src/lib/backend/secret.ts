// A secret is the right to something: it is shown once, in a link or a cookie, and kept by the
// database as a hash only.
import { createHash, randomBytes } from 'node:crypto';

/** The hash the database knows a secret by (internal.hash_of). */
export function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/** A new secret: 256 bits, as it stands in an address, and its hash. */
export function newSecret(): { token: string; hash: string } {
	const token = randomBytes(32).toString('base64url');
	return { token, hash: hashOf(token) };
}
