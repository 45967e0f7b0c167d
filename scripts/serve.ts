// The running server: takes the port, lets the application open its database, serves, and closes
// both when told to stop. SvelteKit's own server (build/index.js) is not used because it would
// touch the database before it knows that the port is free, ends without waiting for the database,
// and meets a fault at start with a stack instead of a sentence.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildFolder, giveUp, Refusal, root } from './prepare.js';
import { securityHeaders } from '#lib/http/security-headers.ts';
import { log, logMistake, takeConsole } from '#lib/log/log.server.ts';
import { inRequest } from '#lib/log/request-id.server.ts';
import { admitOnePress } from '#lib/mail/one-press.ts';
import { endWithItsFile } from './serve/files.ts';
import { addressesOf, closeAll, listenOn, portOf, type Listening } from './serve/listening.ts';
import { noteAnswer } from './serve/answers.ts';
import { announceReady, warningsOf } from './serve/service.ts';
import { closeUnread, faultOf, unreadablePage } from './serve/unreadable.ts';
import { closeBackend, describeBackend, sentenceOf } from './serve/backend.ts';

/**
 * How long open answers, and a database still being opened, may take after the order to stop (ms);
 * closing gets the rest.
 */
const patience = 1500;
/** After this the process ends whatever is still going on. */
const deadline = 4800;

const began = performance.now();

/**
 * What answers while the database is being opened: the port is taken first, so a visitor may come
 * too early.
 */
const starting: RequestListener = (_request, response) => {
	response.writeHead(503, {
		'content-type': 'text/plain; charset=utf-8',
		'retry-after': '2',
		'cache-control': 'no-store',
		'x-content-type-options': 'nosniff'
	});
	response.end('Tīkls tiek palaists. Starting, please try again in a moment.\n');
};

let answer: RequestListener = starting;
let listening: Listening | undefined;
let stopping = false;
/** A sentence for whoever starts the server is no line of the log. */
let releaseConsole = () => {};

/**
 * Ends in order: no new visitors, the open answers, the database. Called twice (a terminal signals
 * everybody) it does it once.
 */
async function stop() {
	if (stopping) return;
	stopping = true;
	const late = setTimeout(() => {
		console.error('Tīkls did not close within 5 seconds and was ended.');
		process.exit(1);
	}, deadline);
	if (listening) await closeAll(listening, patience);
	try {
		await closeBackend(patience);
	} catch (error) {
		console.error('The database could not be closed properly:', sentenceOf(error) ?? error);
		process.exitCode = 1;
	}
	clearTimeout(late);
	console.log('Tīkls is closed.');
	process.exit();
}

// `disconnect`: the parent (start.js on another Node) is gone without a signal; do not stay behind
// holding the port and the database.
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'])
	process.on(event, () => {
		stop().catch(giveUp);
	});

/** Whether visitors come by https: then files too may say so for the future. */
const isHttps = (env: NodeJS.ProcessEnv) => env.ORIGIN?.startsWith('https:') ?? false;

function turnDown(request: IncomingMessage, response: ServerResponse, fault: string) {
	logMistake(`400: ${fault}`, `400 at ${request.method} ${request.url?.slice(0, 200)}: ${fault}`);
	response.writeHead(400, {
		'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store',
		connection: 'close'
	});
	response.end(unreadablePage);
}

async function serve() {
	process.chdir(root);
	const env = process.env;
	const port = portOf(env.PORT);
	listening = await listenOn(addressesOf(env.HOST), port, (request, response) =>
		inRequest(() => answer(request, response))
	);
	env.TIKLS_ROOT ??= root;
	env.NODE_ENV ??= 'production';
	env.DATA_DIR = resolve(root, env.DATA_DIR || 'data');
	const local = `http://localhost:${listening.port}`;
	// Behind a proxy the operator names the address or the headers that hold it; otherwise pages name
	// this one. The name a visitor claims in the Host header is never used: cached pages would carry
	// it to everybody.
	if (!env.ORIGIN && !env.HOST_HEADER) env.ORIGIN = local;
	// What a page takes, and how much of it, its limits say (src/posted-limits.ts); beyond this
	// nothing is taken off the line.
	env.BODY_SIZE_LIMIT = '64M';
	const handler = join(buildFolder, 'handler.js');
	if (!existsSync(handler))
		throw new Refusal('There is no build to serve; npm start makes one before it serves.');
	releaseConsole = takeConsole();
	const application = await import(pathToFileURL(handler).href);
	const headers = securityHeaders({
		https: isHttps(env),
		subdomains: env.HSTS_SUBDOMAINS === 'on',
		page: false
	});
	answer = (request, response) => {
		// Files never reach the application's hooks, nor do requests it cannot even read. Pages replace
		// these by their own.
		for (const [name, value] of headers) response.setHeader(name, value);
		closeUnread(request, response);
		endWithItsFile(response);
		noteAnswer(request, response);
		const fault = faultOf(request);
		if (fault !== null) return turnDown(request, response, fault);
		admitOnePress(request, env.ORIGIN);
		application.handler(request, response, () => response.writeHead(404).end());
	};
	if (stopping) return;

	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	const memory = Math.round(process.memoryUsage.rss() / 2 ** 20);
	console.log(
		`Tīkls is at ${env.ORIGIN ?? local} (${await describeBackend()}; started in ${seconds} s, ${memory} MB of memory)`
	);
	for (const warning of warningsOf(env)) log('warning', warning);
	announceReady(env);
	if (listening.open && env.ORIGIN === local)
		console.log(
			`It answers on every address of this machine; set ORIGIN to the one visitors use, because pages name ${local}.`
		);
}

try {
	await serve();
} catch (error) {
	releaseConsole();
	const sentence = sentenceOf(error);
	giveUp(sentence ? new Refusal(sentence) : error);
}
