// The log for programs that collect it: one JSON object a line, on the standard output.
import { createRequire } from 'node:module';
import type { Logger } from 'pino';
import { masksOf, oneLine, oneLineWithLinks, type Entry } from './line.ts';

let writer: Logger<'security' | 'warning'> | undefined;

/** Read only where it is asked for: everybody else is spared its memory. */
function open() {
	const { pino }: typeof import('pino') = createRequire(import.meta.url)('pino');
	return pino<'security' | 'warning'>(
		{
			base: undefined,
			messageKey: 'message',
			timestamp: pino.stdTimeFunctions.isoTime,
			formatters: { level: (label) => ({ level: label }) },
			customLevels: { warning: 40, security: 45 }
		},
		// At once: what a process says last before it ends is what somebody wants to read.
		pino.destination({ dest: 1, sync: true })
	);
}

/** Writes `{"level","time","request","message",...}`, masked like every line. */
export function writeJson({ level, what, facts = {}, hasLinks = false }: Entry): void {
	writer ??= open();
	writer[level](masksOf(facts), hasLinks ? oneLineWithLinks(what) : oneLine(what));
}
