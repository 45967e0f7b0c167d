// The two keys of a hosted project. The publishable one is in everybody's hands by its nature; the
// secret one passes every rule of the database. One in the other's place is found before anything
// is served: nothing would look wrong otherwise.

/** Supabase's legacy keys are tokens that name the role they act as. */
function roleOf(key: string): string | null {
	const [, payload = '', signature] = key.split('.');
	if (signature === undefined) return null;
	try {
		const read: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
		return typeof read === 'object' && read !== null && 'role' in read ? String(read.role) : null;
	} catch {
		return null;
	}
}

const isSecret = (key: string) => key.startsWith('sb_secret_') || roleOf(key) === 'service_role';
const isPublic = (key: string) => key.startsWith('sb_publishable_') || roleOf(key) === 'anon';

/** What is wrong with the keys, in a sentence that holds neither; null when nothing is. */
export function faultOfKeys(publishableKey: string, secretKey: string | undefined): string | null {
	if (isSecret(publishableKey))
		return 'PUBLIC_SUPABASE_PUBLISHABLE_KEY is a secret key, which must never be public; name the publishable one, and replace the secret one if anybody has seen it.';
	if (secretKey !== undefined && (isPublic(secretKey) || secretKey === publishableKey))
		return 'SUPABASE_SECRET_KEY is a public key, with which this server could do no more than a visitor; name the secret one.';
	return null;
}
