// Addresses and ids made from names.
import { createHash } from 'node:crypto';
import { latinLetters } from '#lib/geo/latinised.ts';
import { fold, withoutUnseen } from '#lib/i18n/fold.ts';

/**
 * Lower-case ASCII letters, digits and single hyphens: 'Rīgas NVO nams' → 'rigas-nvo-nams'. Names
 * in Cyrillic and Greek are written in Latin. Cut at a word's end when longer than `longest`; ''
 * when nothing is left. The same as `internal.slug_of` for new listings.
 */
export function slugify(text: string, longest = 80): string {
	const words = fold(latinLetters(withoutUnseen(text))).match(/[a-z0-9]+/g);
	let slug = '';
	for (const word of words ?? []) {
		const longer = slug ? `${slug}-${word}` : word.slice(0, longest);
		if (longer.length > longest) break;
		slug = longer;
	}
	return slug;
}

/**
 * A UUID that is the same each time for the same name (RFC 9562, version 8 with SHA-256), so that
 * seeding again, on another machine or after a restore, gives calendars and feeds the identifiers
 * they already know.
 */
export function stableId(...name: readonly (string | number)[]): string {
	const hash = createHash('sha256')
		.update(JSON.stringify(['tikls', ...name]))
		.digest();
	hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
	hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
	const hex = hash.subarray(0, 16).toString('hex');
	return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
