// How much room there is on the disk of a data folder, looked at before the database needs it: a
// database that finds no room in the middle of its work is ended by it. So what people save is
// refused while there is still room for what must go on: reading, signing in, and the database's
// own log.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { filesUnder } from './files.ts';
import { StartError, codeOf, reasonOf } from './start-error.ts';

const MB = 1024 * 1024;

/** In bytes. */
export interface Disk {
	/** What this user may still write. */
	free: number;
	/** What is taken and what is free, without what the system keeps for itself. */
	size: number;
}

/** @throws when the folder cannot be read */
export type ReadDisk = (folder: string) => Promise<Disk>;

/** What the system says of the disk a folder is on, counted as `df` does. */
export const readDisk: ReadDisk = async (folder) => {
	const { bavail, bfree, blocks, bsize } = await statfs(folder);
	return { free: bavail * bsize, size: (blocks - bfree + bavail) * bsize };
};

/**
 * `filling`: administrators are told. `scarce`: pictures and backups stop. `none`: nothing is saved
 * any more. `unreadable`: the folder cannot be looked at.
 */
export type Room = 'enough' | 'filling' | 'scarce' | 'none' | 'unreadable';

const ORDER: readonly Room[] = ['enough', 'filling', 'scarce', 'none', 'unreadable'];

/**
 * Bytes that are kept free for reading, signing in and the database's log, which grows by files of
 * 16 MB.
 */
export const RESERVE = 32 * MB;

/** Bytes that a file of ours holds and gives up when others have taken all the rest. */
const BALLAST = 32 * MB;

/** Bytes below which it is given up. */
const ALMOST_NOTHING = 8 * MB;

/** Bytes an opening writes at most where nothing has to be recovered or migrated. */
export const OPENING = 4 * MB;

/** How much of the disk is taken, in whole percent, never more than there is. */
export function percentTaken({ free, size }: Disk): number {
	return size <= 0 ? 100 : Math.floor(100 * (1 - free / size));
}

export interface DiskLimits {
	/** Bytes kept free for the database. */
	reserve: number;
	/** Percent of the disk that are taken when administrators are told. */
	toldAt: number;
}

/** What holds where nothing else is set. */
export const LIMITS: DiskLimits = { reserve: RESERVE, toldAt: 90 };

/** Never less than there is: of two steps that both hold, the worse. */
export function roomOf(
	disk: Disk,
	{ reserve, toldAt }: DiskLimits = LIMITS
): Exclude<Room, 'unreadable'> {
	if (disk.free < reserve) return 'none';
	if (disk.free < 2 * reserve) return 'scarce';
	return percentTaken(disk) >= toldAt ? 'filling' : 'enough';
}

/** What is seen of the disk, for pages and for whoever watches. */
export interface DiskState {
	room: Room;
	/** Null when it could not be looked at. */
	disk: Disk | null;
}

export interface DiskWatchOptions {
	readDisk?: ReadDisk | undefined;
	/** Where {@link LIMITS} do not hold. */
	limits?: Partial<DiskLimits> | undefined;
	/** Milliseconds between two looks when nobody saves; 5000 when left out. */
	every?: number | undefined;
	/** What changed, for the log. */
	onNote?: ((text: string) => void) | undefined;
}

/** Milliseconds for which what was seen is good: a save writes little in that time. */
const GOOD_FOR = 250;

/** Milliseconds between two looks when nobody saves. */
const EVERY = 5000;

/** Looks after the room of one data folder. Nothing is written before {@link DiskWatch.begin}. */
export class DiskWatch {
	readonly #folder: string;
	/** How the disk is looked at. */
	readonly read: ReadDisk;
	readonly #limits: DiskLimits;
	readonly #every: number;
	readonly #note: (text: string) => void;
	#seen: DiskState = { room: 'enough', disk: null };
	#told: Room = 'enough';
	#looking: Promise<DiskState> | null = null;
	#lookedAt = -Infinity;
	/** The ballast was given up and is not back yet: until then nothing is saved. */
	#gaveUp = false;
	#timer: NodeJS.Timeout | undefined;
	#tending: Promise<void> | null = null;
	#isStopped = false;

	constructor(folder: string, options: DiskWatchOptions = {}) {
		this.#folder = folder;
		this.read = options.readDisk ?? readDisk;
		this.#limits = { ...LIMITS, ...options.limits };
		this.#every = options.every ?? EVERY;
		this.#note = options.onNote ?? (() => {});
	}

	/** What was seen last. */
	get state(): DiskState {
		return this.#seen;
	}

