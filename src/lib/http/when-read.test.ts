// A long answer keeps its turn until it has been read, or nobody reads on.
import { expect, it, vi } from 'vitest';
import { whenRead } from './when-read.ts';

const streamed = (pieces: number, end?: Error) => {
	let made = 0;
	const cancelled = vi.fn<(reason: unknown) => void>();
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (made < pieces) controller.enqueue(Uint8Array.of((made += 1)));
			else if (end) controller.error(end);
			else controller.close();
		},
		cancel: cancelled
	});
	const response = new Response(body, { status: 200, headers: { etag: 'W/"1"' } });
	return { response, cancelled, made: () => made };
};

it('an answer that is read to its end', async () => {
	const done = vi.fn<() => void>();
	const answer = whenRead(streamed(5).response, done);
	expect(answer.headers.get('etag')).toBe('W/"1"');
	expect(done).not.toHaveBeenCalled();
	expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([1, 2, 3, 4, 5]);
	expect(done).toHaveBeenCalledOnce();
});

it('an answer nobody reads on is made no further', async () => {
	const done = vi.fn<() => void>();
	const { response, cancelled, made } = streamed(1000);
	const reader = whenRead(response, done).body?.getReader();
	await reader?.read();
	expect(done).not.toHaveBeenCalled();
	await reader?.cancel('gone');
	expect(done).toHaveBeenCalledOnce();
	expect(cancelled).toHaveBeenCalledWith('gone');
	expect(made()).toBeLessThan(10);
});

it('an answer that fails in the middle, and one without content', async () => {
	const done = vi.fn<() => void>();
	const answer = whenRead(streamed(2, new Error('lost')).response, done);
	await expect(answer.text()).rejects.toThrow('lost');
	whenRead(new Response(null, { status: 304 }), done);
	expect(done).toHaveBeenCalledTimes(2);
});
