// Files of the build are piped into their answer by the framework, which listens to no error of
// theirs.
import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { logFault } from '#lib/log/log.server.ts';

/**
 * A file that cannot be read (gone since the start, a broken disk, too many open) costs its own
 * answer: the browser learns that it is incomplete and asks again. Unheard, the error would end the
 * server at the next visitor.
 */
export function endWithItsFile(response: ServerResponse): void {
	response.on('pipe', (source: Readable) => {
		source.once('error', (error) => {
			logFault('a file of the build cannot be read', error);
			response.destroy();
		});
	});
}
