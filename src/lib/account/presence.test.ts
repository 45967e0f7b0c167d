// Who is there, through the whole way: cookies, the sign-in service, the database; over the
// embedded database and PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cookies } from '@sveltejs/kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	postgresInstalled,
	startThrowawayServer,
	type ThrowawayServer
} from '../../../supabase/tests/throwaway.ts';
import {
	askedCookie,
	backend,
	knownCookie,
	sessionCookie,
	startBackend,
	type Backend,
	type IssuedCode
} from '#lib/backend/backend.server.ts';
import { askedBrowser, rememberAsked } from './asked-browser.server.ts';
import { makeDecoy } from './decoy.server.ts';
import { makeFirstAdministrator } from './first-administrator.server.ts';
import { logTo } from '#lib/log/log.server.ts';
import { pathOf } from '#lib/page/paths.ts';
import * as v from 'valibot';
import { SignInState } from './half-signed-in.ts';
import { presenceOf } from './presence.server.ts';
import {
	beginSetup,
	confirmSetup,
	dropSecondFactor,
	passSecondFactor
} from './second-factor.server.ts';
import { base32, codeOf, stepAt } from './totp.ts';
import { hashOf, newSecret } from '#lib/backend/secret.ts';
import { knownBrowser } from './known-browser.server.ts';
import { closeSession, countAttempt, mailCode, openSession } from './signing-in.server.ts';

const email = 'anna@example.org';

/** The octets of a key as people type it. */
function octetsOf(typed: string): Buffer {
	const key = typed.replaceAll(' ', '');
	const signs = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
	const bits = [...key].map((sign) => signs.indexOf(sign).toString(2).padStart(5, '0')).join('');
	const octets = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
	expect(base32(octets)).toBe(key);
	return octets;
}

/** A browser: its cookies, and how the last one was set. */
function browser(https = false, address = '10.0.0.1') {
	const jar = new Map<string, string>();
	const flags = new Map<string, unknown>();
	const cookies: Pick<Cookies, 'get' | 'getAll' | 'set'> = {
		get: (name) => jar.get(name),
		getAll: () => [...jar].map(([name, value]) => ({ name, value })),
		set(name, value, options) {
			flags.set(name, options);
			if (options.maxAge === 0) jar.delete(name);
			else jar.set(name, value);
		}
	};
	const event = {
		cookies: cookies as Cookies,
		getClientAddress: () => address,
		url: new URL(https ? 'https://tikls.example/' : 'http://localhost/'),
		request: new Request('http://localhost/', {
			headers: { 'user-agent': 'Firefox/140 (Windows)' }
		})
	};
	return { event, jar, flags };
}

/** Changes what the cookie says of its session. */
function change(
	jar: Map<string, string>,
	work: (session: Record<string, unknown>) => object
): void {
	for (const [name, value] of jar) {
		if (!name.startsWith(sessionCookie)) continue;
		const session = JSON.parse(Buffer.from(value.replace(/^base64-/, ''), 'base64url').toString());
		jar.set(name, `base64-${Buffer.from(JSON.stringify(work(session))).toString('base64url')}`);
	}
}

const kinds = [
	{ name: 'the embedded database', postgres: false },
	{ name: 'PostgreSQL', postgres: true }
];

