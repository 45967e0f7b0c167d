// What somebody who watches the server is told: what visitors get at this moment, and what stands
// in the way.

/**
 * How the last pages went that had to be made: one page with a fault of its own is not the site.
 */
export class Outcomes {
	#failures = 0;
	#last = 0;

	/** @param now ms since 1970 */
	note(isAnswered: boolean, now: number): void {
		this.#failures = isAnswered ? 0 : this.#failures + 1;
		this.#last = now;
	}

	/** Whether the last three or more all failed, and the last one within a minute. */
	isFailing(now: number): boolean {
		return this.#failures >= 3 && now - this.#last < 60_000;
	}
}

/** What is seen of the place where files are kept; `filling`: 90 % are taken. */
export type Disk = 'ok' | 'filling' | 'full' | 'unreadable';

export interface Seen {
	/** Whether the database answered in time. */
	answers: boolean;
	/** Since when nothing can be asked (ms since 1970); null while something can. */
	awaySince: number | null;
	/** Whether pages that must be made fail. */
	isFailing: boolean;
	/** Whether pages are kept that can be shown without asking anybody. */
	isKept: boolean;
	disk: Disk;
	/** Whether what people save is refused for want of room. */
	isFull: boolean;
}

export interface Health {
	/** `kept`: those that are kept, as they are, and no others. `failing`: none. */
	pages: 'answered' | 'kept' | 'failing';
	/**
	 * `busy`: it did not answer in time, and is not known to be away. `failing`: it answers, and
	 * pages fail all the same.
	 */
	database: 'ok' | 'busy' | 'away' | 'failing';
	/** How long the database has been away. */
	awaySeconds?: number;
	/** `refused`: there is no room for what people save. Reading and signing in go on. */
	saves: 'taken' | 'refused';
	disk: Disk;
}

/** Whether whoever watches has something to do at once: pages or saves fail, or will. */
export const isIll = ({ pages, saves, disk }: Health): boolean =>
	pages === 'failing' || saves === 'refused' || disk === 'full' || disk === 'unreadable';

/** @param now ms since 1970 */
export function healthOf(seen: Seen, now: number): Health {
	const database = databaseOf(seen);
	// Who asks a busy database gets his page, only later.
	const isWell = seen.awaySince === null && !seen.isFailing;
	return {
		pages: isWell ? 'answered' : seen.isKept ? 'kept' : 'failing',
		database,
		...(database === 'away' && {
			awaySeconds: Math.max(0, Math.round((now - (seen.awaySince ?? now)) / 1000))
		}),
		saves: seen.isFull ? 'refused' : 'taken',
		disk: seen.disk
	};
}

function databaseOf({ answers, awaySince, isFailing }: Seen): Health['database'] {
	if (awaySince !== null) return 'away';
	if (!answers) return 'busy';
	return isFailing ? 'failing' : 'ok';
}
