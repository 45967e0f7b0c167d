// What a request may bring, and how long it may take: whatever strangers and members send, it is
// turned down in words, in one line of the log, and the others are served meanwhile.
import { connect, type Socket } from 'node:net';
import { manyScans } from '#lib/listing/pictures/hostile-pictures.ts';
import { problems } from './setup/answers.ts';
import { unfold, unique } from './setup/listing.ts';
import { startServer } from './setup/server.ts';
import {
	comeBack,
	expect,
	people,
	signIn,
	test,
	withoutScripts,
	type House
} from './setup/people.ts';

interface RawAnswer {
	status: number;
	head: string;
	body: string;
}

/** Sends bytes as they are and reads until the server closes, which it has to. */
function send(url: string, ...parts: (string | Uint8Array)[]): Promise<RawAnswer> {
	return sendOn(connectTo(url), parts);
}

/** Sends a head, and then an octet a second. */
function drip(url: string, head: string): Promise<RawAnswer> {
	const socket = connectTo(url);
	const timer = setInterval(() => socket.write('a'), 1000);
	socket.on('close', () => clearInterval(timer));
	return sendOn(socket, [head]);
}

function connectTo(url: string): Socket {
	const { hostname, port } = new URL(url);
	return connect(Number(port), hostname);
}

function sendOn(socket: Socket, parts: readonly (string | Uint8Array)[]): Promise<RawAnswer> {
	return new Promise((resolve) => {
		let text = '';
		socket.on('data', (data) => (text += data.toString()));
		// What it has not read when it closes comes back as an error.
		socket.on('error', () => {});
		socket.on('close', () => {
			const [head = '', ...body] = text.split('\r\n\r\n');
			resolve({
				status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
				head: head.toLowerCase(),
				body: body.join('\r\n\r\n')
			});
		});
		for (const part of parts) socket.write(part);
	});
}

/**
 * The head of a form sent by a browser that wants nothing more: after a body that was read the
 * connection would stay.
 */
const headOf = (url: string, path: string, type: string, length: number, more = '') =>
	`POST ${path} HTTP/1.1\r\nhost: ${new URL(url).host}\r\norigin: ${url}\r\naccept: text/html\r\n` +
	`connection: close\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\n${more}\r\n`;

const plain = 'application/x-www-form-urlencoded';
const parts = 'multipart/form-data; boundary=x';
const doors = { lv: '/pieslegties/kods?/start', en: '/en/sign-in/code?/start' };

/** What the server has printed since. */
async function printed(house: House, work: () => Promise<void>): Promise<string> {
	const before = house.server.output().length;
	await work();
	return house.server.output().slice(before);
}

