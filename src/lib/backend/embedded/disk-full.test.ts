// The embedded database on a disk that is full: what is written is refused by its name before the
// database has to, reading and signing in go on, nothing that was acknowledged is lost, and the
// start says the disk. On a small disk of its own, filled to the last byte, where this user may
// mount one; where that is refused (a container without rights) the size is given instead.
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mountSmallDisk } from '../../../../tests/setup/small-disk.ts';
import { makeSmallProject, type SmallProject } from '../../../../tests/setup/small-project.ts';
import { ballastOf, readDisk, type Disk } from './disk.ts';
import { openEmbeddedEngine, type OpenEngine } from './open-embedded.ts';

const MB = 1024 * 1024;

/** A place whose disk can be filled and emptied. */
interface Place {
	how: string;
	folder: string;
	/** How the disk is looked at there. */
	read: () => Promise<Disk>;
	fill(): void;
	empty(): void;
	remove(): void;
}

function smallDisk(folder: string): Place | null {
	const disk = mountSmallDisk(folder);
	if (disk === null) return null;
	const read = () => readDisk(folder);
	return { ...disk, how: 'a disk of 300 MB', folder: join(folder, 'data'), read };
}

function givenSize(folder: string): Place {
	let isFull = false;
	return {
		how: 'a size that is given',
		folder,
		read: () => Promise.resolve({ free: isFull ? 0 : 5000 * MB, size: 10_000 * MB }),
		fill: () => void (isFull = true),
		empty: () => void (isFull = false),
		remove() {}
	};
}

let project: SmallProject;
const places: Place[] = [];
const notes: string[] = [];

beforeAll(() => {
	project = makeSmallProject();
	const real = smallDisk(project.folder('disk'));
	places.push(givenSize(project.folder('given')), ...(real ? [real] : []));
});
afterAll(() => {
	for (const place of places) place.remove();
	project.remove();
});

const open = (place: Place): Promise<OpenEngine> =>
	openEmbeddedEngine(place.folder, {
		projectRoot: project.root,
		seed: false,
		readDisk: place.read,
		onNote: (text) => notes.push(text)
	});

async function ask(
	{ engine, secrets }: OpenEngine,
	path: string,
	body?: object
): Promise<{ status: number; code: unknown; text: string }> {
	const response = await engine.fetch(`http://embedded.invalid${path}`, {
		method: body ? 'POST' : 'GET',
		headers: { apikey: secrets.publishableKey, 'content-type': 'application/json' },
		...(body && { body: JSON.stringify(body) })
	});
	const text = await response.text();
	const code: unknown = response.ok ? null : Reflect.get(JSON.parse(text) as object, 'code');
	return { status: response.status, code, text };
}

const write = (one: OpenEngine, body: string) => ask(one, '/rest/v1/notes', { body });

/** Waits until the last look at the disk is old. */
const seen = (one: OpenEngine, room: string) =>
	expect.poll(async () => (await one.disk.look()).room, { timeout: 20_000 }).toBe(room);

describe('a full disk', () => {
	test('refuses writes by its name, answers reads, and takes writes again; nothing is lost', async () => {
		for (const place of places) {
			const one = await open(place);
			const written: string[] = [];
			const save = async (body: string) => {
				const answer = await write(one, body);
				if (answer.status === 201) written.push(body);
				return answer;
			};
			expect((await save('before')).status, place.how).toBe(201);
			await seen(one, 'enough');
			// The room the server keeps for itself, which it takes some seconds after its start.
			const room = ballastOf(place.folder);
			await expect
				.poll(() => existsSync(room) && statSync(room).size, { timeout: 30_000 })
				.toBe(32 * MB);
			place.fill();
			await seen(one, 'none');
			for (let turn = 0; turn < 5; turn += 1) {
				expect(await save(`full ${turn}`), place.how).toMatchObject({
					status: 507,
					code: 'backend_no_room'
				});
				expect((await ask(one, '/rest/v1/notes?select=body')).status, place.how).toBe(200);
				// A function that reads, asked by POST as supabase-js does.
				expect((await ask(one, '/rest/v1/rpc/readable', {})).status, place.how).toBe(200);
				expect((await ask(one, '/rest/v1/rpc/whoami', {})).text).toContain('"read_only":"on"');
			}
			// An address nobody has is refused as always, which the sign-in service has written down.
			const signIn = await ask(one, '/auth/v1/otp', {
				email: 'nobody@example.org',
				create_user: true
			});
			expect(signIn.status, `${place.how}: ${signIn.text}`).toBe(200);
			expect(await one.engine.ping(20_000), place.how).toBe(true);
			expect(notes.join('\n')).toContain('is full: nothing is saved until there is room');
			expect(notes.join('\n'), place.how).not.toContain('restarting');
			place.empty();
			await expect
				.poll(async () => (await save('after')).status, { timeout: 30_000, interval: 500 })
				.toBe(201);
			await one.close();
			const again = await open(place);
			const rows = await ask(again, '/rest/v1/notes?select=body&order=id');
			await again.close();
			expect((JSON.parse(rows.text) as { body: string }[]).map(({ body }) => body)).toEqual([
				'open',
				...written
			]);
			notes.length = 0;
		}
	}, 300_000);

	test('is what a first start says, and leaves nothing behind', async () => {
		for (const place of places) {
			rmSync(place.folder, { recursive: true, force: true });
			place.fill();
			await expect(open(place), place.how).rejects.toThrow(
				/There is no room on the disk of .*: 0 MB are free, and this start needs at least \d+ MB/
			);
			place.empty();
			expect(existsSync(join(place.folder, 'database')), place.how).toBe(false);
			await (await open(place)).close();
		}
	}, 300_000);

	test('does not keep a server from starting that was closed in order', async () => {
		for (const place of places) {
			place.fill();
			const one = await open(place).catch((error: unknown) => error);
			// Without the room it keeps for itself there may be none at all: then it is said.
			if (one instanceof Error) expect(one.message).toContain('There is no room on the disk');
			else {
				const engine = one as OpenEngine;
				expect((await ask(engine, '/rest/v1/notes?select=body')).status, place.how).toBe(200);
				expect((await write(engine, 'full')).code, place.how).toBe('backend_no_room');
				await engine.close();
			}
			place.empty();
			const later = await open(place);
			expect((await write(later, 'later')).status, place.how).toBe(201);
			await later.close();
		}
	}, 300_000);
});
