// Secrets of links are kept by the database as hashes.
import { createHash } from 'node:crypto';

/** The hash the database knows a secret by (internal.hash_of). */
export function hashOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
