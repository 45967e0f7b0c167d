// The one kind of error a person who starts the server is meant to read: a stable code and one
// plain sentence.

export type StartErrorCode =
	| 'CONFIGURATION'
	| 'DATA_IN_USE'
	| 'DATA_UNWRITABLE'
	| 'DISK_FULL'
	| 'BACKUP_FAILED'
	| 'DATA_DAMAGED'
	| 'DATA_TOO_NEW'
	| 'DATABASE_UNREACHABLE'
	| 'DATABASE_UNSUITABLE'
	| 'MIGRATION_FAILED'
	| 'GRANTS_CHANGED'
	| 'SEED_FAILED'
	| 'OPENING_FAILED';

/**
 * Why the backend did not open. `message` is one plain English sentence and is shown without a
 * stack.
 */
export class StartError extends Error {
	readonly code: StartErrorCode;

	constructor(code: StartErrorCode, message: string, options?: ErrorOptions) {
		super(message, options);
		this.name = 'StartError';
		this.code = code;
	}
}

/** The text of anything that was thrown, without a stack. */
export function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

/**
 * The `code` that Node and PostgreSQL put on their errors (`EACCES`, `42501`), empty when there is
 * none.
 */
export function codeOf(error: unknown): string {
	if (typeof error !== 'object' || error === null || !('code' in error)) return '';
	return typeof error.code === 'string' ? error.code : '';
}
