// deploy/ as far as it can be tried without a container engine: the Dockerfile by its linter and
// against what there is to copy and run, the proxy's file by the proxy, and everything the services
// are told by what the README says there is to set. That a release runs on a bare system is tried
// by tests/pack.spec.ts, that deploy/tikls.sql is enough by supabase/tests/owner.test.ts.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { isMissing } from '../../tests/setup/programs.ts';
import { temporaryFolder } from '../../tests/setup/server.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

interface Service {
	build?: { context: string; dockerfile: string };
	environment?: Record<string, string>;
	volumes?: string[];
	depends_on?: Record<string, unknown> | string[];
	ports?: string[];
}
const compose = parse(read('deploy', 'compose.yaml')) as {
	services: Record<string, Service>;
	volumes: Record<string, unknown>;
};
const dockerfile = read('deploy', 'Dockerfile');

test('the linter of Dockerfiles finds nothing', () => {
	const wrong = ValidationSeverity.ERROR;
	const settings = { deprecatedMaintainer: wrong, instructionJSONInSingleQuotes: wrong };
	expect(validate(dockerfile, settings).map(({ message }) => message)).toEqual([]);
	expect(validate('FROM a\nCOPPY . .', settings)).not.toEqual([]);
});

test('what the image runs is there, and it does not run as root', () => {
	const commands = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
	const [, command = ''] = /RUN npm run (\S+)/.exec(dockerfile) ?? [];
	expect(Object.keys(commands.scripts)).toContain(command);
	const lines = dockerfile.split('\n');
	expect(lines.findIndex((line) => line.startsWith('USER tikls'))).toBeGreaterThan(
		lines.findIndex((line) => line.startsWith('COPY --from'))
	);
	// The build sees the sources, and nothing an installation holds.
	const ignored = read('deploy', 'Dockerfile.dockerignore');
	for (const folder of ['data', '.git', '**/node_modules']) expect(ignored).toContain(folder);
});

test('each service is told what there is to set, and mounts what there is', () => {
	const settings = new Set(read('README.md').match(/`[A-Z][A-Z_]+`/g));
	for (const [name, { environment = {} }] of Object.entries(compose.services))
		if (name === 'site')
			for (const setting of Object.keys(environment)) expect(settings).toContain(`\`${setting}\``);
	const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) =>
		volumes.map((volume) => volume.split(':')[0] ?? '')
	);
	for (const place of mounted)
		if (place.startsWith('./')) expect(existsSync(join(root, 'deploy', place)), place).toBe(true);
		else expect(compose.volumes).toHaveProperty(place);
	for (const { depends_on: needs = [] } of Object.values(compose.services))
		for (const service of Array.isArray(needs) ? needs : Object.keys(needs))
			expect(compose.services).toHaveProperty(service);
	// The proxy alone is reached from outside, and says who the visitor is.
	expect(Object.entries(compose.services).filter(([, { ports }]) => ports)).toHaveLength(1);
	expect(compose.services.site?.environment?.ADDRESS_HEADER).toBe('x-forwarded-for');
	const [, port] = /PORT=(\d+)/.exec(dockerfile) ?? [];
	expect(read('deploy', 'Caddyfile')).toContain(`site:${port}`);
	expect(statSync(join(root, 'deploy', 'init.sh')).mode & 0o111).not.toBe(0);
});

test.skipIf(isMissing('caddy'))('the proxy reads its file', () => {
	const folder = temporaryFolder('deploy');
	const said = execFileSync(
		'/usr/bin/caddy',
		['adapt', '--validate', '--config', join(root, 'deploy', 'Caddyfile')],
		{ encoding: 'utf8', env: { SITE: 'localhost', HOME: folder }, stdio: 'pipe' }
	);
	expect(said).toContain('"dial":"site:3000"');
});