test('broken paths are 400 with a page in both languages, each one line of the log', async ({
	house
}) => {
	const { url } = house.server;
	const { host } = new URL(url);
	const paths = [
		'/%E0%A4%A',
		'/%',
		'/en/%zz',
		'/organizacija/%C0%AF',
		'/pasakumi/%ff',
		'/_app/%80',
		'/%00',
		'/a%00b',
		'//evil.example/%'
	];
	const lines = await printed(house, async () => {
		for (const path of paths) {
			const answer = await send(url, `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
			expect(answer.status, path).toBe(400);
			expect(answer.body, path).toContain('Adresē ir kļūda');
			expect(answer.body, path).toContain('There is a mistake in the address');
			expect(answer.head, path).toContain('x-content-type-options: nosniff');
		}
	});
	expect(lines.trim().split('\n')).toEqual(
		paths.map((path) =>
			expect.stringMatching(`^400 at GET ${path.replaceAll(/[/.]/g, '\\$&')}: its path `)
		)
	);
	// Good ones that look strange are no fault.
	for (const path of ['/%C4%81', '/a%2Fb', '/%25', '/?q=%E0%A4%A', '/?%'])
		expect([200, 404], path).toContain((await fetch(url + path)).status);
});

test('what does not come is not waited for: a body, half a body, a trickle, a head', async ({
	house
}) => {
	const { url } = house.server;
	const { host } = new URL(url);
	const answers = await Promise.all([
		send(url, headOf(url, doors.lv, plain, 100)),
		send(
			url,
			headOf(url, doors.en, parts, 5000),
			'--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'
		),
		drip(url, headOf(url, doors.lv, plain, 1000)),
		send(url, headOf(url, '/koordinatoriem/organizacijas/jauna?/save', parts, 500_000)),
		send(url, `GET / HTTP/1.1\r\nhost: ${host}\r\nx-slow: `)
	]);
	for (const { status } of answers) expect(status).toBe(408);
	expect(answers[0]?.body).toContain('Sūtīšana ilga pārāk ilgi');
	expect(answers[1]?.body).toContain('Sending took too long');
	// Pages that read nothing do not wait for it: they are there before the one that does.
	let isWaiting = true;
	const waiting = send(url, headOf(url, doors.lv, plain, 100)).finally(() => (isWaiting = false));
	for (const head of [
		headOf(url, '/', plain, 100),
		headOf(url, '/nekas', plain, 100),
		`GET / HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 100\r\n\r\n`,
		`PUT / HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 100\r\ncontent-type: text/plain\r\n\r\n`
	]) {
		await send(url, head);
		expect(isWaiting, head).toBe(true);
	}
	await waiting;
});

test('a form from another site is refused, and stands in the log as one line without its secrets', async ({
	house
}) => {
	const { url } = house.server;
	const secret = 'Ab1'.repeat(15);
	const sent = async (more: string) => {
		const path = `/uzaicinajums/${secret}?q=anna@example.org%0Aforged`;
		const head = headOf(url, path, plain, 1).replace(`origin: ${url}`, `origin: ${more}`);
		return await send(url, head, 'a');
	};
	const lines = await printed(house, async () => {
		expect((await sent('https://evil.example')).status).toBe(403);
	});
	// The line is written when the answer has gone.
	await expect
		.poll(() => lines + house.server.output())
		.toMatch(
			/^security: authz_fail request=[0-9a-f]{8} status=403 method=POST path=\/uzaicinajums\/\[secret\] visitor=[\w-]{8}$/m
		);
	expect(house.server.output()).not.toContain(secret);
});

test('strangers send too much, broken forms and no forms: refused in words, and others are answered', async ({
	house
}) => {
	const { url } = house.server;
	const large = Buffer.alloc(
		11_000_000,
		'\r\n--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'
	);
	const lines = await printed(house, async () => {
		const attack = Promise.all(
			[
				doors.lv,
				doors.en,
				'/izrakstities',
				'/koordinatoriem/konts?/me',
				'/koordinatoriem/organizacijas/jauna?/save'
			].map((path) => send(url, headOf(url, path, parts, large.length), large))
		);
		for (let i = 0; i < 10; i++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
		for (const { status, body } of await attack) {
			// The connection may be closed under what is still being sent.
			expect([413, 0]).toContain(status);
			expect(status === 0 || /Nosūtīts pārāk daudz|Too much was sent/.test(body)).toBe(true);
		}
	});
	expect(lines).toBe('');

	// Without a length, and a few octets too many: the answer arrives, in the language of the
	// address.
	const slightly = `email=${'a'.repeat(2_100_000)}`;
	const [lv, en] = await Promise.all(
		[doors.lv, doors.en].map((path) =>
			send(url, headOf(url, path, plain, slightly.length), slightly)
		)
	);
	expect([lv?.status, en?.status]).toEqual([413, 413]);
	expect(lv?.body).toContain('<h1>Nosūtīts pārāk daudz</h1>');
	expect(en?.body).toContain('<h1>Too much was sent</h1>');

	const broken = '--x\r\nhello\r\n\r\n--x--';
	const told = await printed(house, async () => {
		const answer = await send(url, headOf(url, doors.en, parts, broken.length), broken);
		expect(answer.status).toBe(400);
		expect(answer.body).toContain('What was sent could not be read');
	});
	expect(told).toMatch(
		/^400 at POST \/en\/sign-in\/code: its body is broken: a part has a line that is no header request=[0-9a-f]{8}\n$/
	);

	for (const type of ['application/json', 'text/plain', 'image/png']) {
		const answer = await send(url, headOf(url, doors.lv, type, 2), '{}');
		expect(answer.status, type).toBe(415);
		expect(answer.body, type).toContain('Šādus datus šeit nevar nosūtīt');
	}
});

test('two dear pages of one visitor at once, and a third is told to come back: a page, a feed, data', async () => {
	const server = await startServer({ env: { ADDRESS_HEADER: 'x-forwarded-for' } });
	try {
		let count = 0;
		const asked = (path: string, accept: string, from: string) => {
			const words = Array.from({ length: 8 }, () => `xq${(count += 1)}vzk`).join('+');
			const glue = path.includes('?') ? '&' : '?';
			return fetch(`${server.url}${path}${glue}q=${words}`, {
				headers: { accept, 'x-forwarded-for': from }
			});
		};
		const html = 'text/html,application/xhtml+xml';
		for (const [path, accept, type, words] of [
			['/', html, 'text/html', '<h1>Pārāk daudz pieprasījumu vienlaikus</h1>'],
			['/en/events', html, 'text/html', '<h1>Too many requests at once</h1>'],
			['/feeds/events.ics', 'text/calendar', 'text/plain', 'too many requests at once\n'],
			['/suggest.json?lang=lv', '*/*', 'text/plain', 'too many requests at once\n'],
			['/__data.json?x-sveltekit-invalidated=11', '*/*', 'application/json', '{"message":']
		] as const) {
			const [others, own] = await Promise.all([
				Promise.all(['2001:db8:1::1', '192.0.2.7'].map((from) => asked(path, accept, from))),
				// One /64 is one visitor.
				Promise.all(Array.from({ length: 12 }, (_, i) => asked(path, accept, `2001:db8::${i + 1}`)))
			]);
			expect(
				others.map(({ status }) => status),
				path
			).toEqual([200, 200]);
			expect(own.filter(({ status }) => status === 200).length, path).toBeGreaterThanOrEqual(2);
			const refused = own.filter(({ status }) => status === 429);
			expect(refused.length, path).toBeGreaterThanOrEqual(5);
			for (const answer of refused) {
				expect(answer.headers.get('retry-after')).toBe('2');
				expect(answer.headers.get('cache-control')).toBe('no-store');
				expect(answer.headers.get('content-type')).toContain(type);
				expect(await answer.text()).toContain(words);
			}
			// Nothing is held against anybody afterwards.
			expect((await asked(path, accept, '2001:db8::1')).status, path).toBe(200);
		}
		// What is kept is answered, however much is asked for.
		const kept = await Promise.all(
			Array.from({ length: 12 }, () =>
				fetch(`${server.url}/par`, { headers: { 'x-forwarded-for': '192.0.2.8' } })
			)
		);
		expect(kept.every(({ status }) => status !== 429)).toBe(true);
	} finally {
		await server.stop();
	}
});

test('a member sends far too much: it is said, what was typed stays, the database never sees it', async ({
	page,
	house
}) => {
	await comeBack(page, house, people.kurzeme.email);
	const name = unique('Garā teksta biedrība');
	const posted = async (fields: Record<string, string>) => {
		const answer = await page.request.post('/koordinatoriem/organizacijas/jauna?/save', {
			headers: { origin: house.server.url, accept: 'text/html' },
			multipart: { name_lv: name, kind: 'partner', ...fields }
		});
		return {
			status: answer.status(),
			text: await answer.text()
		};
	};
	const lines = await printed(house, async () => {
		const long = await posted({ summary_lv: 'ā'.repeat(5_500_000) });
		expect(long.status).toBe(413);
		expect(long.text).toContain('saņemts tikai tā sākums');
		expect(long.text).toContain(`value="${name}"`);
		expect(long.text.length).toBeLessThan(300_000);
		// Many fields, none of which is too long.
		const many = await posted(
			Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`x${i}`, 'x'.repeat(3900)]))
		);
		expect(many.status).toBe(413);
		expect(many.text).toContain('<h1>Nosūtīts pārāk daudz</h1>');
		const health = await page.request.get('/healthz');
		expect(health.status()).toBe(200);
	});
	expect(lines).toBe('');
});

for (const [mode, story] of [
	['with JavaScript', test],
	['without JavaScript', withoutScripts]
] as const) {
	story.describe(mode, () => {
		story.use({ expectedErrors: [/status of 4(00|13)/] });

		story(
			'a picture of 20 MB and one that takes too long are refused in words',
			async ({ page, house }) => {
				await signIn(page, house, people.kurzeme.email);
				await page.goto('/koordinatoriem/organizacijas/jauna');
				const name = unique('Bilžu biedrība');
				await page.getByLabel('Nosaukums latviski').fill(name);
				const logo = page.getByRole('group', { name: 'Logotips', exact: true });
				for (const [buffer, words] of [
					[Buffer.alloc(20_000_000, 0xff), /Datne ir lielāka par 5 MB/],
					[await manyScans(2000), /Attēla apstrāde prasa pārāk daudz laika/]
				] as const) {
					await unfold(page, 'Logotips un attēls');
					await logo
						.getByLabel('Izvēlieties datni')
						.setInputFiles({ name: 'bilde.jpg', mimeType: 'image/jpeg', buffer });
					await page.getByRole('button', { name: 'Saglabāt melnrakstu', exact: true }).click();
					await expect(problems(page).getByText(words)).toBeVisible();
					await expect(page.getByLabel('Nosaukums latviski')).toHaveValue(name);
				}
			}
		);
	});
}
