// The word by which every saving function of the database says what became of it.

/** The status of an answer; null when there is none, as when the database did not answer. */
export function statusOf(answer: unknown): string | null {
	return typeof answer === 'object' &&
		answer !== null &&
		'status' in answer &&
		typeof answer.status === 'string'
		? answer.status
		: null;
}
