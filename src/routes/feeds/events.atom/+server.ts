// Events of a filter by their last change, for feed readers.
import { feed } from '#lib/feed/answer.server.ts';
import { atomAnswer } from '#lib/feed/list-answer.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) => feed(url, 'events', [], atomAnswer);
