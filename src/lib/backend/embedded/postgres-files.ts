// The few binary files of a PostgreSQL 17 directory whose damage makes a start impossible, read without a database.
// Layouts: src/include/catalog/pg_control.h and src/backend/utils/cache/relmapper.c of PostgreSQL 17, as compiled for
// wasm32 by PGlite 0.4.5 (offsets are the same as on 64-bit Linux; damage.test.ts holds them against a fresh directory).

const CONTROL_FILE_SIZE = 8192;
const CONTROL_VERSION = 1700;
const CONTROL_CRC_AT = 288;
const REDO_AT = 40;
const TIMELINE_AT = 48;
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

/**
 * The file of `pg_wal` that recovery reads first, by the last checkpoint of a faultless control file: eight hexadecimal
 * digits each for the timeline, the 4 GB block and the segment in it (XLogFileName of xlog_internal.h).
 */
export function walSegmentOf(control: Buffer): string {
	const segmentSize = BigInt(control.readUInt32LE(WAL_SEGMENT_SIZE_AT));
	const segment = control.readBigUInt64LE(REDO_AT) / segmentSize;
	const perBlock = 0x1_0000_0000n / segmentSize;
	return [BigInt(control.readUInt32LE(TIMELINE_AT)), segment / perBlock, segment % perBlock]
		.map((part) => part.toString(16).toUpperCase().padStart(8, '0'))
		.join('');
}

/** CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), which PostgreSQL uses; zlib's crc32 is another one. */
function crc32c(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) {
		crc ^= byte;
		for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
	}
	return ~crc >>> 0;
}
