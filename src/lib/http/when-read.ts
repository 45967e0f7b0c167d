// Answers that are made while they are read.

/**
 * An answer that is made while it is read costs as long as that takes. `done` is called when it is
 * read, or nobody reads on.
 */
export function whenRead(response: Response, done: () => void): Response {
	if (!response.body) {
		done();
		return response;
	}
	const reader = (response.body as ReadableStream<Uint8Array>).getReader();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const piece = await reader.read();
				if (!piece.done) return controller.enqueue(piece.value);
				done();
				controller.close();
			} catch (reason) {
				done();
				controller.error(reason);
			}
		},
		async cancel(reason) {
			done();
			await reader.cancel(reason);
		}
	});
	return new Response(body, response);
}
