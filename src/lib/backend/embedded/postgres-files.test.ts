// Which files of a PostgreSQL directory a control file asks for.
import { describe, expect, test } from 'vitest';
import { firstWalSegmentOf, statusPagesOf, walSegmentName } from './postgres-files.ts';

/** A control file with the numbers of a checkpoint. */
function control(numbers: Partial<Record<'xid' | 'oldestXid' | 'multi' | 'members', number>>) {
	const content = Buffer.alloc(8192);
	content.writeUInt32LE(numbers.xid ?? 3, 64);
	content.writeUInt32LE(numbers.multi ?? 1, 76);
	content.writeUInt32LE(numbers.members ?? 0, 80);
	content.writeUInt32LE(numbers.oldestXid ?? 3, 84);
	content.writeUInt32LE(1, 92);
	return content;
}

describe('the states of transactions', () => {
	test('of a new database are one page', () => {
		expect(statusPagesOf(control({ xid: 805, oldestXid: 730 }))).toEqual([
			{ path: 'pg_xact/0000', minBytes: 8192 }
		]);
	});

	test('begin a page and a file with the first transaction of each', () => {
		const of = (xid: number) => statusPagesOf(control({ xid }));
		expect(of(32_768)).toEqual([{ path: 'pg_xact/0000', minBytes: 8192 }]);
		expect(of(32_769)).toEqual([{ path: 'pg_xact/0000', minBytes: 16_384 }]);
		expect(of(32 * 32_768 + 1)).toEqual([
			{ path: 'pg_xact/0000', minBytes: 262_144 },
			{ path: 'pg_xact/0001', minBytes: 8192 }
		]);
	});

	test('that are too old to matter are not asked for', () => {
		const oldestXid = 32 * 32_768;
		expect(statusPagesOf(control({ oldestXid, xid: oldestXid + 1 }))).toEqual([
			{ path: 'pg_xact/0001', minBytes: 8192 }
		]);
	});

	test('of rows held by several are asked for once there are any', () => {
		expect(statusPagesOf(control({ xid: 4, multi: 2, members: 3 }))).toEqual([
			{ path: 'pg_xact/0000', minBytes: 8192 },
			{ path: 'pg_multixact/offsets/0000', minBytes: 8192 },
			{ path: 'pg_multixact/members/0000', minBytes: 8192 }
		]);
	});

	test('say nothing when their numbers have begun again from the start', () => {
		expect(statusPagesOf(control({ xid: 5, oldestXid: 4_000_000_000 }))).toEqual([]);
	});
});

test('the log begins with the file of the last checkpoint', () => {
	const content = Buffer.alloc(8192);
	content.writeBigUInt64LE(0x1_0200_0028n, 40);
	content.writeUInt32LE(1, 48);
	content.writeUInt32LE(16 << 20, 228);
	const first = firstWalSegmentOf(content);
	expect(walSegmentName(first)).toBe('000000010000000100000002');
	expect(walSegmentName({ ...first, number: first.number - 3n })).toBe('0000000100000000000000FF');
});
