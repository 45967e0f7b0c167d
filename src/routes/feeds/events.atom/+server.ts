// Events of a filter by their last change, for feed readers.
import { feed } from '$lib/feed/answer.server';
import { atomAnswer } from '$lib/feed/list-answer.server';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) => feed(url, 'events', [], atomAnswer);
