// How long a start takes and how much memory the running server holds.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer, type TestServer } from '../../tests/setup/server.ts';

export interface Started {
	server: TestServer;
	/** From the command to the line that says where the site is. */
	seconds: number;
	/** Resident megabytes after ten seconds of rest; NaN where the system does not tell. */
	memory: number;
}

/** Resident megabytes of a process, from /proc. */
export function residentMegabytes(pid: number | undefined): number {
	const status = `/proc/${pid}/status`;
	if (!existsSync(status)) return NaN;
	const kilobytes = readFileSync(status, 'utf8').match(/^VmRSS:\s+(\d+) kB$/m)?.[1];
	return Number(kilobytes) / 1024;
}

/**
 * Starts the server on a data folder and looks at it.
 * @param rest seconds to wait before memory is read
 */
export async function measuredStart(dataDir: string, rest: number): Promise<Started> {
	const began = performance.now();
	const server = await startServer({ dataDir });
	const seconds = (performance.now() - began) / 1000;
	await pause(rest * 1000);
	return { server, seconds, memory: residentMegabytes(server.child.pid) };
}
