// How this installation is, for whoever runs it: this process, its disk, and what the database
// knows (209_operation.sql).
import { version } from '#package';
import { backend } from '#lib/backend/backend.server.ts';
import { percentTaken } from '#lib/backend/embedded/disk.ts';
import { log } from '#lib/log/log.server.ts';
import * as v from 'valibot';
import { Report } from './overview.server.ts';

export interface Operation {
	version: string;
	node: string;
	backend: 'embedded' | 'postgres' | 'supabase';
	/** When the process began. */
	startedAt: string;
	/** Bytes: all the process has of the machine's memory, and what its own values take. */
	memory: { resident: number; heap: number };
	/** Null where no disk is looked at. */
	room: { takenPercent: number; freeBytes: number } | null;
	/** Null when the database did not answer, or may not be asked (hosted, without a secret key). */
	report: Report | null;
}

/**
 * @param report what the database told, of operationReport or operationOverview
 * (overview.server.ts)
 */
export async function operationOf(report: Report | null): Promise<Operation> {
	const { rss, heapUsed } = process.memoryUsage();
	const disk = (await backend().look())?.disk;
	return {
		version,
		node: process.versions.node,
		backend: backend().kind,
		startedAt: new Date(Date.now() - process.uptime() * 1000).toISOString(),
		memory: { resident: rss, heap: heapUsed },
		room: disk ? { takenPercent: percentTaken(disk), freeBytes: disk.free } : null,
		report
	};
}

/** What the database tells this server. Null when it does not answer within a second. */
export async function operationReport(): Promise<Report | null> {
	const asked = backend().server?.rpc('operation_report').abortSignal(AbortSignal.timeout(1000));
	const { data, error } = (await asked) ?? { data: null, error: null };
	if (error) log('warning', `the database did not say how it is: ${error.message}`);
	return data === null ? null : v.parse(Report, data);
}
