// The seam: the one place that knows what answers supabase-js. Everything else talks to
// `backend().visitor` and cannot tell the embedded database from a PostgreSQL server or from hosted
// Supabase.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { resolve } from 'node:path';
import { createServerClient } from '@supabase/ssr';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import type { Database } from './database.types.ts';
import type { DiskLimits, DiskState } from '#lib/backend/embedded/disk.ts';
import { decrypt, encrypt } from './encryption.ts';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { openEmbeddedEngine, type NightRun } from '#lib/backend/embedded/open-embedded.ts';
import { openPostgresEngine } from '#lib/backend/embedded/open-postgres.ts';
import type { IssuedCode, Opened, Progress } from '#lib/backend/embedded/protocol.ts';
import { log } from '#lib/log/log.server.ts';
import { faultOfKeys } from './hosted-keys.ts';
import { notingRefusals } from './noted-refusals.ts';
import { renewingSessions } from './session-renewal.ts';

export { StartError };
export type { DiskState, IssuedCode, NightRun, Progress };

export type BackendKind = 'embedded' | 'postgres' | 'supabase';

export type BackendChoice =
	| { kind: 'embedded'; dataDir: string; limits?: Partial<DiskLimits> }
	| { kind: 'postgres'; databaseUrl: string; dataDir: string }
	| { kind: 'supabase'; url: string; publishableKey: string; secretKey?: string };

/** Where a session is kept between two requests: the cookies of one visitor. */
export interface SessionJar {
	getAll(): { name: string; value: string }[];
	/** An empty value with `maxAge` 0 takes a cookie away. */
	setAll(cookies: { name: string; value: string; maxAge: number }[]): void;
}

export interface Backend {
	readonly kind: BackendKind;
	/** Acts as a visitor (role anon). Keeps no session, so one client serves everybody. */
	readonly visitor: SupabaseClient<Database>;
	/**
	 * Acts as this server itself (role service_role, past row level security): only for what nobody
	 * has a right to yet, such as making the first administrator. Null on hosted Supabase without a
	 * secret key.
	 */
	readonly server: SupabaseClient<Database> | null;
	/**
	 * Acts as the person an access token belongs to. A token that is no good is refused by the
	 * database, not here.
	 */
	as(accessToken: string): SupabaseClient<Database>;
	/**
	 * A client that signs in, refreshes and signs out the visitor whose cookies these are. One for
	 * each request.
	 */
	session(jar: SessionJar): SupabaseClient<Database>;
	/**
	 * What signs the owner of an address in once, without a mail: for who has shown that they are
	 * invited. Makes the account when there is none. Null when that cannot be done: no answer, or
	 * hosted Supabase without a secret key.
	 */
	signInToken(email: string): Promise<SignInToken | null>;
	/** What the sign-in service calls a mailed code. */
	readonly codeType: 'email' | 'magiclink';
	/**
	 * The token of a link as it stands in a mail. lite makes it from the address and the six digits
	 * alone, so that it could be found by trying a million; with a seal of this server it cannot.
	 * Hosted Supabase writes its own mails.
	 */
	seal(tokenHash: string): string;
	/** The token of a link that was sealed here; null for any other. */
	unseal(sealed: string): string | null;
	/**
	 * A value that is the same for the same text and tells nobody what the text was: for counting by
	 * address.
	 */
	shade(text: string): string;
	/** A text for the database that the database cannot read; see encryption.ts. */
	encrypt(text: string, about: string): string;
	/** What `encrypt` made of a text about the same; null for anything else. */
	decrypt(encrypted: string, about: string): string | null;
	/**
	 * Whether the database answers within `milliseconds` (2000), asked the way every request goes.
	 */
	healthy(milliseconds?: number): Promise<boolean>;
	/**
	 * Since when nothing can be asked, as far as is known (ms since 1970); null while something can,
	 * and on hosted Supabase.
	 */
	readonly awaySince: number | null;
	/** The disk of the data folder, looked at now; null on hosted Supabase. Never throws. */
	look(): Promise<DiskState | null>;
	/**
	 * What is saved for want of room, as last seen: `texts` without pictures, or nothing. Reading and
	 * signing in go on in any case.
	 */
	readonly saves: Saves;
	/** What was last seen of the disk; null where it is not looked at. */
	readonly disk: DiskState | null;
	/**
	 * Closes the database in order and gives its folder free, within five seconds. May be called
	 * twice.
	 */
	close(): Promise<void>;
	readonly opening: {
		created: boolean;
		migrations: string[];
		seeded: boolean;
		milliseconds: number;
	};
}

