// One-time codes for who has lost the phone: sixteen signs in four groups, without those that are
// taken for one another on paper.
import { randomInt } from 'node:crypto';

/** How many somebody gets. */
const COUNT = 10;
const SIGNS = '23456789abcdefghjkmnpqrstuvwxyz';
const form = new RegExp(`^[${SIGNS}]{16}$`);

/** Ten new codes of 79 random bits each. */
export const newRecoveryCodes = (): string[] =>
	Array.from({ length: COUNT }, () =>
		Array.from({ length: 16 }, (_, at) => {
			const sign = SIGNS[randomInt(SIGNS.length)] ?? '';
			return at > 0 && at % 4 === 0 ? `-${sign}` : sign;
		}).join('')
	);

/** A typed code without what people put between the groups; null: it has another form. */
export function plainRecoveryCode(typed: string): string | null {
	const plain = typed.toLowerCase().replace(/[\s–-]/gu, '');
	return form.test(plain) ? plain : null;
}
