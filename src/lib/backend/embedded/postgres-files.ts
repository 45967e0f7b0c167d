// The few binary files of a PostgreSQL 17 directory whose damage makes a start impossible, read
// without a database. Layouts: src/include/catalog/pg_control.h and
// src/backend/utils/cache/relmapper.c of PostgreSQL 17, as compiled for wasm32 by PGlite 0.4.5
// (offsets are the same as on 64-bit Linux; damage.test.ts holds them against a fresh directory).

const CONTROL_FILE_SIZE = 8192;
const CONTROL_VERSION = 1700;
const CONTROL_CRC_AT = 288;
const REDO_AT = 40;
const TIMELINE_AT = 48;
const NEXT_XID_AT = 64;
const NEXT_MULTI_AT = 76;
const NEXT_MEMBER_AT = 80;
const OLDEST_XID_AT = 84;
const OLDEST_MULTI_AT = 92;
const WAL_SEGMENT_SIZE_AT = 228;

const FILENODE_MAP_SIZE = 524;
const FILENODE_MAP_MAGIC = 0x592717;
const FILENODE_MAP_CRC_AT = 520;

/** What is wrong with `global/pg_control`, null when nothing is. */
export function pgControlFault(content: Buffer): string | null {
	if (content.length !== CONTROL_FILE_SIZE)
		return `has ${content.length} bytes instead of ${CONTROL_FILE_SIZE}`;
	if (content.readUInt32LE(CONTROL_CRC_AT) !== crc32c(content.subarray(0, CONTROL_CRC_AT)))
		return 'has a wrong checksum';
	if (content.readUInt32LE(8) !== CONTROL_VERSION) return 'is of another version of PostgreSQL';
	return null;
}

/** What is wrong with a `pg_filenode.map`, null when nothing is. */
export function filenodeMapFault(content: Buffer): string | null {
	if (content.length !== FILENODE_MAP_SIZE)
		return `has ${content.length} bytes instead of ${FILENODE_MAP_SIZE}`;
	if (content.readUInt32LE(0) !== FILENODE_MAP_MAGIC) return 'is not a map of files';
	if (
		content.readUInt32LE(FILENODE_MAP_CRC_AT) !== crc32c(content.subarray(0, FILENODE_MAP_CRC_AT))
	)
		return 'has a wrong checksum';
	return null;
}

/** A file of `pg_wal`. */
export interface WalSegment {
	timeline: number;
	/** Counts the files from the beginning of the log. */
	number: bigint;
	/** Bytes of each file. */
	size: number;
}

/**
 * The file of `pg_wal` that recovery reads first, by the last checkpoint of a faultless control
 * file.
 */
export function firstWalSegmentOf(control: Buffer): WalSegment {
	const size = control.readUInt32LE(WAL_SEGMENT_SIZE_AT);
	return {
		timeline: control.readUInt32LE(TIMELINE_AT),
		number: control.readBigUInt64LE(REDO_AT) / BigInt(size),
		size
	};
}

/**
 * Its name: eight hexadecimal digits each for the timeline, the 4 GB block and the segment in it
 * (XLogFileName of xlog_internal.h).
 */
export function walSegmentName({ timeline, number, size }: WalSegment): string {
	const perBlock = 0x1_0000_0000n / BigInt(size);
	return [BigInt(timeline), number / perBlock, number % perBlock]
		.map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
		.join('');
}

/**
 * Entries to a page of 8 KB, by folder: two bits a transaction; four bytes an offset; four members
 * in twenty bytes.
 */
const STATUS = {
	pg_xact: 32_768,
	'pg_multixact/offsets': 2048,
	'pg_multixact/members': 1636
} as const;

const PAGES_PER_STATUS_FILE = 32;

/**
 * The files in which the last checkpoint has written the state of every transaction up to its own,
 * and how long each is at least (slru.c: 32 pages to a file, named by its number in hexadecimal
 * digits).
 */
export function statusPagesOf(control: Buffer): { path: string; minBytes: number }[] {
	const ranges: [keyof typeof STATUS, first: number, next: number][] = [
		['pg_xact', control.readUInt32LE(OLDEST_XID_AT), control.readUInt32LE(NEXT_XID_AT)],
		[
			'pg_multixact/offsets',
			control.readUInt32LE(OLDEST_MULTI_AT),
			control.readUInt32LE(NEXT_MULTI_AT)
		],
		// Where the oldest one's members begin is not in the control file: only the newest file is
		// asked for.
		[
			'pg_multixact/members',
			control.readUInt32LE(NEXT_MEMBER_AT) - 1,
			control.readUInt32LE(NEXT_MEMBER_AT)
		]
	];
	return ranges.flatMap(([folder, first, next]) => {
		// Nothing used yet, or the numbers have begun again from the start: then this says nothing.
		if (next <= first) return [];
		const firstPage = Math.floor(Math.max(0, first) / STATUS[folder]);
		const lastPage = Math.floor((next - 1) / STATUS[folder]);
		const files = [];
		const fileOf = (page: number) => Math.floor(page / PAGES_PER_STATUS_FILE);
		for (let file = fileOf(firstPage); file <= fileOf(lastPage); file += 1) {
			const pages =
				file < fileOf(lastPage) ? PAGES_PER_STATUS_FILE : (lastPage % PAGES_PER_STATUS_FILE) + 1;
			const name = file.toString(16).toUpperCase().padStart(4, '0');
			files.push({ path: `${folder}/${name}`, minBytes: pages * 8192 });
		}
		return files;
	});
}

/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), which PostgreSQL uses; zlib's crc32 is
 * another one.
 */
function crc32c(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
	}
	return ~crc >>> 0;
}
