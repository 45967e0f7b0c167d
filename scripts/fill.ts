// Fills an empty project of hosted Supabase with the network and its first data, once its schema
// was pushed: `npm run fill -- postgresql://...`, the direct connection of the dashboard, or the
// same in DATABASE_URL, where no list of processes shows its password. Nothing is written unless
// everything is.
import { DIRECT_CONNECTION } from '#lib/backend/embedded/hosted-owner.ts';
import { fillHosted } from '#lib/backend/embedded/filling.ts';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { runScript } from './installation.ts';
import { root } from './prepare.js';

await runScript(async () => {
	const [given, ...more] = process.argv.slice(2);
	const databaseUrl = given ?? process.env.DATABASE_URL?.trim();
	if (!databaseUrl || more.length > 0)
		throw new StartError(
			'CONFIGURATION',
			`Name the database of the project: npm run fill -- ${DIRECT_CONNECTION}`
		);
	const { name, organisations, events, places } = await fillHosted(databaseUrl, root, (sentence) =>
		console.log(sentence)
	);
	return `Filled ${name}: ${organisations} organisations, ${events} events, ${places} places. "npm run hosted-check" tries the whole project.`;
});
