// The log as programs read it: what a process really writes when it is told LOG_FORMAT=json.
import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('is JSON where that is asked for: the same words, masked, with time, level and request', () => {
	const program = `
	import { log, logLink } from '#lib/log/log.server.ts';
	import { inRequest } from '#lib/log/request-id.server.ts';
	inRequest(() => log('security', 'authn_login_fail for anna@example.org', { way: 'password' }));
	log('warning', '%s\\nsecond', { path: null });
	logLink('open https://tikls.example/x?token=${'aB3'.repeat(15)}');
`;
	const printed = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
		env: { ...process.env, LOG_FORMAT: 'json' },
		encoding: 'utf8'
	});
	const [first, second, third, ...rest] = printed
		.trim()
		.split('\n')
		.map((line): Record<string, unknown> => JSON.parse(line));
	expect(rest).toEqual([]);
	expect(first).toEqual({
		level: 'security',
		time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
		request: expect.stringMatching(/^[0-9a-f]{8}$/),
		way: 'password',
		message: 'authn_login_fail for [address]'
	});
	expect(second).toMatchObject({ level: 'warning', message: '%s\\nsecond' });
	expect(second).not.toHaveProperty('path');
	expect(third?.message).toMatch(/token=(aB3){15}$/);
});
