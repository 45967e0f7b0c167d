// Which passwords are good enough: 12 characters, 72 bytes (bcrypt reads no further), and none that
// anybody would try. The list is that of zxcvbn-ts (MIT): about 49,000 passwords from leaks.
import { dictionary } from '@zxcvbn-ts/language-common';

const known = new Set<unknown>(dictionary['passwords-common']);

export type PasswordFault = 'short' | 'long' | 'known';

/** Rows of keys, along which lazy passwords run. */
const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm'];

/**
 * Takes out what is no secret: runs of neighbouring keys, and whatever repeats what stands before
 * it.
 */
function core(text: string): string {
	let left = '';
	for (const sign of text) {
		const pair = left.slice(-1) + sign;
		const isRun =
			pair.length === 2 &&
			(pair[0] === pair[1] ||
				rows.some((row) => row.includes(pair) || [...row].reverse().join('').includes(pair)));
		// The first of a run stays, so that the run counts for one sign.
		if (isRun) left = left.slice(0, -1) + sign;
		else left += sign;
	}
	return left;
}

/** Whether a text is a shorter one said several times. */
const isRepeated = (text: string) => (text + text).indexOf(text, 1) < text.length;

/**
 * What is wrong with a password; null when nothing is.
 * @param password as it was typed
 * @param own words an attacker knows: the address, the name, the network's name
 */
export function passwordFault(password: string, own: readonly string[]): PasswordFault | null {
	if ([...password].length < 12) return 'short';
	if (new TextEncoder().encode(password).length > 72) return 'long';
	const plain = password.normalize('NFKC').toLowerCase();
	const words = plain.replace(/[^\p{L}]+$/u, '');
	if (known.has(plain) || known.has(words) || isRepeated(plain)) return 'known';
	let rest = plain;
	for (const text of own)
		for (const word of text.toLowerCase().split(/[\s@.,-]+/))
			if (word.length >= 4) rest = rest.replaceAll(word, '');
	// Of what is left of `parole123456789` not enough is a secret.
	return new Set(core(rest)).size < 5 ? 'known' : null;
}
