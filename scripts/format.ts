// `npm run format`: every file as prettier writes it, and comments wrapped to their one width.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { wrapComments } from './check/comments.ts';
import { commentedFiles } from './check/steps.ts';
import { root } from './prepare.js';

for (const file of commentedFiles()) {
	const path = join(root, file);
	const text = readFileSync(path, 'utf8');
	const wrapped = wrapComments(text, file);
	if (wrapped !== text) writeFileSync(path, wrapped);
}
execFileSync(process.execPath, [join(root, 'node_modules/.bin/prettier'), '--write', '.'], {
	cwd: root,
	stdio: 'inherit'
});
