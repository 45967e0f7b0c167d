// Runs a script of this folder, or an installed command, on the pinned Node: `node scripts/run.js
// bench.ts --quick`,
// `node scripts/run.js vite dev`. Installs first what is missing, so that every command works on a
// fresh clone.
import {
	giveUp,
	handOver,
	install,
	installationCommands,
	serverEnv,
	serverFlags
} from './prepare.js';

try {
	const [program, ...args] = process.argv.slice(2);
	await install();
	// They open a database, and have no more memory than the server.
	if (installationCommands.some((name) => program === `${name}.ts`))
		handOver(`${program}`, args, serverFlags, serverEnv);
	else handOver(program ?? '', args);
} catch (error) {
	giveUp(error);
}
