// What `supabase config push` would set in a hosted project: nobody signs up by themselves, and who
// has an account signs in by mail, for as long as the pages say.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const text = readFileSync(join(import.meta.dirname, '..', 'config.toml'), 'utf8');

/** A value of a section; undefined when it does not stand there. */
function valueOf(section: string, name: string): string | undefined {
	const parts = text.split(/^\[/m);
	const part = parts.find((one) => one.startsWith(`${section}]`));
	return new RegExp(`^${name} = (.+)$`, 'm').exec(part ?? '')?.[1];
}

test('accounts are made by invitation alone, and signing in by mail is on', () => {
	expect(valueOf('auth', 'enable_signup')).toBe('false');
	expect(valueOf('auth.email', 'enabled')).toBe('true');
	// What older versions of the CLI call the same, despite its name.
	expect(valueOf('auth.email', 'enable_signup')).toBeUndefined();
	expect(valueOf('auth.email', 'otp_length')).toBe('6');
	expect(valueOf('auth.email', 'otp_expiry')).toBe('600');
});
