// The Supabase CLI of this project, against a database of its own: no Docker, no account, no
// question.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const projectRoot = fileURLToPath(new URL('../../', import.meta.url));
const program = fileURLToPath(new URL('../../node_modules/.bin/supabase', import.meta.url));

/** Runs it and answers what it printed. Rejects with both outputs in the message when it fails. */
export async function supabase(...options: string[]): Promise<{ stdout: string; stderr: string }> {
	return await run(program, [...options, '--yes', '--workdir', projectRoot], {
		cwd: projectRoot,
		// It reports to nobody, and behaves the same on a desk and on a build server.
		env: { ...process.env, SUPABASE_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', CI: '1' },
		maxBuffer: 16 * 1024 * 1024
	});
}
