import { expect, test } from 'vitest';
import { faultOfKeys } from './hosted-keys.ts';

/** A key of the older sort: a token that names its role. */
const legacy = (role: string) =>
	`${btoa('{"alg":"HS256"}')}.${btoa(JSON.stringify({ iss: 'supabase', role }))}.c2lnbmF0dXJl`;

const open = 'sb_publishable_9f8e7d';
const secret = 'sb_secret_1a2b3c';

test.each([
	[open, secret],
	[open, undefined],
	[legacy('anon'), legacy('service_role')],
	// What another sort of service calls its keys is not ours to judge.
	['one of its own', 'another of its own'],
	['a.b.c', 'd.e.f']
])('keys in their places are taken: %s', (publishable, own) => {
	expect(faultOfKeys(publishable, own)).toBeNull();
});

test.each([
	['PUBLIC_SUPABASE_PUBLISHABLE_KEY is a secret key', secret, secret],
	['PUBLIC_SUPABASE_PUBLISHABLE_KEY is a secret key', legacy('service_role'), undefined],
	['SUPABASE_SECRET_KEY is a public key', open, 'sb_publishable_other'],
	['SUPABASE_SECRET_KEY is a public key', open, legacy('anon')],
	['SUPABASE_SECRET_KEY is a public key', 'the same', 'the same']
])('%s', (sentence, publishable, own) => {
	const fault = faultOfKeys(publishable, own);
	expect(fault).toMatch(new RegExp(`^${sentence}[^\\n]*\\.$`));
	// Neither key stands in it.
	for (const key of [publishable, own ?? publishable]) expect(fault).not.toContain(key);
});
