// Starting the worker: as a thread, to serve; or in a process of its own, for a task that ends.
import { fork } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FromWorker, Opened, Progress, WorkerTask } from './protocol.ts';
import { StartError, reasonOf } from './start-error.ts';

/**
 * By path, not by bundler: the built server runs with the project's sources beside it, and Node
 * runs TypeScript.
 */
function source(projectRoot: string, file: string): string {
	return join(projectRoot, 'src', 'lib', 'backend', 'embedded', file);
}

/** Starts the thread; it begins its task by itself and speaks the messages of protocol.ts. */
export function startWorker(task: WorkerTask): Worker {
	const file = pathToFileURL(source(task.projectRoot, 'worker.ts'));
	// No inherited flags: some are allowed for a process only, and the thread would refuse to start.
	return new Worker(file, {
		workerData: task,
		name: task.task,
		execArgv: [],
		// A smaller nursery: measured 50 MB less for the server, at no cost in speed.
		resourceLimits: { maxYoungGenerationSizeMb: 24 }
	});
}

/** Where the system refuses it the process takes its share like any other. */
function slowDown(pid: number): void {
	try {
		setPriority(pid, constants.priority.PRIORITY_LOW);
	} catch {
		// It may be gone already, too.
	}
}

/**
 * Runs a task that ends, in its own process.
 * @param isPatient whether it may take longer, so that others are served first
 * @throws {StartError} what the worker said; the process is gone in any case.
 */
export async function runTask(
	task: WorkerTask,
	onProgress: (progress: Progress) => void,
	isPatient = false
): Promise<Opened | null> {
	const child = fork(source(task.projectRoot, 'task-process.ts'), [], {
		// Optimising a module that runs for three seconds costs more than it brings.
		execArgv: ['--liftoff-only'],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc']
	});
	// Whoever is served goes first.
	if (isPatient && child.pid !== undefined) slowDown(child.pid);
	const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
	try {
		return await new Promise<Opened | null>((resolve, reject) => {
			let opened: Opened | null = null;
			child.on('message', (message: FromWorker) => {
				if (message.type === 'progress') onProgress(message);
				if (message.type === 'ready') opened = message.opened;
				if (message.type === 'closed') resolve(opened);
				if (message.type === 'failed') reject(new StartError(message.code, message.message));
			});
			child.on('error', (error) => reject(new StartError('OPENING_FAILED', reasonOf(error))));
			void gone.then(() =>
				reject(new StartError('OPENING_FAILED', 'Making the database was broken off.'))
			);
			child.send(task);
		});
	} finally {
		child.kill('SIGKILL');
		await gone;
	}
}
