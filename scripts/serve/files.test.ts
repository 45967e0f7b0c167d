import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logTo } from '#lib/log/log.server.ts';
import { endWithItsFile } from './files.ts';

const folder = mkdtempSync(join(tmpdir(), 'tikls-files-'));
let server: Server;
const lines: string[] = [];
const quiet = logTo((_isError, line) => void lines.push(line));

beforeAll(async () => {
	writeFileSync(join(folder, 'there.js'), 'export {};');
	// As the framework does it: the head first, then the file.
	server = createServer((request, response) => {
		endWithItsFile(response);
		response.writeHead(200, { 'content-length': 10 });
		createReadStream(join(folder, request.url ?? '')).pipe(response);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
	quiet();
	server.close();
	rmSync(folder, { recursive: true });
});

test('a file that is gone costs its own answer, and the server goes on', async () => {
	const { port } = server.address() as AddressInfo;
	const get = async (name: string) => {
		const answer = await fetch(`http://127.0.0.1:${port}/${name}`);
		return await answer.text();
	};
	for (let again = 0; again < 3; again++) {
		await expect(get('gone.js')).rejects.toThrow();
		expect(await get('there.js')).toBe('export {};');
	}
	expect(lines).toHaveLength(3);
	expect(lines[0]).toMatch(/error: a file of the build cannot be read: .*ENOENT/);
});
