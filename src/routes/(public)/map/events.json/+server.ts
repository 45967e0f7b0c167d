// Every pin of a filter about upcoming events, as compact rows; of many, those of one tile
// (`tile=z/x/y`), in cells.
import { answerPins } from '#lib/explorer/pins.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = ({ url }) => answerPins(url.searchParams, 'events');
