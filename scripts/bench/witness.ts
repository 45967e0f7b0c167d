// Loaded into a server by `npm run bench -- memory` (NODE_OPTIONS=--import): on SIGUSR2 it tells
// what only the process itself knows of its memory, as one line of JSON on standard error.
import { isMainThread, type Worker } from 'node:worker_threads';
import { getHeapStatistics } from 'node:v8';

/** Bytes. */
export interface Heap {
	/** Of V8's heap in memory. */
	physical: number;
	/** Of it in use. */
	used: number;
	/** Outside of the heap, of objects in it: buffers above all. */
	external: number;
}

export interface Testimony {
	main: Heap;
	/** Of each thread, by its name. */
	threads: Record<string, Heap>;
}

/** What a line of testimony begins with. */
export const mark = 'memory-witness ';

type Statistics = ReturnType<typeof getHeapStatistics>;

const heapOf = ({
	total_physical_size: physical,
	used_heap_size: used,
	external_memory: external
}: Statistics): Heap => ({ physical, used, external });

if (isMainThread && process.env.TIKLS_MEMORY_WITNESS === 'on') {
	// Not for the processes this one starts: they would be told to end by the signal.
	delete process.env.TIKLS_MEMORY_WITNESS;
	const threads = new Map<Worker, string>();
	process.on('worker', (worker) => {
		threads.set(worker, `${worker.threadId}`);
		worker.once('exit', () => threads.delete(worker));
	});
	const testify = async () => {
		const testimony: Testimony = { main: heapOf(getHeapStatistics()), threads: {} };
		for (const worker of threads.keys())
			testimony.threads[worker.threadName ?? ''] = heapOf(await worker.getHeapStatistics());
		process.stderr.write(`${mark}${JSON.stringify(testimony)}\n`);
	};
	process.on('SIGUSR2', () => void testify());
}