describe.each(kinds)('over $name', ({ postgres }) => {
	const missing = postgres && !postgresInstalled() && process.env.CI !== 'true';
	const each = test.skipIf(missing);
	let dataDir: string;
	let server: ThrowawayServer | null = null;
	let open: Backend;
	const codes: [IssuedCode, string | null][] = [];

	beforeAll(async () => {
		if (missing) return;
		dataDir = mkdtempSync(join(tmpdir(), 'tikls-presence-'));
		server = postgres ? await startThrowawayServer() : null;
		const databaseUrl = await server?.freshDatabase('presence');
		open = await startBackend(
			databaseUrl === undefined
				? { kind: 'embedded', dataDir }
				: { kind: 'postgres', databaseUrl, dataDir },
			{ seed: false, onCode: (code, redirectTo) => codes.push([code, redirectTo]) }
		);
	});
	afterAll(async () => {
		await open?.close();
		Reflect.deleteProperty(globalThis, 'tiklsBackend');
		await server?.stop();
		if (dataDir) rmSync(dataDir, { recursive: true, force: true });
	});

	/** Signs in as whom the address belongs to, making the account. */
	const signedIn = async (address = email, https = false) => {
		const one = browser(https);
		const token = await backend().signInToken(address);
		const session = token && (await openSession(one.event, token));
		if (!session) throw new Error('not signed in');
		return { ...one, session };
	};

	each(
		'an account without a membership is a stranger; the first administrator a person',
		async () => {
			const { event, session, flags } = await signedIn();
			expect(await presenceOf(event)).toEqual({
				person: null,
				stranger: { id: session.id, email, ended: false }
			});
			for (const options of flags.values())
				expect(options).toMatchObject({
					httpOnly: true,
					sameSite: 'lax',
					path: '/',
					secure: false
				});
			const { token, hash } = newSecret();
			expect((await backend().server?.rpc('offer_first_administrator', { hash }))?.data).toBe(true);
			const { id } = session;
			expect(await makeFirstAdministrator(token, { id, name: 'Anna', language: 'lv' })).toBe(true);
			expect((await presenceOf(event)).person).toMatchObject({ email, administrator: true });
			expect(await presenceOf(browser().event)).toEqual({ person: null, stranger: null });
		}
	);

	each('cookies are for https and this host alone where there is https', async () => {
		const { event, jar, flags } = await signedIn(email, true);
		rememberAsked(event, email);
		expect(flags.size).toBeGreaterThan(2);
		for (const [name, options] of flags) {
			expect(name).toMatch(/^__Host-tikls-/);
			expect(options).toMatchObject({ secure: true, path: '/', httpOnly: true });
			expect(options).not.toHaveProperty('domain');
		}
		expect((await presenceOf(event)).person).not.toBeNull();
		expect(knownBrowser(event, email)).not.toBeNull();
		expect(askedBrowser(event, email)).not.toBeNull();
		// What another site of the same domain has planted has no such name, and is not looked at.
		const planted = browser(true);
		for (const [name, value] of jar) planted.jar.set(name.replace('__Host-', ''), value);
		expect(await presenceOf(planted.event)).toEqual({ person: null, stranger: null });
		expect(knownBrowser(planted.event, email)).toBeNull();
		expect(askedBrowser(planted.event, email)).toBeNull();
		expect(planted.flags.size).toBe(0);
	});

	each('an old token is renewed in silence, by two requests at once as well', async () => {
		const { event, jar, flags } = await signedIn();
		change(jar, (session) => ({ ...session, expires_at: 1 }));
		const before = [...jar.values()].join();
		flags.clear();
		const both = await Promise.all([presenceOf(event), presenceOf(event)]);
		for (const { person } of both) expect(person).toMatchObject({ email });
		expect([...jar.values()].join()).not.toBe(before);
		for (const options of flags.values())
			expect(options).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
		// One that kept the old cookie, because its request was on the way, is not signed out either.
		expect((await presenceOf(event)).person).toMatchObject({ email });
	});

	each('each renewal brings another token, the same to two that ask at once', async () => {
		const { event, jar } = await signedIn();
		const tokenIn = (from: Map<string, string>) => {
			let token = '';
			change(from, (session) => {
				token = String(session.refresh_token);
				return session;
			});
			return token;
		};
		const seen = new Set<string>();
		for (let round = 0; round < 3; round += 1) {
			seen.add(tokenIn(jar));
			change(jar, (session) => ({ ...session, expires_at: 1 }));
			const twin = browser();
			for (const [name, value] of jar) twin.jar.set(name, value);
			expect((await presenceOf(event)).person).toMatchObject({ email });
			expect((await presenceOf(twin.event)).person).toMatchObject({ email });
			expect(tokenIn(twin.jar)).toBe(tokenIn(jar));
		}
		expect(seen.size).toBe(3);
		expect(tokenIn(jar)).toMatch(/^[\w-]{43}$/);
		// What lies in the database is no token: a copy of it signs nobody in.
		const thief = browser();
		for (const [name, value] of jar) thief.jar.set(name, value);
		change(thief.jar, (session) => ({
			...session,
			expires_at: 1,
			refresh_token: hashOf(tokenIn(jar))
		}));
		expect(await presenceOf(thief.event)).toEqual({ person: null, stranger: null });
		expect((await presenceOf(event)).person).toMatchObject({ email });
	});

	each('a forged session is nobody’s and its cookies go', async () => {
		for (const forge of [
			(token: string) => token.slice(0, -4) + (token.endsWith('AAAA') ? 'BBBB' : 'AAAA'),
			(token: string) => {
				const [, claims = '', seal] = token.split('.');
				const read = JSON.parse(Buffer.from(claims, 'base64url').toString());
				const other = { ...read, sub: crypto.randomUUID(), role: 'service_role' };
				return `${token.split('.')[0]}.${Buffer.from(JSON.stringify(other)).toString('base64url')}.${seal}`;
			},
			(token: string) =>
				`${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${token.split('.')[1]}.`
		]) {
			const { event, jar } = await signedIn();
			change(jar, (session) => ({ ...session, access_token: forge(String(session.access_token)) }));
			expect(await presenceOf(event)).toEqual({ person: null, stranger: null });
			expect([...jar.keys()]).toEqual([knownCookie]);
		}
		const { event, jar } = await signedIn();
		for (const name of jar.keys()) jar.set(name, 'base64-nonsense');
		expect((await presenceOf(event)).person).toBeNull();
	});

	each('whose second factor is asked for is nobody until a code was shown, once', async () => {
		const address = 'second@example.org';
		const stateOf = async ({ session }: { session: { accessToken: string } }) =>
			v.parse(SignInState, (await backend().as(session.accessToken).rpc('my_sign_in')).data);
		const first = await signedIn(address);
		const state = await stateOf(first);
		expect(state).toMatchObject({ email: address, needs: null, fresh: true });
		const setup = await beginSetup(state, 'lv');
		if (typeof setup === 'string') throw new Error(setup);
		expect(new URL(setup.href).searchParams.get('secret')).toBe(setup.typed.replaceAll(' ', ''));
		// What the database keeps is not what the app has.
		const kept = await backend().server?.rpc('second_factor_of', { session: state.session });
		expect(JSON.stringify(kept?.data)).not.toContain(setup.typed.replaceAll(' ', ''));
		const key = octetsOf(setup.typed);
		const now = stepAt(Date.now());
		expect(await confirmSetup(first.event, state, 'wrong')).toBeNull();
		const codes = await confirmSetup(first.event, state, codeOf(key, now));
		if (!Array.isArray(codes)) throw new Error('not confirmed');
		expect(codes).toHaveLength(10);
		expect((await presenceOf(first.event)).stranger).toMatchObject({ email: address });

		const second = await signedIn(address);
		const half = { person: null, stranger: null, half: { needs: 'code', email: address } };
		expect(await presenceOf(second.event)).toMatchObject(half);
		const asked = await stateOf(second);
		// The code that was shown once is used, on another device as well.
		expect(await passSecondFactor(second.event, asked, codeOf(key, now))).toBeNull();
		expect(await passSecondFactor(second.event, asked, '12345')).toBeNull();
		expect(await presenceOf(second.event)).toMatchObject(half);
		expect(await passSecondFactor(second.event, asked, codeOf(key, now + 1))).toBe(true);
		expect((await presenceOf(second.event)).stranger).toMatchObject({ email: address });
		// The token says so from its next renewal on, in the sign-in service's own word.
		change(second.jar, (session) => ({ ...session, expires_at: 1 }));
		expect((await presenceOf(second.event)).stranger).toMatchObject({ email: address });
		let claims: unknown;
		change(second.jar, (session) => {
			const [, part = ''] = String(session.access_token).split('.');
			claims = JSON.parse(Buffer.from(part, 'base64url').toString());
			return session;
		});
		expect(claims).toMatchObject({ aal: 'aal2', session_id: asked.session });

		const third = await signedIn(address);
		const [recovery = ''] = codes;
		const lost = await stateOf(third);
		expect(await passSecondFactor(third.event, lost, recovery.toUpperCase())).toBe(true);
		expect(await passSecondFactor(third.event, lost, recovery)).toBeNull();
		expect(await dropSecondFactor(third.event, lost, recovery)).toBeNull();
		expect(await dropSecondFactor(third.event, lost, codes[1] ?? '')).toBe(true);
		expect((await presenceOf((await signedIn(address)).event)).stranger).not.toBeNull();
	});

	each('signing out ends the session also for whoever kept a copy of its cookies', async () => {
		const { event, jar } = await signedIn();
		const copy = browser();
		for (const [name, value] of jar) copy.jar.set(name, value);
		expect((await presenceOf(copy.event)).person).not.toBeNull();
		await closeSession(event);
		expect([...jar.keys()]).toEqual([knownCookie]);
		expect(await presenceOf(copy.event)).toEqual({ person: null, stranger: null });
	});

	each(
		'a code is made for who has an account, and an account is made for nobody who asks',
		async () => {
			codes.length = 0;
			const ask = (address: string) =>
				backend().visitor.auth.signInWithOtp({
					email: address,
					options: { shouldCreateUser: false, emailRedirectTo: 'http://localhost/link?next=x' }
				});
			await ask('stranger@example.org');
			expect(codes).toEqual([]);
			await ask(email);
			expect(codes).toHaveLength(1);
			const [issued, redirectTo] = codes[0] ?? [];
			expect(issued).toMatchObject({ email, code: expect.stringMatching(/^\d{6}$/) });
			expect(redirectTo).toBe('http://localhost/link?next=x');
			// The token of a link could be found by trying all codes; its seal could not.
			const tokenHash = issued?.tokenHash ?? '';
			expect(backend().unseal(tokenHash)).toBeNull();
			expect(backend().unseal(`${tokenHash}.${'A'.repeat(43)}`)).toBeNull();
			expect(backend().unseal(backend().seal(tokenHash))).toBe(tokenHash);
			const { event } = browser();
			expect(await openSession(event, { email, code: '12345x' })).toBeNull();
			expect(await openSession(event, { email, code: issued?.code ?? '' })).toMatchObject({
				email
			});
			expect(await openSession(event, { email, code: issued?.code ?? '' })).toBeNull();
		}
	);

	each(
		'a browser that was signed in before asks for a mail when others have used up those of its address',
		async () => {
			const { event, jar, flags } = await signedIn(email, true);
			const name = `__Host-${knownCookie}`;
			expect(flags.get(name)).toMatchObject({
				httpOnly: true,
				sameSite: 'lax',
				secure: true,
				maxAge: 365 * 24 * 60 * 60
			});
			const value = jar.get(name) ?? '';
			expect(value).not.toContain('anna');
			const from = (visitor: number, cookies: Cookies) => ({
				cookies,
				url: event.url,
				getClientAddress: () => `10.0.0.${visitor}`
			});
			for (let times = 0; times < 11; times += 1)
				await countAttempt(from(times, browser().event.cookies), 'mail', email);
			const stranger = await countAttempt(from(99, browser().event.cookies), 'mail', email);
			expect(stranger.allowed).toBe(false);
			expect((await countAttempt(from(99, event.cookies), 'mail', ` ${email} `)).allowed).toBe(
				true
			);

			// It is known at this address alone; a second one comes beside the first; a changed seal is
			// none.
			expect(knownBrowser(event, 'other@example.org')).toBeNull();
			const token = await backend().signInToken('other@example.org');
			expect(token && (await openSession(event, token))).not.toBeNull();
			for (const address of [email, 'other@example.org'])
				expect(knownBrowser(event, address)).toMatch(/^[\w-]{43}$/);
			const forged = browser(true);
			for (const one of [
				value.slice(0, -1) + (value.endsWith('A') ? 'B' : 'A'),
				`${'A'.repeat(22)}.${value.split('.')[1]}`,
				'x',
				''
			]) {
				forged.jar.set(name, one);
				expect(knownBrowser(forged.event, email), one).toBeNull();
			}
		}
	);

	each('a mail is in the language of its owner, else in that of the page', async () => {
		const { id } = (await signedIn()).session;
		expect((await backend().server?.from('people').select('language').eq('id', id))?.data).toEqual([
			{ language: 'lv' }
		]);
		await signedIn('other@example.org');
		const asked = async (locale: 'lv' | 'en', address: string) => {
			codes.length = 0;
			mailCode({ url: new URL('http://localhost/x') }, locale, address, '/koordinatoriem');
			await expect.poll(() => codes.length, { timeout: 10_000 }).toBe(1);
			return new URL(codes[0]?.[1] ?? '').pathname;
		};
		expect(await asked('en', email)).toBe(pathOf('/auth/confirm', 'lv'));
		expect(await asked('en', 'other@example.org')).toBe(pathOf('/auth/confirm', 'en'));
		expect(await asked('lv', 'other@example.org')).toBe(pathOf('/auth/confirm', 'lv'));
	});

	each(
		'who gets in, who does not and what is refused stands in the log, without an address',
		async () => {
			const lines: string[] = [];
			const putBack = logTo((_, line) => lines.push(line));
			try {
				const near = browser(false, '2001:db8:1:2::7').event;
				const far = browser(false, '2001:db8:1:3::7').event;
				expect(await openSession(near, { email, password: 'wrong wrong wrong' })).toBeNull();
				expect(await openSession(far, { email, code: '000000' })).toBeNull();
				const { event } = await signedIn();
				const me = (await presenceOf(event)).person;
				expect(
					(await me?.database.rpc('end_session', { session: crypto.randomUUID() }))?.data
				).toEqual({ status: 'refused' });
				await backend().as('forged.token.x').rpc('my_rights');
			} finally {
				putBack();
			}
			const [password, code, success, refused, forged] = lines;
			const mark = '[\\w-]{8}';
			const line = (event: string, facts: string) =>
				expect.stringMatching(new RegExp(`^security: ${event} ${facts}$`));
			expect(password).toEqual(
				line('authn_login_fail', `way=password account=${mark} visitor=${mark}`)
			);
			expect(code).toEqual(line('authn_login_fail', `way=code account=${mark} visitor=${mark}`));
			expect(success).toEqual(
				line('authn_login_success', `way=link visitor=${mark} person=[\\da-f-]{36}`)
			);
			expect(refused).toEqual(
				line('authz_fail', 'status=200 method=POST database=/rest/v1/rpc/end_session')
			);
			expect(forged).toContain('security: authz_fail status=401');
			const account = (text = '') => /account=(\S+)/.exec(text)?.[1];
			const visitor = (text = '') => /visitor=(\S+)/.exec(text)?.[1];
			expect(account(password)).toBe(account(code));
			expect(visitor(password)).not.toBe(visitor(code));
			expect(lines.join('\n')).not.toMatch(/anna|2001|wrong/);
		}
	);

	each(
		'a code is tried by the browser that asked for it, for its address, while it is good',
		() => {
			const now = Date.now();
			const asking = browser();
			rememberAsked(asking.event, ` ${email.toUpperCase()}`, now);
			expect(asking.flags.get(askedCookie)).toMatchObject({ httpOnly: true, sameSite: 'lax' });
			const value = asking.jar.get(askedCookie) ?? '';
			expect(value).not.toContain('anna');
			const mark = askedBrowser(asking.event, email, now);
			expect(mark).toMatch(/^[\w-]{43}$/);
			expect(askedBrowser(asking.event, email, now + 10 * 60_000)).toBe(mark);
			expect(askedBrowser(asking.event, email, now + 12 * 60_000)).toBeNull();
			expect(askedBrowser(asking.event, 'other@example.org', now)).toBeNull();
			const [id = '', until = '', seal = ''] = value.split('.');
			for (const forged of [
				'',
				'x',
				`${id}.${Number(until) + 1}.${seal}`,
				`${'A'.repeat(22)}.${until}.${seal}`,
				`${id}.${until}.${'A'.repeat(43)}`
			]) {
				const other = browser();
				other.jar.set(askedCookie, forged);
				expect(askedBrowser(other.event, email, now), forged).toBeNull();
			}
			// Asked again: a new number, so that the tries at the old code count no more.
			rememberAsked(asking.event, email, now);
			expect(askedBrowser(asking.event, email, now)).not.toBe(mark);
		}
	);

	each('IPv6 addresses of one line count as one visitor', async () => {
		const from = (address: string) => browser(false, address).event;
		const allowed = async (address: string, account: string) =>
			(await countAttempt(from(address), 'mail', account)).allowed;
		let count = 0;
		for (let host = 1; host <= 14; host += 1)
			if (await allowed(`2001:db8:7:7::${host.toString(16)}`, 'line@example.org')) count += 1;
		expect(count).toBe(10);
		expect(await allowed('2001:db8:7:8::1', 'line@example.org')).toBe(false);
		expect(await allowed('2001:db8:7:7::ffff', 'line2@example.org')).toBe(true);
	});

	each('a password costs the same where nobody has the address, also eight at once', async () => {
		await makeDecoy();
		const time = async (address: string, times: number) => {
			const began = performance.now();
			const wrong = { email: address, password: 'nav pareizā parole' };
			const answers = await Promise.all(
				Array.from({ length: times }, () => openSession(browser().event, wrong))
			);
			expect(answers).toEqual(Array(times).fill(null));
			return performance.now() - began;
		};
		const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
		// Only the ratio is looked at, of times taken in turns: whatever else the machine does, it does
		// to both. Without the work an address of nobody's takes a twentieth.
		for (const times of [1, 8]) {
			const [known, unknown]: [number[], number[]] = [[], []];
			for (let round = 0; round < 5; round += 1) {
				known.push(await time(email, times));
				unknown.push(await time(`nobody${round}@example.org`, times));
			}
			const ratio = median(unknown) / median(known);
			expect(ratio, `${times} at once`).toBeGreaterThan(0.2);
			expect(ratio, `${times} at once`).toBeLessThan(5);
		}
		// Who stands in is nobody, whatever is tried.
		expect(
			await openSession(browser().event, { email: 'nobody@decoy.invalid', password: '' })
		).toBe(null);
	});
});
