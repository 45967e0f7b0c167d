// `npm start`: from a fresh clone to a running server, on any Node from 20 on.
//
// 1. Installs the dependencies when they are not those of package-lock.json (prepare.js).
// 2. Builds when the sources changed since the last build (prepare.js).
// 3. Hands over to serve.ts on the pinned Node: port, database, migrations, first data, and serving
//    until told to stop.
//
// Whatever takes longer than a second says so. Settings: PORT, HOST, ORIGIN, DATA_DIR, DATABASE_URL
// and the others in README.md.
import { build, giveUp, handOver, install, serverEnv, serverFlags } from './prepare.js';

try {
	await install();
	await build();
	handOver('serve.ts', [], serverFlags, serverEnv);
} catch (error) {
	giveUp(error);
}
