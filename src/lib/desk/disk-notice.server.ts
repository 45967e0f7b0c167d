// What people who save are told of the server's disk: everybody that nothing is saved, and
// administrators, who can have something done about it, from 90 % on.
import type { Person } from '#lib/account/person.ts';
import { backend, type Saves } from '#lib/backend/backend.server.ts';
import { percentTaken } from '#lib/backend/embedded/disk.ts';

export interface DiskNotice {
	saves: Saves;
	/** For administrators: percent taken, and megabytes free. */
	figures: { taken: number; free: number } | null;
}

/** Null while there is nothing to tell this person. */
export function diskNotice({ administrator }: Pick<Person, 'administrator'>): DiskNotice | null {
	const { saves, disk: state } = backend();
	const isFilling = state !== null && state.room !== 'enough' && state.room !== 'unreadable';
	if (saves !== 'none' && !(administrator && isFilling)) return null;
	const disk = administrator && isFilling ? state.disk : null;
	return {
		saves,
		figures: disk && { taken: percentTaken(disk), free: Math.floor(disk.free / 1024 / 1024) }
	};
}
