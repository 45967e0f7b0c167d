// Texts that lie in the database and are not for whoever can read the database, a backup of it
// above all: encrypted with a key of this server that lies elsewhere.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const bytes = { nonce: 12, tag: 16 };

/** One secret serves several purposes, each with a key of its own. */
const keyFrom = (secret: string) =>
	Buffer.from(hkdfSync('sha256', secret, '', 'tikls texts in the database', 32));

/**
 * A text that only `decrypt` with the same secret and the same `about` makes readable again.
 * @param about what the text belongs to: moved to another row it is unreadable
 */
export function encrypt(text: string, about: string, secret: string): string {
	const nonce = randomBytes(bytes.nonce);
	const cipher = createCipheriv(algorithm, keyFrom(secret), nonce, { authTagLength: bytes.tag });
	cipher.setAAD(Buffer.from(about));
	const hidden = [cipher.update(text, 'utf8'), cipher.final()];
	return Buffer.concat([nonce, cipher.getAuthTag(), ...hidden]).toString('base64url');
}

/** Null for what was not encrypted with this secret, about this, or was changed since. */
export function decrypt(encrypted: string, about: string, secret: string): string | null {
	const all = Buffer.from(encrypted, 'base64url');
	const nonce = all.subarray(0, bytes.nonce);
	const tag = all.subarray(bytes.nonce, bytes.nonce + bytes.tag);
	if (tag.length !== bytes.tag) return null;
	const cipher = createDecipheriv(algorithm, keyFrom(secret), nonce, { authTagLength: bytes.tag });
	cipher.setAAD(Buffer.from(about));
	cipher.setAuthTag(tag);
	try {
		const text = [cipher.update(all.subarray(bytes.nonce + bytes.tag)), cipher.final()];
		return Buffer.concat(text).toString('utf8');
	} catch {
		return null;
	}
}
