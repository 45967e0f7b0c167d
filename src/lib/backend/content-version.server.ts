// The content version as this process last saw it. Asking the database for every visitor would cost what the cache saves,
// so the answer is good for two seconds: a change is seen by every server within that time.
import { backend } from './backend.server';

const GOOD_FOR = 2000;

let known: { version: string; until: number } | null = null;
let asking: Promise<string | null> | null = null;

/** The current content version, or null when the database does not answer. */
export async function contentVersion(): Promise<string | null> {
	if (known && known.until > Date.now()) return known.version;
	asking ??= ask().finally(() => (asking = null));
	return asking;
}

async function ask(): Promise<string | null> {
	const { data, error } = await backend()
		.visitor.from('content_version')
		.select('version')
		.maybeSingle();
	if (error || !data) return null;
	known = { version: String(data.version), until: Date.now() + GOOD_FOR };
	return known.version;
}
