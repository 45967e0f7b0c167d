// The one place where this server's descriptions become HTML.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MarkdownCache } from './markdown-cache.ts';

// By path, not by bundler: the built server runs with the project's sources beside it, and Node
// runs TypeScript.
const root = process.env.TIKLS_ROOT ?? process.cwd();
const worker = pathToFileURL(join(root, 'src/lib/event/markdown-worker.ts'));

/**
 * A thousand long descriptions fit. A usual one takes some milliseconds; a second is what a busy
 * machine may need for it.
 */
export const descriptions = new MarkdownCache(worker, {
	bytes: 16 * 1024 * 1024,
	patience: 1000,
	retryAfter: 600_000,
	idle: 60_000,
	waiting: 50
});
