// `npm run dev`: the development server. What follows `--` is Vite's, but for
//
//   --as administrator | coordinator
//
// prints a link that signs in as one of the example people, in a data folder of its own
// (data/development, unless DATA_DIR names another).
//
// There is no door for this in the application. The people come in as anybody does: the first
// administrator by the link of the first start, the coordinator by an invitation, and both sign
// in by the link of a mail, which the server of a machine without SMTP_URL writes to
// DATA_DIR/mail. That is why it can't be left open in production: nothing that could be left open
// is there.
import { join } from 'node:path';
import { giveUp, handOver, Refusal, root } from './prepare.js';
import { examplePeople, isExamplePerson, signInLink } from './dev/example-people.ts';

/** The value of an option, taken out of the arguments; undefined when it is not there. */
function takeOption(args: string[], name: string): string | undefined {
	const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`));
	if (at === -1) return undefined;
	const [first = '', second] = args.splice(at, args[at]?.includes('=') ? 1 : 2);
	return first.includes('=') ? first.slice(name.length + 1) : (second ?? '');
}

const elsewhere = ['DATABASE_URL', 'PUBLIC_SUPABASE_URL', 'SMTP_URL'];

async function developAs(who: string, args: string[]) {
	if (!isExamplePerson(who))
		throw new Refusal(`--as takes one of: ${Object.keys(examplePeople).join(', ')}.`);
	const set = elsewhere.filter((name) => process.env[name]);
	if (set.length)
		throw new Refusal(
			`--as uses an embedded database and mails of its own; leave out ${set.join(' and ')}.`
		);
	const port = Number(takeOption(args, '--port') ?? process.env.PORT ?? 5173);
	if (args.length)
		throw new Refusal(`Beside --as only --port is known here, not ${args.join(' ')}.`);
	process.chdir(root);
	process.env.DATA_DIR ||= join(root, 'data', 'development');
	process.env.PORT = String(port);
	const { createServer } = await import('vite');
	const server = await createServer({ server: { port, strictPort: true } });
	await server.listen();
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			// The database is not asked: it loses nothing when its process ends.
			server.close().then(() => process.exit(0), giveUp);
		});
	const address = `http://localhost:${port}`;
	const link = await signInLink(address, process.env.DATA_DIR, who);
	console.log(`${examplePeople[who].name} (${who}) signs in here: ${link}`);
}

try {
	const args = process.argv.slice(2);
	const who = takeOption(args, '--as');
	if (who === undefined) handOver('vite', ['dev', ...args]);
	else await developAs(who, args);
} catch (error) {
	giveUp(error);
}
