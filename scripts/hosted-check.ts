// Tries a hosted Supabase project: `npm run hosted-check`, with the PUBLIC_SUPABASE_URL,
// PUBLIC_SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY the server gets, and the project's
// DATABASE_URL for what only SQL can tell. A line for each check, with what to do where one fails.
// What it makes for trying (an account, a draft) is gone afterwards, also when it is interrupted.
import { isGood, lineOf, summaryOf } from './hosted-check/finding.ts';
import { checkHosted } from './hosted-check/check.ts';
import { projectFrom } from './hosted-check/project.ts';
import { runScript } from './installation.ts';
import { root } from './prepare.js';

/** Milliseconds for each check; tests on a busy machine have more. */
const PATIENCE = Number(process.env.TIKLS_CHECK_PATIENCE ?? 10_000);

await runScript(async () => {
	const project = projectFrom(process.env);
	const interrupted = new AbortController();
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, () => {
			console.log('Interrupted; what was made is being removed');
			interrupted.abort();
		});
	const findings = await checkHosted(project, root, {
		patience: PATIENCE,
		interrupted: interrupted.signal,
		tell: (name, finding) => console.log(lineOf(name, finding))
	});
	if (!isGood(findings)) process.exitCode = 1;
	return summaryOf(findings);
});
