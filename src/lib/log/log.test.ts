// What the log may hold, over random texts: one line, no secret, no address, and of strangers'
// mistakes few lines and a count.
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	log,
	logFault,
	logLink,
	logMistake,
	logSecurity,
	logTo,
	markOf,
	takeConsole
} from './log.server.ts';
import { lineOf, masked, oneLine } from './line.ts';
import { inRequest, requestId } from './request-id.server.ts';

let lines: string[] = [];
let putBack = () => {};
beforeEach(() => {
	lines = [];
	putBack = logTo((_, line) => lines.push(line));
});
afterEach(() => putBack());

/** What stands around a secret in texts nobody wrote for the log. */
const around = fc.constantFrom('', ' ', '/', '"', "'", '=', ': ', '?a=1&b=', '(', '\n', 'lv/');
const bytes = (length: number) =>
	fc.uint8Array({ minLength: length, maxLength: length }).map((all) => Buffer.from(all));
const base64url = bytes(32)
	.map((all) => all.toString('base64url'))
	.filter((word) => /[A-Z]/.test(word) && /[a-z\d]/.test(word));
const hex = bytes(32).map((all) => all.toString('hex'));
const token = fc
	.tuple(bytes(12), bytes(40), bytes(32))
	.map((parts) =>
		['eyJ', '', ''].map((head, i) => head + parts[i]?.toString('base64url')).join('.')
	);
const address = fc.emailAddress().filter((one) => !/[/=`']/.test(one));

describe('a line of the log', () => {
	it('holds no secret of a link, no hash, no token and no mail address, whatever is around', () => {
		fc.assert(
			fc.property(fc.oneof(base64url, hex, token, address), around, around, (secret, a, b) => {
				for (const text of [`x${a}${secret}${b}y`, `${secret}`, `at GET /uzaicinajums/${secret}`])
					expect(oneLine(a === '' ? text.replace(/^x/, 'x ') : text)).not.toContain(secret);
			})
		);
	});

	it.each([
		['postgres://tikls:pa-ss:w0rd@db.example.org:5432/tikls', 'pa-ss'],
		['password=short', 'short'],
		['{"current_password": "short"}', 'short'],
		['Authorization: Bearer abc.def', 'abc'],
		['cookie: tikls-session=abc; tikls-known=def', 'def'],
		['code=123456&email=x', '123456'],
		['apikey sb_secret_abc', 'abc'],
		['from 81.198.12.7:443', '81.198'],
		['from 2001:db8:1:2::7', 'db8'],
		['[2001:db8::1]:443', 'db8'],
		['::ffff:81.198.12.7 came', '81.198'],
		['Key (email)=(anna.ozola@piemērs.lv) already exists', 'anna']
	])('masks %s', (text, secret) => expect(masked(text)).not.toContain(secret));

	it.each([
		'connect ECONNREFUSED 127.0.0.1:5432',
		'connect ECONNREFUSED 10.1.2.3:5432',
		'500 at GET /organizacija/kurzemes-inovaciju-un-kompetencu-centrs-liepaja-2',
		'at file:///srv/tikls/node_modules/@supabase/auth-js/dist/main/GoTrueClient.js:12:34',
		'error 01234abc at 12:30:45',
		'4aa1c7d2-0000-4000-8000-0123456789ab'
	])('leaves what an operator needs: %s', (text) => expect(masked(text)).toBe(text));

	it('is one line of bounded length without signs nobody sees, also in its facts', () => {
		const anything = fc.string({ unit: 'binary', maxLength: 300 });
		fc.assert(
			fc.property(anything, anything, fc.nat(20), (text, value, times) => {
				const line = lineOf({
					level: 'error',
					what: text.repeat(times),
					facts: { path: value }
				});
				expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069]/u);
				expect(line.isWellFormed()).toBe(true);
			})
		);
		expect(lineOf({ level: 'info', what: 'a b '.repeat(100_000) }).length).toBeLessThan(5000);
	});

	it('costs little, whatever a stranger makes of it', () => {
		for (const sign of ['a', 'a@', '1.', ':', 'password', 'eyJ.', '=', '@a.', 'a:', '-A'])
			expect(oneLine(sign.repeat(200_000)).length).toBeLessThan(12_000);
	}, 5000);

	it('reads nothing as a format', () => {
		log('error', '%s %d %o', { path: '%s' });
		expect(lines).toEqual(['error: %s %d %o path=%s']);
	});

	it('tells where a fault came from and what caused it, and nothing else it carries', () => {
		const fault = Object.assign(new Error('no', { cause: new Error('because') }), {
			request: { headers: { cookie: 'tikls-session=abcdef' } }
		});
		logFault('error 1', fault);
		expect(lines).toHaveLength(1);
		expect(lines[0]).toContain('caused by Error: because');
		expect(lines[0]).not.toContain('abcdef');
	});

	it('names the request it belongs to, whatever was awaited meanwhile; what is counted names none', async () => {
		const requests = await Promise.all(
			Array.from({ length: 20 }, (_, index) =>
				inRequest(async () => {
					await new Promise((resolve) => setTimeout(resolve, index % 3));
					log('info', `page ${index}`);
					return requestId();
				})
			)
		);
		expect(new Set(requests).size).toBe(20);
		for (const [index, id] of requests.entries())
			expect(lines).toContain(`page ${index} request=${id}`);
		expect(requestId()).toBeUndefined();
		inRequest(() => {
			for (let time = 0; time < 25; time++) logMistake('400', '400 at GET /x');
		});
		logTo(() => {})();
		expect(lines.at(-1)).toBe('400: 5 more of these in a minute');
	});

	it('keeps links alone whole where the operator is to open them', () => {
		const secret = randomBytes(32).toString('base64url');
		const link = `https://tikls.example/auth/confirm?token_hash=${secret}`;
		logLink(`550 <anna@example.org> refused ${secret} (${link})`);
		expect(lines).toEqual([`550 <[address]> refused [secret] (${link})`]);
	});
});

