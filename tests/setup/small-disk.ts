// A disk of 300 MB that can be filled to the last byte and emptied, where this user may mount one.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const MB = 1024 * 1024;

export interface SmallDisk {
	fill(): void;
	empty(): void;
	remove(): void;
}

/**
 * Mounts it at `folder`, which must not be there yet.
 * @returns null where that is not allowed, as in a container without rights
 */
export function mountSmallDisk(folder: string): SmallDisk | null {
	mkdirSync(folder);
	try {
		execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300m', 'tmpfs', folder], { stdio: 'ignore' });
	} catch {
		return null;
	}
	let fillings = 0;
	const filling = (at: number) => join(folder, `filling-${at}`);
	return {
		fill() {
			const file = openSync(filling((fillings += 1)), 'w');
			try {
				for (const size of [MB, 4096]) while (writeSync(file, Buffer.alloc(size)) === size);
			} catch {
				// It is full.
			} finally {
				closeSync(file);
			}
		},
		empty() {
			for (; fillings > 0; fillings -= 1) rmSync(filling(fillings));
		},
		remove: () => execFileSync('umount', ['-l', folder])
	};
}
