// A server whose lock file is taken away while it runs: from that moment on it writes nothing.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSmallProject, type SmallProject } from '../../../../tests/setup/small-project.ts';
import { openEmbeddedEngine } from './open-embedded.ts';

let project: SmallProject;
beforeAll(() => {
	project = makeSmallProject();
});
afterAll(() => project.remove());

test('refuses to write, says why, ends, and does not call its files whole', async () => {
	const folder = project.folder('data');
	const notes: string[] = [];
	let lost: (value: string) => void;
	const ended = new Promise<string>((resolve) => (lost = resolve));
	const open = await openEmbeddedEngine(folder, {
		projectRoot: project.root,
		seed: false,
		onNote: (text) => void notes.push(text),
		onLost: () => lost('ended')
	});
	const write = () =>
		open.engine.fetch('http://embedded.invalid/rest/v1/notes', {
			method: 'POST',
			headers: { apikey: open.secrets.publishableKey, 'content-type': 'application/json' },
			body: JSON.stringify({ body: 'a note' })
		});
	expect((await write()).status).toBe(201);
	rmSync(join(folder, 'lock.held'));
	// At once, not only when the holder looks the next time.
	expect((await write()).status).toBe(503);
	expect(await ended).toBe('ended');
	expect(notes).toEqual([expect.stringMatching(/^The lock of the data folder .* was removed/)]);
	expect((await write()).status).toBe(503);
	await open.close();
	expect(readdirSync(folder)).not.toContain('database.manifest.json');
	const next = await openEmbeddedEngine(folder, { projectRoot: project.root, seed: false });
	expect(
		(await next.engine
			.fetch('http://embedded.invalid/rest/v1/notes?select=body', {
				headers: { apikey: next.secrets.publishableKey }
			})
			.then((answer) => answer.json())) as unknown
	).toHaveLength(2);
	await next.close();
}, 200_000);
