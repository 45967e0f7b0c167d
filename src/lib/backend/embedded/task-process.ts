// The child process in which a database is made or rehearsed. A process, because making one takes
// 700 MB at its height and a thread gives only part of that back: the server would keep 100 MB for
// as long as it runs.
//
// Receives one WorkerTask, passes on what the worker says, and ends with it. When the server dies
// the channel closes and this process ends at once, so that nobody writes behind the next server's
// back.
import type { WorkerTask } from './protocol.ts';
import { startWorker } from './worker-task.ts';

// Ctrl-C in a terminal reaches every process of the group; the server decides when this one has to
// go.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('disconnect', () => process.exit(1));

process.once('message', (task: WorkerTask) => {
	const worker = startWorker(task);
	worker.on('message', (message: unknown) => process.send?.(message));
	worker.on('error', (error) => {
		process.send?.({ type: 'failed', code: 'OPENING_FAILED', message: error.message });
	});
	worker.on('exit', () => process.disconnect());
});