	/**
	 * What there is now; two who ask at once look once. When next to nothing is left the ballast is
	 * given up first. Never throws.
	 */
	look(): Promise<DiskState> {
		if (performance.now() - this.#lookedAt < GOOD_FOR) return Promise.resolve(this.#seen);
		this.#looking ??= this.giveUpBallast().finally(() => {
			this.#looking = null;
		});
		return this.#looking;
	}

	/** The database has found no room: what was seen before says nothing any more. */
	foundFull(): void {
		void this.#tend();
	}

	/** Looks now and then, and keeps the ballast. To be called when the database is open. */
	begin(): void {
		this.#timer = setInterval(() => void this.#tend(), this.#every);
		this.#timer.unref();
	}

	/** Resolves when nothing is written any more. */
	async stop(): Promise<void> {
		clearInterval(this.#timer);
		this.#isStopped = true;
		await this.#tending;
	}

	/**
	 * Gives the ballast up when there is next to no room without it.
	 * @returns what there is then
	 */
	async giveUpBallast(): Promise<DiskState> {
		const seen = await this.#look();
		const path = ballastOf(this.#folder);
		if (seen.disk === null || seen.disk.free >= ALMOST_NOTHING || !existsSync(path)) return seen;
		// What cannot be removed gives no room.
		await rm(path, { force: true }).catch(() => {});
		this.#gaveUp = true;
		return await this.#look();
	}

	/**
	 * Makes sure that a start has room before it changes anything.
	 * @param bytes it needs
	 * @throws {StartError} DISK_FULL
	 */
	async need(bytes: number): Promise<void> {
		const { disk } = await this.giveUpBallast();
		if (disk !== null && disk.free < bytes) throw noRoomToStart(this.#folder, bytes, disk);
	}

	/** Why a start failed: a database that finds no room says all sorts of things. */
	async inWords(error: unknown): Promise<unknown> {
		const isVague = !(error instanceof StartError) || error.code === 'OPENING_FAILED';
		const { disk } = await this.#look();
		if (disk === null || !(isNoRoom(error) || (isVague && disk.free < OPENING))) return error;
		return noRoomToStart(this.#folder, OPENING, disk);
	}

	async #look(): Promise<DiskState> {
		try {
			const disk = await this.read(this.#folder);
			const room = this.#gaveUp ? 'none' : roomOf(disk, this.#limits);
			this.#seen = { room, disk };
		} catch {
			this.#seen = { room: 'unreadable', disk: null };
		}
		this.#lookedAt = performance.now();
		this.#tell();
		return this.#seen;
	}

	/** The log learns of each step once, and not again of what only trembles about a limit. */
	#tell(): void {
		const { room, disk } = this.#seen;
		const [now, told] = [ORDER.indexOf(room), ORDER.indexOf(this.#told)];
		if (now === told) return;
		const isBetter = now < told;
		const hasGrown = room === 'enough' || (disk?.free ?? 0) > 3 * this.#limits.reserve;
		if (isBetter && !hasGrown) return;
		this.#told = room;
		if (isBetter && room !== 'enough') return;
		const figures =
			disk && ` (${percentTaken(disk)} % taken, ${Math.floor(disk.free / MB)} MB free)`;
		this.#note(`The disk of ${this.#folder} ${said[room]}${figures ?? ''}.`);
	}

	/** One at a time. Never throws. */
	#tend(): Promise<void> {
		this.#tending ??= this.#tendOnce().finally(() => {
			this.#tending = null;
		});
		return this.#tending;
	}

	async #tendOnce(): Promise<void> {
		try {
			const { disk } = await this.giveUpBallast();
			const hasRoom = disk !== null && disk.free >= BALLAST + 2 * RESERVE;
			if (hasRoom && !existsSync(ballastOf(this.#folder))) await this.#makeBallast();
			if (hasRoom) this.#gaveUp = false;
		} catch (error) {
			// Without it there is only less room to go on with.
			if (!isNoRoom(error) && !this.#isStopped)
				this.#note(`No room could be kept free: ${reasonOf(error)}`);
		}
	}

	async #makeBallast(): Promise<void> {
		const path = ballastOf(this.#folder);
		try {
			const handle = await open(path, 'w', 0o600);
			try {
				// Nothing that a file system could pack or leave out.
				for (let written = 0; written < BALLAST; written += MB) {
					if (this.#isStopped) throw new Error('it was stopped');
					await handle.write(randomBytes(MB));
				}
			} finally {
				await handle.close();
			}
		} catch (error) {
			await rm(path, { force: true });
			throw error;
		}
	}
}

const said: Record<Room, string> = {
	enough: 'has room again',
	filling: 'is filling up',
	scarce: 'is almost full: no pictures and no backups are taken',
	none: 'is full: nothing is saved until there is room',
	unreadable: 'cannot be read'
};

/** The file that holds room for the database. */
export function ballastOf(folder: string): string {
	return join(folder, 'database.room');
}

/** Bytes of all files of a folder; 0 for one that is not there. */
export async function bytesUnder(folder: string): Promise<number> {
	const names = await filesUnder(folder).catch(() => []);
	const sizes = await Promise.all(
		names.map((name) =>
			stat(join(folder, name)).then(
				({ size }) => size,
				() => 0
			)
		)
	);
	return sizes.reduce((sum, size) => sum + size, 0);
}

/** What systems, Node and PostgreSQL say when a disk is full. */
export const NO_ROOM = /ENOSPC|EDQUOT|no space left on device|disk quota exceeded|disk (is )?full/i;

/** Whether an error says that a disk is full. */
export const isNoRoom = (error: unknown): boolean =>
	['ENOSPC', 'EDQUOT', '53100'].includes(codeOf(error)) || NO_ROOM.test(reasonOf(error));

/** Why a start has no room; a sentence for the operator. */
function noRoomToStart(folder: string, needed: number, { free }: Disk): StartError {
	return new StartError(
		'DISK_FULL',
		`There is no room on the disk of ${folder}: ${Math.floor(free / MB)} MB are free, and this start needs at least ${Math.ceil(needed / MB)} MB; nothing was changed, make room and start again.`
	);
}
