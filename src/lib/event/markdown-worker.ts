// The thread in which descriptions become HTML: some texts take micromark many seconds, and a
// thread can be ended.
//
// Run by Node directly, outside the bundle: imports end in .ts.
import { parentPort } from 'node:worker_threads';
import { htmlOf } from './markdown.ts';

// What is loaded until here takes longer than most texts; the limit of a text begins after it.
parentPort?.postMessage('ready');
parentPort?.on('message', (markdown: string) => parentPort?.postMessage(htmlOf(markdown)));
