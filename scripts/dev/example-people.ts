// The people one can be while developing, made and signed in the way everybody else is: by the
// links of the first start, of an invitation and of a mail. Everything goes over HTTP and the
// folder of mails.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { mailsTo } from '../../tests/setup/mail.ts';
import { pathOf } from '#lib/page/paths.ts';
import { Refusal } from '../prepare.js';

export const examplePeople = {
	administrator: { email: 'anna@example.org', name: 'Anna Ozola' },
	coordinator: { email: 'karlis@example.org', name: 'Kārlis Kuldīgs' }
} as const;

export type ExamplePerson = keyof typeof examplePeople;

export const isExamplePerson = (name: string): name is ExamplePerson =>
	Object.hasOwn(examplePeople, name);

/** A browser without scripts, as far as forms need one. */
class Browser {
	readonly #cookies = new Map<string, string>();

	/** Posts a form. @throws Refusal when the answer is another one than what leads on */
	async post(url: string, form: Record<string, string>, leadsOn = 303): Promise<void> {
		const answer = await fetch(url, {
			method: 'POST',
			redirect: 'manual',
			headers: {
				origin: new URL(url).origin,
				accept: 'text/html',
				cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
			},
			body: new URLSearchParams(form)
		});
		await answer.body?.cancel();
		if (answer.status !== leadsOn)
			throw new Refusal(`${new URL(url).pathname} answered ${answer.status} to a form.`);
		for (const cookie of answer.headers.getSetCookie()) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
			this.#cookies.set(name, value);
		}
	}
}

/** How long a mail may take (ms); the development server compiles what writes it first. */
const patience = 30_000;

/** The link of the mail to an address that `work` makes come. @throws Refusal when none comes */
async function linkOfNextMail(dataDir: string, email: string, work: () => Promise<void>) {
	const before = mailsTo(dataDir, email).length;
	await work();
	for (let waited = 0; waited < patience; waited += 100) {
		const link = mailsTo(dataDir, email)[before]?.links[0];
		if (link) return link;
		await pause(100);
	}
	throw new Refusal(
		`No mail came to ${email}: the people of ${dataDir} are others, or have had too many mails ` +
			'in half an hour. Another folder helps: DATA_DIR.'
	);
}

/** Waits until a server answers that its database is open. The first start makes that. */
async function untilHealthy(address: string): Promise<void> {
	for (let tries = 0; tries < 600; tries += 1) {
		const answer = await fetch(`${address}/healthz`).catch(() => undefined);
		await answer?.body?.cancel();
		if (answer?.ok) return;
		await pause(200);
	}
	throw new Refusal(`${address} did not open its database in two minutes.`);
}

/** In a new data folder: an administrator by the first link, who invites the coordinator. */
async function makePeople(address: string, dataDir: string, firstLink: string): Promise<void> {
	const browser = new Browser();
	await browser.post(address + new URL(firstLink).pathname, examplePeople.administrator);
	const { email, name } = examplePeople.coordinator;
	const invitation = await linkOfNextMail(dataDir, email, () =>
		browser.post(`${address + pathOf('/coordinator/people', 'lv')}?/invite`, {
			email,
			name,
			language: 'lv',
			role: 'coordinator',
			regions: 'kurzeme'
		})
	);
	await new Browser().post(invitation, {});
}

/**
 * A link that signs a browser in as one of the example people, once.
 * @param address of the server, which keeps its mails in `dataDir`
 */
export async function signInLink(
	address: string,
	dataDir: string,
	who: ExamplePerson
): Promise<string> {
	await untilHealthy(address);
	const first = join(dataDir, 'first-administrator.txt');
	if (existsSync(first)) await makePeople(address, dataDir, readFileSync(first, 'utf8').trim());
	const { email } = examplePeople[who];
	return await linkOfNextMail(dataDir, email, () =>
		// The answer is the page that asks for the code of the mail.
		new Browser().post(
			`${address + pathOf('/sign-in/code', 'lv')}?/start`,
			{ email, next: pathOf('/coordinator', 'lv') },
			200
		)
	);
}
