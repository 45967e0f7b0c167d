// What the memory of a running process consists of, as Linux and the process itself tell it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const MB = 1024 * 1024;

/** One line of /proc/PID/smaps with what belongs to it. Bytes. */
interface Mapping {
	start: number;
	end: number;
	access: string;
	/** A file, `[heap]`, `[stack]` or nothing. */
	name: string;
	resident: number;
}

/** Resident bytes of a process and all it has started. 0 where the system does not tell. */
export function residentOfTree(pid: number): number {
	let total = 0;
	const open = [pid];
	for (let one = open.pop(); one !== undefined; one = open.pop()) {
		total += residentOf(one);
		open.push(...childrenOf(one));
	}
	return total;
}

function residentOf(pid: number): number {
	const status = `/proc/${pid}/status`;
	try {
		return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024;
	} catch {
		// It has ended meanwhile.
		return 0;
	}
}

function childrenOf(pid: number): number[] {
	try {
		return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
			readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8')
				.split(' ')
				.filter(Boolean)
				.map(Number)
		);
	} catch {
		return [];
	}
}

function mappingsOf(pid: number): Mapping[] {
	const mappings: Mapping[] = [];
	for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
		const head = /^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ \d+\s*(.*)$/.exec(line);
		if (head) {
			const [, start = '', end = '', access = '', name = ''] = head;
			mappings.push({
				start: parseInt(start, 16),
				end: parseInt(end, 16),
				access,
				name,
				resident: 0
			});
		}
		const resident = /^Rss:\s+(\d+) kB$/.exec(line);
		const last = mappings.at(-1);
		if (resident && last) last.resident = Number(resident[1]) * 1024;
	}
	return mappings;
}

/** glibc makes each further arena in a piece of address space of this size, aligned to it. */
const ARENA = 64 * MB;
/** V8 keeps that much address space for what a WebAssembly memory may grow to. */
const RESERVED = 1024 * MB;

/** Resident bytes of a process by what they are for, told by the shape of its address space. */
export interface Mapped {
	/** The program and its libraries. */
	files: number;
	/** What malloc has taken: the heap and its arenas. */
	malloc: number;
	/** Memories of WebAssembly modules. */
	webAssembly: number;
	/** V8's heaps, compiled code, large buffers, stacks. */
	other: number;
}

export const isTold = existsSync('/proc/self/smaps');

/** How the resident memory of a process is divided. */
export function mappedOf(pid: number): Mapped {
	const result: Mapped = { files: 0, malloc: 0, webAssembly: 0, other: 0 };
	const mappings = mappingsOf(pid);
	mappings.forEach((mapping, i) => {
		result[kindOf(mapping, mappings[i + 1])] += mapping.resident;
	});
	return result;
}

function kindOf({ start, end, name, access }: Mapping, next: Mapping | undefined): keyof Mapped {
	if (name.startsWith('/')) return 'files';
	if (name === '[heap]') return 'malloc';
	const reserved = next?.start === end && next.access === '---p' ? next.end - next.start : 0;
	if (access === 'rw-p' && reserved >= RESERVED) return 'webAssembly';
	const isArena = start % ARENA === 0 && (end - start + reserved) % ARENA === 0;
	return isArena ? 'malloc' : 'other';
}
