// What happens to a page whose question the database could not answer.
import { error } from '@sveltejs/kit';
import { log } from '#lib/log/log.server.ts';

/** Whether something was not saved because there is no room on the server's disk. */
export const isWithoutRoom = ({ code }: { code?: string }): boolean => code === 'backend_no_room';

/**
 * Ends the request with 503, or 507 for want of room: the person may try again, the log learns why,
 * and what the database said stays in the log.
 */
export function unanswered(question: string, failure: { message: string; code?: string }): never {
	// That there is no room is said when it is found, not at each save.
	if (isWithoutRoom(failure)) error(507, 'there is no room on the disk');
	// That the database is away is said once, not at each question.
	if (failure.code !== 'backend_away')
		log('error', `${question} was not answered: ${failure.code ?? ''} ${failure.message}`);
	error(503, 'the directory does not answer');
}
