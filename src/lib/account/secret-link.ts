// Links whose secret is the right to something: made here, mailed or printed once, and kept by the
// database as a hash only.
import { randomBytes } from 'node:crypto';
import { hashOf } from '#lib/backend/secret-hash.ts';

export { hashOf };

/** A new secret: 256 bits, as it stands in an address, and its hash. */
export function newSecret(): { token: string; hash: string } {
	const token = randomBytes(32).toString('base64url');
	return { token, hash: hashOf(token) };
}
