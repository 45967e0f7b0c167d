// The command of a release: `./tikls` serves, `./tikls backup` and the others are the commands of
// README.md. It becomes Node itself, so that nothing else stays in memory.
import { serverEnv, serverFlags } from '../prepare.js';

/** Commands of an installation, by the script each one is. */
const COMMANDS = ['backup', 'fill', 'hosted-check', 'jobs', 'mail', 'move'] as const;

const HELP = `./tikls                serves (settings: docs/running.md)
./tikls backup         a proved backup of a stopped installation; also: list, restore NAME
./tikls fill           an empty project of hosted Supabase: ./tikls fill postgresql://...
./tikls hosted-check   tries a hosted project
./tikls jobs           does what is due once, and ends
./tikls mail           tries the mail server: ./tikls mail you@example.org
./tikls move           to a PostgreSQL server: ./tikls move postgres://...`;

/** The shell script, for any POSIX shell. */
export function starterOf(version: string): string {
	const settings = Object.entries(serverEnv)
		// The folder of what Node has compiled is named below, where the release lies.
		.filter(([name]) => name !== 'NODE_COMPILE_CACHE')
		.map(([name, value]) => `export ${name}=${value}`)
		.join('\n');
	return `#!/bin/sh
# Tikls ${version}
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
cd "$here"
${settings}
export NODE_COMPILE_CACHE="$here/node_modules/.cache/tikls"
command=\${1-}
case $command in
'') exec bin/node ${serverFlags.join(' ')} scripts/serve.ts ;;
${COMMANDS.join('|')}) shift; exec bin/node ${serverFlags.join(' ')} "scripts/$command.ts" "$@" ;;
*) cat <<'HELP'
${HELP}
HELP
	exit 1 ;;
esac
`;
}
