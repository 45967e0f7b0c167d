// The files of the embedded database, put on the disk when its server asks for it. PGlite leaves
// that out: its file system has no answer to fsync, and it tells PostgreSQL not to ask. Here
// PostgreSQL asks (stores.ts), and the kernel is told. So a power cut loses no more than killing
// the process does (decision 0051).
//
// What is asked for is PostgreSQL's own affair: the log before a save is acknowledged, every
// changed file and folder before a checkpoint gives a part of the log up.
import { closeSync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { codeOf } from './start-error.ts';

/** What of Emscripten's file system is needed; its own types leave it open. */
interface Stream {
	node: { name: string; mode: number };
	/** The file's descriptor in this process; folders have none. */
	nfd?: number;
}

interface FileSystem {
	isFile(mode: number): boolean;
	ErrnoError: new (errno: number) => Error;
	filesystems: {
		NODEFS: {
			realPath(node: Stream['node']): string;
			node_ops: { mknod(parent: Stream['node'], ...rest: unknown[]): unknown };
			stream_ops: { fsync?: (stream: Stream) => number };
		};
	};
}

type Options = Parameters<NodeFS['init']>[1];

/** EIO as the module knows it; PostgreSQL stops at once, since nobody knows what is on the disk. */
const IO_ERROR = 29;

const SEGMENT = /^[0-9A-F]{24}$/;

/** The file system of one opened database. */
export class FlushedFiles extends NodeFS {
	#segment = '';
	readonly #begun = new Set<string>();
	/**
	 * Folders with new files. PostgreSQL flushes a new table's file and leaves its name to the file
	 * system; here the name is flushed with it.
	 */
	readonly #grown = new Set<string>();

	/**
	 * How many files of the log (16 MB each) were begun since `forgetLog`: what a checkpoint would
	 * give up.
	 */
	get begunLogFiles(): number {
		return this.#begun.size;
	}

	/** A checkpoint has been made. */
	forgetLog(): void {
		this.#begun.clear();
	}

	override async init(database: PGlite, options: Options): ReturnType<NodeFS['init']> {
		const { emscriptenOpts } = await super.init(database, options);
		const answerFlushes = (module: { FS: unknown }) => this.#answer(module.FS as FileSystem);
		const preRun = [...(emscriptenOpts.preRun ?? []), answerFlushes];
		return { emscriptenOpts: { ...emscriptenOpts, preRun } };
	}

	#answer(files: FileSystem): void {
		const { NODEFS } = files.filesystems;
		const { mknod } = NODEFS.node_ops;
		NODEFS.node_ops.mknod = (parent, ...rest) => {
			this.#grown.add(NODEFS.realPath(parent));
			return mknod(parent, ...rest);
		};
		NODEFS.stream_ops.fsync = (stream) => {
			try {
				const path = NODEFS.realPath(stream.node);
				const isFile = files.isFile(stream.node.mode);
				// A changed length counts as data: without it the new bytes could not be read.
				if (isFile && stream.nfd !== undefined) fdatasyncSync(stream.nfd);
				const folder = isFile ? dirname(path) : path;
				if (this.#grown.delete(folder) || !isFile) flushFolder(folder);
			} catch {
				throw new files.ErrnoError(IO_ERROR);
			}
			this.#note(stream.node.name);
			return 0;
		};
	}

	/** The log is flushed file after file, in order. */
	#note(name: string): void {
		if (!SEGMENT.test(name) || name === this.#segment) return;
		if (this.#segment !== '') this.#begun.add(name);
		this.#segment = name;
	}
}

/** What systems say that flush no folders (some network file systems, Windows). */
const NO_FOLDERS = new Set(['EINVAL', 'EPERM', 'EISDIR', 'EBADF']);

/** Names of new, renamed and removed files are in their folder. */
function flushFolder(path: string): void {
	let folder: number | undefined;
	try {
		folder = openSync(path, 'r');
		fsyncSync(folder);
	} catch (error) {
		if (!NO_FOLDERS.has(codeOf(error))) throw error;
	} finally {
		if (folder !== undefined) closeSync(folder);
	}
}