describe('what strangers can do as often as they like', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('is twenty lines of a kind in a minute and a count of the others, and none is lost', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 200 }), (kinds) => {
				lines.length = 0;
				for (const kind of kinds) {
					if (kind === 'c') logSecurity('authn_login_fail', { way: 'password' });
					else logMistake(kind, `${kind} at GET /${'x'.repeat(5000)}`);
				}
				expect(Math.max(0, ...lines.map((line) => line.length))).toBeLessThan(400);
				vi.advanceTimersByTime(60_000);
				for (const [kind, start] of [
					['a', 'a at'],
					['b', 'b at'],
					['c', 'security: authn_login_fail way']
				] as const) {
					const times = kinds.filter((one) => one === kind).length;
					const written = lines.filter((line) => line.startsWith(start)).length;
					expect(written).toBe(Math.min(20, times));
					const name = kind === 'c' ? 'security: authn_login_fail' : kind;
					const counted = lines.find((line) => line.startsWith(`${name}: `));
					expect(counted).toBe(
						times > 20 ? `${name}: ${times - 20} more of these in a minute` : undefined
					);
				}
			})
		);
	});

	it('names people and visitors by marks that tell who is the same and nothing more', () => {
		fc.assert(
			fc.property(fc.emailAddress(), fc.emailAddress(), (one, other) => {
				expect(markOf(one)).toBe(markOf(one));
				expect(markOf(one)).toHaveLength(8);
				if (one !== other) expect(markOf(one)).not.toBe(markOf(other));
			})
		);
	});
});

describe('the console', () => {
	it('of this program is the log, of a library is silent: opening hours print what was typed', () => {
		const Library = createRequire(import.meta.url)('opening_hours') as new (
			value: string,
			place: object
		) => { getState(at: Date): boolean };
		// School holidays are not known of Latvia: the library says so, with the value.
		const typed = 'SH 10:00-12:00 "Annas tālrunis 29123456"';
		const place = { lat: 57, lon: 24, address: { country_code: 'lv', state: '' } };
		const ask = () => new Library(typed, place).getState(new Date(2026, 0, 1));
		const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
		try {
			expect(ask).toThrow();
			expect(printed.mock.calls.join()).toContain('29123456');
			printed.mockClear();
			const release = takeConsole();
			console.error('%s was printed', 'anna@example.org', { cookie: 'x' }, new Error('a\nb'));
			console.log('a line');
			expect(ask).toThrow();
			release();
			expect(printed).not.toHaveBeenCalled();
			console.error('as before');
			expect(printed).toHaveBeenCalledOnce();
		} finally {
			printed.mockRestore();
		}
		expect(lines).toEqual([
			expect.stringMatching(/^error: %s was printed \[address\] \[object Object\] Error: a\\nb/),
			'a line'
		]);
	});
});
