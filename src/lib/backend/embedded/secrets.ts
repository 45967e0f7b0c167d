// The secrets of one installation, made at its first start and readable by its owner only. lite's
// own defaults are public (its jwt_secret is printed in its documentation) and without configured
// keys it accepts anything, so neither is ever used.
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createDurably } from './files.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';

export interface Secrets {
	/** Signs sessions (HS256), 64 hexadecimal characters. */
	jwtSecret: string;
	/** What a visitor's client shows; role anon. */
	publishableKey: string;
	/** Role service_role; nothing uses it yet, but without one lite would accept an empty key. */
	secretKey: string;
}

const FORMS: Record<keyof Secrets, RegExp> = {
	jwtSecret: /^[0-9a-f]{64}$/,
	publishableKey: /^sb_publishable_[A-Za-z0-9_-]{22,}$/,
	secretKey: /^sb_secret_[A-Za-z0-9_-]{22,}$/
};

/**
 * Reads `secrets.json` of the folder, or makes it (mode 600) when there is none. Of several servers
 * that start on one new folder at the same moment one makes them, and the others read what it made:
 * with secrets of their own, nobody signed in at one would be at another.
 * @throws {StartError} DATA_DAMAGED when the file is there but is not what was written: new secrets
 * would silently sign everybody out and hide the damage.
 */
export async function readOrMakeSecrets(dataDir: string): Promise<Secrets> {
	const path = join(dataDir, 'secrets.json');
	const there = readText(path);
	if (there === null) {
		const made: Secrets = {
			jwtSecret: randomBytes(32).toString('hex'),
			publishableKey: `sb_publishable_${randomBytes(24).toString('base64url')}`,
			secretKey: `sb_secret_${randomBytes(24).toString('base64url')}`
		};
		try {
			await createDurably(path, JSON.stringify(made, null, '\t') + '\n', 0o600);
		} catch (error) {
			throw new StartError(
				'DATA_UNWRITABLE',
				`The file ${path} cannot be written (${codeOf(error) || reasonOf(error)}).`
			);
		}
	}
	// Read back also by the one that made it: what the file says is what everybody has.
	const read = parse(there ?? readText(path) ?? '');
	if (read === null)
		throw new StartError(
			'DATA_DAMAGED',
			`The file ${path} is damaged; restore it, or remove it to make new secrets, which signs everybody out.`
		);
	return read;
}

function readText(path: string): string | null {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw new StartError('DATA_UNWRITABLE', `The file ${path} cannot be read (${codeOf(error)}).`);
	}
}

function parse(text: string): Secrets | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null) return null;
	const { jwtSecret, publishableKey, secretKey } = value as Partial<Record<keyof Secrets, unknown>>;
	if (typeof jwtSecret !== 'string' || !FORMS.jwtSecret.test(jwtSecret)) return null;
	if (typeof publishableKey !== 'string' || !FORMS.publishableKey.test(publishableKey)) return null;
	if (typeof secretKey !== 'string' || !FORMS.secretKey.test(secretKey)) return null;
	return { jwtSecret, publishableKey, secretKey };
}
