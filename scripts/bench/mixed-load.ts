// What half an hour of a small directory brings: visitors who search, read, turn over months and
// subscribe, and a coordinator who publishes. The same requests in each run.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { pathOf } from '#lib/page/paths.ts';
import type { TestServer } from '../../tests/setup/server.ts';
import { randomFrom } from '../chaos/victim.ts';

/** Requests of the half hour this stands for: five a second. */
export const halfAnHour = 8900;

const clients = 8;

/** One request in so many publishes an organisation, and every page is made anew after it. */
const publishesEach = 100;

const encodings = ['br', 'gzip, deflate, br', 'gzip', 'identity'];

/** A stranger's address for the server, which reads it as if a proxy had written it. */
const senders = Array.from({ length: 200 }, (_, i) => `198.51.100.${i + 1}`);

export interface Answers {
	/** How often each status was answered; 0: not at all. */
	statuses: Map<number, number>;
	published: number;
}

type Random = () => number;

const pick = <T>(random: Random, list: readonly T[]): T | undefined =>
	list[Math.floor(random() * list.length)];

/** Addresses by how often they are asked for in a hundred requests. */
async function addresses(url: string): Promise<[number, (random: Random) => string][]> {
	const pathsIn = async (feed: string): Promise<string[]> => {
		const answer = await fetch(url + feed);
		const { features } = (await answer.json()) as {
			features: { properties: { url: string } }[];
		};
		return features.map(({ properties }) => new URL(properties.url).pathname);
	};
	const organisations = await pathsIn('/feeds/organisations.geojson');
	const events = await pathsIn('/feeds/events.geojson');
	const words = ['centrs', 'biedriba', 'jaunatne', 'seminars', 'projekti', 'kultura', 'vide'];
	const regions = ['riga', 'vidzeme', 'kurzeme', 'zemgale', 'latgale'];
	const points = ['56.97,21.97', '57.31,25.27', '56.65,23.72', '55.87,26.52', '56.95,24.11'];
	const language = (random: Random) => (random() < 0.25 ? 'en' : 'lv');
	const month = (random: Random) => {
		const date = new Date();
		date.setUTCDate(1);
		date.setUTCMonth(date.getUTCMonth() + Math.floor(random() * 18) - 3);
		return date.toISOString().slice(0, 7);
	};
	const filter = (random: Random) =>
		[
			random() < 0.4
				? `q=${pick(random, words)}${random() < 0.3 ? `+${pick(random, words)}` : ''}`
				: '',
			random() < 0.5 ? `region=${pick(random, regions)}` : '',
			random() < 0.2 ? `near=${pick(random, points)}&km=${pick(random, [10, 25, 50])}` : '',
			random() < 0.15 ? 'page=2' : ''
		]
			.filter(Boolean)
			.join('&');
	return [
		[12, (random) => pathOf('/', language(random))],
		[18, (random) => `${pathOf('/', language(random))}?${filter(random)}`],
		[8, (random) => `${pathOf('/', language(random))}?show=events&${filter(random)}`],
		[20, (random) => pick(random, organisations) ?? '/'],
		[14, (random) => pick(random, events) ?? '/'],
		[5, (random) => `${pathOf('/events', language(random))}?${filter(random)}`],
		[6, (random) => pathOf('/events/:month', language(random), month(random))],
		[5, (random) => `/map/organisations.json?${filter(random)}`],
		[2, (random) => `/map/events.json?${filter(random)}`],
		[4, (random) => `/suggest.json?q=${(pick(random, words) ?? '').slice(0, 4)}`],
		[
			4,
			(random) =>
				pick(random, [
					'/feeds/events.ics',
					'/feeds/events.atom',
					'/feeds/organisations.csv',
					'/feeds/events.csv',
					'/feeds/organisations.geojson',
					'/feeds/organisations.xlsx'
				]) ?? '/'
		],
		[1, (random) => pathOf('/about', language(random))],
		[1, (random) => pathOf('/sign-in', language(random))]
	];
}

function ask(
	agent: Agent,
	url: string,
	headers: Record<string, string>,
	form?: Record<string, string>
): Promise<{ status: number; cookies: string[] }> {
	const body = form && new URLSearchParams(form).toString();
	return new Promise((resolve) => {
		const lost = () => resolve({ status: 0, cookies: [] });
		const asked = request(
			url,
			{
				agent,
				method: form ? 'POST' : 'GET',
				headers: {
					...headers,
					accept: 'text/html',
					...(form && {
						origin: new URL(url).origin,
						'content-type': 'application/x-www-form-urlencoded'
					})
				}
			},
			(response) => {
				response.resume();
				response.on('error', lost);
				response.on('end', () =>
					resolve({
						status: response.statusCode ?? 0,
						cookies: (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0] ?? '')
					})
				);
			}
		);
		asked.on('error', lost);
		asked.end(body);
	});
}

/** Cookies by name; an answer may replace some. */
class Cookies {
	readonly #values = new Map<string, string>();

	take(cookies: readonly string[]): void {
		for (const cookie of cookies) this.#values.set(cookie.split('=')[0] ?? '', cookie);
	}

	get header(): string {
		return [...this.#values.values()].join('; ');
	}
}

/** The cookies of the first administrator, by the link of the first start. */
async function administrator({ url, dataDir }: TestServer, agent: Agent): Promise<Cookies> {
	const link = new URL(readFileSync(join(dataDir, 'first-administrator.txt'), 'utf8').trim());
	const person = { email: 'anna@example.org', name: 'Anna Ozola' };
	const from = { 'x-forwarded-for': '192.0.2.1' };
	const { status, cookies } = await ask(agent, url + link.pathname, from, person);
	if (status !== 303) throw new Error(`the first administrator is answered ${status}`);
	const own = new Cookies();
	own.take(cookies);
	return own;
}

/**
 * Asks as often as told, as fast as it goes.
 * @param server started with ADDRESS_HEADER=x-forwarded-for, with nobody signed in yet
 */
export async function mixedLoad(server: TestServer, requests: number): Promise<Answers> {
	const { url } = server;
	const agent = new Agent({ keepAlive: true, maxSockets: clients });
	const random = randomFrom(1);
	const kinds = await addresses(url);
	const all = kinds.flatMap(([share, address]) => Array.from({ length: share }, () => address));
	const own = await administrator(server, agent);
	const result: Answers = { statuses: new Map(), published: 0 };
	let sent = 0;
	const publish = async (number: number) => {
		const path = `${pathOf('/coordinator/organisations/new', 'lv')}?/publish`;
		const headers = { cookie: own.header, 'x-forwarded-for': '192.0.2.1' };
		const { status, cookies } = await ask(agent, url + path, headers, {
			name_lv: `Biedrība numur ${number}`,
			kind: 'partner',
			place: 'Kuldīga'
		});
		own.take(cookies);
		if (status === 303) result.published += 1;
		return status;
	};
	const client = async () => {
		while (sent < requests) {
			const number = (sent += 1);
			const address = pick(random, all)?.(random) ?? '/';
			const headers = {
				'x-forwarded-for': pick(random, senders) ?? '',
				'accept-encoding': pick(random, encodings) ?? ''
			};
			const status =
				number % publishesEach === 0
					? await publish(number)
					: (await ask(agent, url + address, headers)).status;
			result.statuses.set(status, (result.statuses.get(status) ?? 0) + 1);
		}
	};
	await Promise.all(Array.from({ length: clients }, client));
	agent.destroy();
	return result;
}
