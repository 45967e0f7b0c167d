// The process in which one picture is decoded: whatever a file makes the decoder do, the server can
// end it, and its memory goes with it. Receives the limit of its memory and then the file, answers
// once, and ends.
//
// Run by Node directly, outside the bundle: imports are relative and end in .ts.
import { encode } from './encode.ts';

/** Milliseconds between looks at the memory; the decoder works in a thread beside this one. */
const often = 20;

// Ctrl-C in a terminal reaches every process of the group; the server decides when this one has to
// go.
process.on('SIGINT', () => {});
process.on('disconnect', () => process.exit(1));

process.once('message', ({ bytes, memory }: { bytes: Uint8Array; memory: number }) => {
	setInterval(() => {
		if (process.memoryUsage.rss() > memory) process.exit(1);
	}, often);
	void encode(Buffer.from(bytes)).then((answer) => {
		process.send?.(answer, () => process.disconnect());
	});
});
process.send?.('ready');
