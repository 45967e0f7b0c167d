// Runs what is due once and ends, for cron or another clock: `npm run jobs`. With `--dry-run` it
// only says what is due and what it would do. On an embedded database that is being served, the
// server does it itself.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { runScript } from './installation.ts';
import { root } from './prepare.js';

const [option, ...more] = process.argv.slice(2);

/** Mails are written in the texts of the interface, which a build makes. */
async function provideTexts(): Promise<void> {
	if (existsSync(join(root, 'src/lib/paraglide/messages.js'))) return;
	const { compile } = await import('@inlang/paraglide-js');
	const { texts } = await import('../vite.config.ts');
	await compile(texts);
}

await runScript(async () => {
	if (more.length > 0 || (option !== undefined && option !== '--dry-run'))
		throw new StartError('CONFIGURATION', 'The jobs take no option but --dry-run.');
	await provideTexts();
	const { chooseBackend, startBackend } = await import('#lib/backend/backend.server.ts');
	const { startMailer } = await import('#lib/mail/mailer.server.ts');
	const { jobsAhead, runDue } = await import('#lib/jobs/jobs.server.ts');
	const { lineOf } = await import('#lib/jobs/scheduler.server.ts');
	startMailer(process.env);
	const backend = await startBackend(chooseBackend(process.env), { seed: false });
	try {
		if (option === '--dry-run') {
			const now = Date.now();
			const ahead = (await jobsAhead()).map(({ name, nextAt, running, would }) => {
				const due = running ? 'is running' : Date.parse(nextAt) <= now ? 'is due' : `at ${nextAt}`;
				const counts = Object.entries(would).map(([what, count]) => `${what} ${count}`);
				return [`${name}: ${due}`, ...counts].join(', ');
			});
			return ahead.join('\n') || 'No job has run yet: all of them are due.';
		}
		const { runs } = await runDue();
		if (runs.some(({ failure }) => failure !== null)) process.exitCode = 1;
		return runs.map(lineOf).join('\n') || 'Nothing is due.';
	} finally {
		await backend.close();
	}
});
