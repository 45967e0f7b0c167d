// What happens to a page whose question the database could not answer.
import { error } from '@sveltejs/kit';
import { log } from '#lib/log/log.server.ts';

/**
 * Ends the request with 503: the person may try again, the log learns why, and what the database
 * said stays in the log.
 */
export function unanswered(question: string, failure: { message: string; code?: string }): never {
	// That the database is away is said once, not at each question.
	if (failure.code !== 'backend_away')
		log('error', `${question} was not answered: ${failure.code ?? ''} ${failure.message}`);
	error(503, 'the directory does not answer');
}
