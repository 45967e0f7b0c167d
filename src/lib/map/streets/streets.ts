// The street map that whoever runs an installation may add: what the browser is told of it. Nothing
// of it is fetched before somebody zooms in that far.
import * as v from 'valibot';

/** From this zoom on the bundled map has nothing more to show, and streets have. */
export const streetsFrom = 12;

export interface Credit {
	text: string;
	/** Absent where there is no page about it. */
	href?: string;
}

export interface Streets {
	/** Pictures, or shapes that the browser draws. */
	format: 'raster' | 'vector';
	/** Closest zoom of a map that has them. */
	closest: number;
	/** Closest zoom there are tiles of. */
	deepest: number;
	/** Whom they are owed to, beside the bundled map; null where that names them already. */
	credit: Credit | null;
	/** Another one when other tiles have the same numbers. */
	version: string;
}

const description = v.object({
	streets: v.nullable(
		v.object({
			format: v.picklist(['raster', 'vector']),
			closest: v.number(),
			deepest: v.number(),
			credit: v.nullable(v.object({ text: v.string(), href: v.optional(v.string()) })),
			version: v.string()
		})
	)
});

let asked: Promise<Streets | null> | undefined;

/**
 * The street map of this installation; null where there is none, and when it cannot be asked: no
 * map waits longer than some seconds for what it can do without.
 */
export function loadStreets(): Promise<Streets | null> {
	asked ??= fetch('/streets', { signal: AbortSignal.timeout(4000) })
		.then(async (response) =>
			response.ok ? v.parse(description, await response.json()).streets : null
		)
		.catch(() => {
			// The next map asks again.
			asked = undefined;
			return null;
		});
	return asked;
}

/** Address of its tiles, with `{z}`, `{x}` and `{y}`. */
export const tilesOf = ({ version }: Streets) =>
	`/streets/{z}/{x}/{y}?v=${encodeURIComponent(version)}`;
