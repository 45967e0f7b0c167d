// The one place where this server's descriptions become HTML, for the public page and for the form
// in which they are typed.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { visibleText } from '#lib/i18n/visible-text.ts';
import { longestDescription } from './event.ts';
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

/**
 * What is typed changes all the time: it has a thread and a little memory of its own, so that no
 * page waits behind it or is forgotten for it.
 */
const typed = new MarkdownCache(worker, {
	bytes: 1024 * 1024,
	patience: 1000,
	retryAfter: 60_000,
	idle: 30_000,
	waiting: 8
});

/** What the public page would show of a description as it is typed or pasted. */
export async function previewOf(text: string): Promise<{ html: string }> {
	const { html } = await typed.layOut(visibleText(text).slice(0, longestDescription));
	return { html };
}
