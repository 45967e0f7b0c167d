// Who is told how an installation is. A proxy on the same machine asks from the machine too, for
// anybody.
import { expect, test } from 'vitest';
import { isOperator } from './operator-door.server.ts';

const token = 'correct-horse-battery-staple';

type Asked = {
	from?: string;
	headers?: Record<string, string>;
	env?: NodeJS.ProcessEnv;
};
function isTold({ from = '127.0.0.1', headers = {}, env = {} }: Asked): boolean {
	const request = new Request('http://localhost/metrics', { headers });
	const platform = { req: { socket: { remoteAddress: from } } } as unknown as App.Platform;
	return isOperator({ request, platform }, env);
}
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
const behindNginx = { ORIGIN: 'https://tikls.example', ADDRESS_HEADER: 'x-forwarded-for' };

test.each<[string, Asked]>([
	['somebody at the machine', {}],
	['by IPv6', { from: '::1' }],
	['by IPv4 as IPv6 writes it', { from: '::ffff:127.0.0.1' }],
	['past the proxy, which would have said for whom it asks', { env: behindNginx }],
	['where pages name this machine', { env: { ORIGIN: 'http://localhost:3000' } }],
	[
		'from elsewhere with the token',
		{ from: '203.0.113.7', headers: bearer(token), env: { OPERATOR_TOKEN: token } }
	],
	[
		'through the proxy with the token',
		{
			headers: { ...bearer(token), 'x-forwarded-for': '203.0.113.7' },
			env: { ...behindNginx, OPERATOR_TOKEN: token }
		}
	]
])('is told: %s', (_, asked) => expect(isTold(asked)).toBe(true));

test.each<[string, Asked]>([
	['somebody elsewhere', { from: '203.0.113.7' }],
	['an address that only begins like this machine', { from: '127.0.0.1.example' }],
	['a visitor through a proxy', { headers: { 'x-forwarded-for': '203.0.113.7' } }],
	['one through a proxy that says so otherwise', { headers: { forwarded: 'for=203.0.113.7' } }],
	[
		'a visitor who claims to be at the machine',
		{ headers: { 'x-forwarded-for': '127.0.0.1' }, env: behindNginx }
	],
	[
		'a visitor named by a header of the network',
		{ headers: { 'cf-ip': '203.0.113.7' }, env: { ...behindNginx, ADDRESS_HEADER: 'cf-ip' } }
	],
	['through a proxy that may say nothing', { env: { ORIGIN: 'https://tikls.example' } }],
	['through one that only names the host', { env: { HOST_HEADER: 'x-forwarded-host' } }],
	['with another token', { headers: bearer(`${token}r`), env: { OPERATOR_TOKEN: token } }],
	['with half of it', { headers: bearer(token.slice(0, 14)), env: { OPERATOR_TOKEN: token } }],
	['with any where there is none', { headers: bearer('') }],
	['with an empty one where it is empty', { headers: bearer(' '), env: { OPERATOR_TOKEN: '' } }],
	[
		'with one that could be found by trying',
		{ headers: bearer('short'), env: { OPERATOR_TOKEN: 'short' } }
	],
	['no socket at all', { from: '' }]
])('is not: %s', (_, asked) => expect(isTold(asked)).toBe(false));
