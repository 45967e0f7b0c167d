// What the server's main thread and the worker say to each other. Only plain values: both sides are
// separate programs.
import type { Seen } from './file-copy.ts';
import type { Secrets } from './secrets.ts';
import type { Seeded } from './seeding.ts';
import type { StartErrorCode } from './start-error.ts';

/** A step of opening that a person may be waiting for. */
export interface Progress {
	step: 'creating' | 'checking' | 'backing-up' | 'waiting' | 'migrating' | 'seeding' | 'opening';
	/** One plain English line. */
	message: string;
}

export type Store =
	| { kind: 'embedded'; directory: string }
	| { kind: 'postgres'; databaseUrl: string; connections: number };

/** A step of the proof of a backup, see `proveBackup`. */
export type ProofStep = 'pack' | 'restore' | 'replay';

/** Given to the worker at its birth. */
export interface WorkerTask {
	/**
	 * create: make the directory, fill it, close it. try: open it, bring it up to date, close it.
	 * recover: open it after a crash, check everything in it, close it; rehearse: recover, then try.
	 * serve: answer requests. prove: one step of the proof of the backup in the directory.
	 */
	task: 'create' | 'try' | 'recover' | 'rehearse' | 'serve' | 'prove';
	/** The step to prove. */
	step?: ProofStep;
	store: Store;
	/** How many requests the store can bear at once: 1 for the embedded database. */
	width: number;
	secrets: Secrets;
	projectRoot: string;
	seed: boolean;
	/** True after a first opening by this process: what that has done need not be done again. */
	again?: boolean;
}

export interface Opened {
	migrations: string[];
	seeded: Seeded | null;
	/** Rights that were not as the migrations say and were put right. */
	grantsRestored: string[];
}

/** An HTTP request in plain values. */
export interface RequestMessage {
	type: 'request';
	id: number;
	method: string;
	/** Path and query, beginning with /rest/v1 or /auth/v1. */
	path: string;
	headers: [string, string][];
	body: ArrayBuffer | null;
	/** Whatever it asks for, the database writes nothing of it: there is no room. */
	readOnly: boolean;
}

export type ToWorker =
	| RequestMessage
	| { type: 'ping'; id: number }
	/** Answered by the thread itself, without the database. */
	| { type: 'alive'; id: number }
	/** One step of the nightly upkeep, counted from 0. */
	| { type: 'maintain'; id: number; step: number }
	/** What has changed of the data directory since `seen` is copied into `folder`. */
	| { type: 'copy'; id: number; folder: string; seen: Seen }
	| { type: 'close' };

/**
 * A code to sign in with, as lite would have mailed it; the mail itself is written by the main
 * thread.
 */
export interface IssuedCode {
	/** Whose account it signs in. */
	email: string;
	/** Six digits, for the person to type. */
	code: string;
	/** The same for a link: lite's hash of address and code, 64 hexadecimal characters. */
	tokenHash: string;
}

export interface ResponseMessage {
	type: 'response';
	id: number;
	status: number;
	headers: [string, string][];
	body: ArrayBuffer | null;
	/** What the request has issued: nothing, except when somebody asked to sign in. */
	codes: IssuedCode[];
}

export type FromWorker =
	| ({ type: 'progress' } & Progress)
	| { type: 'ready'; opened: Opened }
	| { type: 'failed'; code: StartErrorCode; message: string }
	| ResponseMessage
	/** `more`: there is a next step. */
	| { type: 'done'; id: number; ok: boolean; more?: boolean }
	| { type: 'note'; text: string }
	/** The PostgreSQL server does not answer, and answers again. */
	| { type: 'away'; reason: string }
	| { type: 'back' }
	| { type: 'closed' };
