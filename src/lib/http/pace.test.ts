// What costs the server's own thread has a pace, whoever sends it.
import { expect, it } from 'vitest';
import { Pace } from './pace.ts';
import { TooMany } from './visitor-turns.ts';

const limits = { gap: 40, burst: 3, patience: 90 };
const began = () => performance.now();

it('some come at once, the next later, and who would wait too long is refused', async () => {
	const pace = new Pace(limits);
	const start = began();
	const ends = await Promise.allSettled(
		Array.from({ length: 7 }, async () => {
			await pace.wait();
			return began() - start;
		})
	);
	const waited = ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason));
	for (const at of [0, 1, 2]) expect(waited[at]).toBeLessThan(30);
	expect(waited[3]).toBeGreaterThan(35);
	expect(waited[4]).toBeGreaterThan(75);
	for (const at of [5, 6]) expect(waited[at]).toBeInstanceOf(TooMany);
	// Who was refused has taken nobody's turn.
	await new Promise((resolve) => setTimeout(resolve, 200));
	await pace.wait();
});