export type Saves = 'all' | 'texts' | 'none';

/** For `auth.verifyOtp`. */
export interface SignInToken {
	token_hash: string;
	type: 'email' | 'magiclink' | 'signup' | 'invite' | 'recovery';
}

export interface OpenBackendOptions {
	/** Steps a person may be waiting for. */
	onProgress?: (progress: Progress) => void;
	/** Restarts, failures and restored rights: for the log. */
	onNote?: (text: string) => void;
	/**
	 * Somebody asked to sign in; they wait for a mail with this code, whose link leads to
	 * `redirectTo`. Not on hosted Supabase.
	 */
	onCode?: (code: IssuedCode, redirectTo: string | null) => void;
	/** The nightly work on the files of the embedded database is done, or failed. */
	onNight?: (run: NightRun) => void;
	/** Where package.json and supabase/ lie; TIKLS_ROOT or the working directory when left out. */
	projectRoot?: string;
	/** False leaves an empty database empty. */
	seed?: boolean;
}

/**
 * Reads the choice from the environment. An empty variable counts as unset.
 * @throws {StartError} CONFIGURATION when two are chosen at once or one is chosen by half: guessing
 * could write to the wrong database.
 */
export function chooseBackend(env: Record<string, string | undefined>): BackendChoice {
	const url = env.PUBLIC_SUPABASE_URL?.trim() || undefined;
	const publishableKey = env.PUBLIC_SUPABASE_PUBLISHABLE_KEY?.trim() || undefined;
	const databaseUrl = env.DATABASE_URL?.trim() || undefined;
	const dataDir = resolve(env.DATA_DIR?.trim() || './data');
	if (databaseUrl !== undefined && (url !== undefined || publishableKey !== undefined))
		throw misconfigured(
			'DATABASE_URL and PUBLIC_SUPABASE_URL are both set; keep the one you mean.'
		);
	if (url !== undefined && publishableKey !== undefined) {
		if (!/^https?:\/\/[^\s/]+/.test(url))
			throw misconfigured('PUBLIC_SUPABASE_URL is not an http or https address.');
		const secretKey = env.SUPABASE_SECRET_KEY?.trim() || undefined;
		const fault = faultOfKeys(publishableKey, secretKey);
		if (fault !== null) throw misconfigured(fault);
		return { kind: 'supabase', url, publishableKey, ...(secretKey && { secretKey }) };
	}
	if (url !== undefined)
		throw misconfigured('PUBLIC_SUPABASE_URL is set but PUBLIC_SUPABASE_PUBLISHABLE_KEY is not.');
	if (publishableKey !== undefined)
		throw misconfigured('PUBLIC_SUPABASE_PUBLISHABLE_KEY is set but PUBLIC_SUPABASE_URL is not.');
	if (databaseUrl === undefined) {
		const limits = limitsFrom(env);
		return { kind: 'embedded', dataDir, ...(limits && { limits }) };
	}
	if (!/^postgres(ql)?:\/\//.test(databaseUrl))
		throw misconfigured('DATABASE_URL does not begin with postgres:// or postgresql://.');
	return { kind: 'postgres', databaseUrl, dataDir };
}

/** Null when nothing is set. @throws {StartError} CONFIGURATION */
function limitsFrom(env: Record<string, string | undefined>): Partial<DiskLimits> | null {
	const reserve = env.DISK_RESERVE?.trim() || undefined;
	const toldAt = env.DISK_WARNING?.trim() || undefined;
	const isWithin = (text: string, min: number, max: number) =>
		/^\d{1,9}$/.test(text) && Number(text) >= min && Number(text) <= max;
	if (reserve !== undefined && !isWithin(reserve, 32, 999_999_999))
		throw misconfigured(
			'DISK_RESERVE, the megabytes of the disk that are kept free, is not a number from 32.'
		);
	if (toldAt !== undefined && !isWithin(toldAt, 1, 100))
		throw misconfigured(
			'DISK_WARNING, the percent of the disk at which administrators are told, is not a number from 1 to 100.'
		);
	if (reserve === undefined && toldAt === undefined) return null;
	return {
		...(reserve !== undefined && { reserve: Number(reserve) * 1024 * 1024 }),
		...(toldAt !== undefined && { toldAt: Number(toldAt) })
	};
}

function misconfigured(sentence: string): StartError {
	return new StartError('CONFIGURATION', sentence);
}

/**
 * Opens what was chosen, up to date and seeded.
 * @throws {StartError} one plain sentence; nothing is left open then.
 */
export async function openBackend(
	choice: BackendChoice,
	options: OpenBackendOptions = {}
): Promise<Backend> {
	const begun = performance.now();
	if (choice.kind === 'supabase') return hosted(choice, begun);
	const open = {
		projectRoot: resolve(options.projectRoot ?? process.env.TIKLS_ROOT ?? process.cwd()),
		seed: options.seed ?? true,
		onProgress: options.onProgress,
		onNote: options.onNote ?? ((text: string) => log('warning', text)),
		onCode: options.onCode
	};
	const { engine, secrets, disk, opened, close } =
		choice.kind === 'embedded'
			? await openEmbeddedEngine(choice.dataDir, {
					...open,
					limits: choice.limits,
					onNight: options.onNight
				})
			: await openPostgresEngine(choice.databaseUrl, choice.dataDir, open);
	if (opened.grantsRestored.length > 0)
		open.onNote(`Rights in the database were put right: ${opened.grantsRestored.join('; ')}`);
	return {
		kind: choice.kind,
		...clients('http://embedded.invalid', secrets, renewingSessions(engine.fetch, secrets)),
		codeType: 'magiclink',
		async signInToken(email) {
			const issued = await engine.issueCode(email);
			return issued && { token_hash: issued.tokenHash, type: 'magiclink' };
		},
		seal: (tokenHash) => `${tokenHash}.${sealOf(tokenHash, secrets.jwtSecret)}`,
		unseal(sealed) {
			const [tokenHash = '', seal = ''] = sealed.split('.');
			const right = Buffer.from(sealOf(tokenHash, secrets.jwtSecret));
			const given = Buffer.from(seal);
			return right.length === given.length && timingSafeEqual(right, given) ? tokenHash : null;
		},
		shade: (text) => shadeOf(text, secrets.jwtSecret),
		...encryptionWith(secrets.jwtSecret),
		healthy: (milliseconds = 2000) => engine.ping(milliseconds),
		get awaySince() {
			return engine.awaySince;
		},
		look: () => disk.look(),
		get saves() {
			if (engine.hasFoundFull) return 'none';
			if (choice.kind !== 'embedded') return 'all';
			return disk.state.room === 'none' ? 'none' : disk.state.room === 'scarce' ? 'texts' : 'all';
		},
		get disk() {
			return disk.state;
		},
		close,
		opening: summary(opened, begun)
	};
}

function summary(opened: Opened & { created: boolean }, begun: number): Backend['opening'] {
	return {
		created: opened.created,
		migrations: opened.migrations,
		seeded: opened.seeded !== null,
		milliseconds: Math.round(performance.now() - begun)
	};
}

/**
 * Hosted Supabase takes care of its schema itself (`supabase db push`); there is nothing to open.
 */
function hosted(choice: BackendChoice & { kind: 'supabase' }, begun: number): Backend {
	const patient: typeof fetch = (input, init) =>
		fetch(input, { ...init, signal: init?.signal ?? AbortSignal.timeout(5000) });
	const made = clients(choice.url, choice, patient);
	// Never the publishable key: everybody has it. One that is forgotten at the end serves nothing
	// that lasts, and without a secret key nothing that lasts is made.
	const sealing = choice.secretKey ?? randomBytes(32).toString('base64url');
	return {
		kind: 'supabase',
		...made,
		codeType: 'email',
		async signInToken(email) {
			const answer = await made.server?.auth.admin.generateLink({ type: 'magiclink', email });
			const properties = answer?.data.properties;
			return properties
				? { token_hash: properties.hashed_token, type: tokenType(properties.verification_type) }
				: null;
		},
		seal: (tokenHash) => tokenHash,
		unseal: (sealed) => (/^[\w-]{20,200}$/.test(sealed) ? sealed : null),
		shade: (text) => shadeOf(text, sealing),
		...encryptionWith(sealing),
		async healthy(milliseconds = 2000) {
			const { error } = await made.visitor
				.from('content_version')
				.select('version')
				.limit(1)
				.abortSignal(AbortSignal.timeout(milliseconds));
			return error === null;
		},
		awaySince: null,
		look: () => Promise.resolve(null),
		saves: 'all',
		disk: null,
		close: () => Promise.resolve(),
		opening: summary({ created: false, migrations: [], seeded: null, grantsRestored: [] }, begun)
	};
}

function sealOf(tokenHash: string, secret: string): string {
	return createHmac('sha256', secret).update(`link ${tokenHash}`).digest('base64url');
}

function shadeOf(text: string, secret: string): string {
	return createHmac('sha256', secret).update(`shade ${text}`).digest('base64url');
}

const encryptionWith = (secret: string): Pick<Backend, 'encrypt' | 'decrypt'> => ({
	encrypt: (text, about) => encrypt(text, about, secret),
	decrypt: (encrypted, about) => decrypt(encrypted, about, secret)
});

/** An account that is new is signed up by its first link. */
function tokenType(named: string): SignInToken['type'] {
	return named === 'signup' || named === 'invite' || named === 'recovery' ? named : 'magiclink';
}

/** The name of the session's cookie; a long session has `.0`, `.1` after it. */
export const sessionCookie = 'tikls-session';

/**
 * The name of the cookie by which a browser shows that somebody has signed in there before. It says
 * nothing about who is there now, so pages are the same with it and without.
 */
export const knownCookie = 'tikls-known';

/** The name of the cookie of a browser that has asked for a code. */
export const askedCookie = 'tikls-asked';

/** Whoever asks, the requests go the same way; they differ in what they show. */
function clients(
	url: string,
	keys: { publishableKey: string; secretKey?: string | null },
	path: typeof fetch
): Pick<Backend, 'visitor' | 'server' | 'as' | 'session'> {
	const noting = notingRefusals(path);
	const alone = { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false };
	const client = (key: string) =>
		patient(createClient<Database>(url, key, { auth: alone, global: { fetch: path } }));
	return {
		visitor: client(keys.publishableKey),
		server: !keys.secretKey ? null : client(keys.secretKey),
		as: (accessToken) =>
			patient(
				createClient<Database>(url, keys.publishableKey, {
					accessToken: () => Promise.resolve(accessToken),
					global: { fetch: noting }
				})
			),
		session: (jar) =>
			createServerClient<Database>(url, keys.publishableKey, {
				global: { fetch: path },
				cookieOptions: { name: sessionCookie },
				cookies: {
					// Who somebody is is asked each time; what a cookie says about it would only be believed
					// by mistake.
					encode: 'tokens-only',
					getAll: () => jar.getAll(),
					setAll: (cookies) =>
						jar.setAll(
							cookies.map(({ name, value, options }) => ({
								name,
								value,
								maxAge: options.maxAge ?? 0
							}))
						)
				}
			})
	};
}

/**
 * supabase-js asks again up to three times, seven seconds in all, when a read is answered 503: a
 * slow query would be run four times and end four workers. It has no option for this;
 * backend.test.ts fails when the field is renamed.
 */
function patient(client: SupabaseClient<Database>): SupabaseClient<Database> {
	Reflect.set(Reflect.get(client, 'rest'), 'retry', false);
	return client;
}

interface Running {
	opening: Promise<Backend>;
	backend: Backend | null;
}

// On globalThis, because the dev server evaluates this module anew at each change, and a second
// opening would be refused by our own lock.
const shelf = globalThis as typeof globalThis & { tiklsBackend?: Running };

/**
 * Opens the backend of this process, once: a second call answers the first one's backend. For
 * hooks.server.ts.
 */
export async function startBackend(
	choice: BackendChoice,
	options?: OpenBackendOptions
): Promise<Backend> {
	shelf.tiklsBackend ??= { opening: openBackend(choice, options), backend: null };
	const running = shelf.tiklsBackend;
	try {
		running.backend = await running.opening;
		return running.backend;
	} catch (error) {
		delete shelf.tiklsBackend;
		throw error;
	}
}

/** The running backend of this process. @throws when startBackend() has not finished. */
export function backend(): Backend {
	const opened = shelf.tiklsBackend?.backend;
	if (!opened) throw new Error('The backend is not open yet.');
	return opened;
}

/** Whether it is known that nothing can be asked at this moment. */
export const isDatabaseAway = (): boolean =>
	typeof shelf.tiklsBackend?.backend?.awaySince === 'number';
