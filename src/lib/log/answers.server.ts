// How many answers this process has given since it began, by the first digit of their status, and
// how long they took: counts only, of nobody.

/** Of one class: `2` for 200 to 299. */
export interface Answers {
	count: number;
	/** From the request to the last byte handed over, all of them together. */
	seconds: number;
}

// On globalThis: the server counts, the bundle tells.
const shelf = globalThis as typeof globalThis & { tiklsAnswers?: Map<string, Answers> };

/** @param milliseconds from the request to the end of its answer */
export function countAnswer(status: number, milliseconds: number): void {
	const given = (shelf.tiklsAnswers ??= new Map());
	const digit = String(status)[0] ?? '';
	const { count, seconds } = given.get(digit) ?? { count: 0, seconds: 0 };
	given.set(digit, { count: count + 1, seconds: seconds + milliseconds / 1000 });
}

export const answersGiven = (): ReadonlyMap<string, Answers> => shelf.tiklsAnswers ?? new Map();
