// The blocks of docs/running.md that name the file they belong in, for the tests that run them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/**
 * The block that begins with a comment naming its file, as it stands.
 * @throws when there is none
 */
export function blockOf(file: string): string {
	const page = readFileSync(join(root, 'docs', 'running.md'), 'utf8');
	const blocks = page.matchAll(/^```\w+\n((?:#|--) (\S+)\n[^]*?)^```$/gm);
	const found = [...blocks].find(([, , name]) => name === file)?.[1];
	if (found === undefined) throw new Error(`no block for ${file}`);
	return found;
}
