// What the audit was asked for, from its address and back into it: `who` a person, `what` an act,
// `region`, `q` words of a name,
// `from` and `to` days, `page`. What means nothing is left out.
import { uuidFrom } from '#lib/formats/uuid.ts';
import { addDays, startOfDay, type Day } from '#lib/time/days.ts';
import { network } from '#network';

export interface AuditAsked {
	who: string | null;
	what: string | null;
	region: string | null;
	words: string;
	/** The first and the last day, both included. */
	from: Day | null;
	to: Day | null;
	/** From 1. */
	page: number;
}

/** Lines on one page. */
export const auditSize = 50;

const parts = {
	what: /^[a-z-]{1,40}$/,
	region: /^[a-z0-9-]{1,80}$/,
	page: /^[1-9]\d{0,5}$/
} as const;

/** A day that the calendar has. */
function dayIn(value: string | null): Day | null {
	if (value === null || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return null;
	const time = Date.parse(`${value}T00:00:00Z`);
	const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
	// The database has no year 0.
	return isDay && value >= '1900-01-01' ? value : null;
}

export function readAudit(parameters: URLSearchParams): AuditAsked {
	const fitting = (name: keyof typeof parts) => {
		const value = parameters.get(name);
		return value !== null && parts[name].test(value) ? value : null;
	};
	return {
		who: uuidFrom(parameters.get('who') ?? '') ?? null,
		what: fitting('what'),
		region: fitting('region'),
		words: (parameters.get('q') ?? '').replaceAll('\0', ' ').trim().slice(0, 100),
		from: dayIn(parameters.get('from')),
		to: dayIn(parameters.get('to')),
		page: Number(fitting('page') ?? 1)
	};
}

/** The query of the address, with its question mark; empty when nothing is asked for. */
export function printAudit(asked: AuditAsked): string {
	const parameters = new URLSearchParams();
	const { words, page, ...rest } = asked;
	if (words) parameters.set('q', words);
	for (const [name, value] of Object.entries(rest)) if (value) parameters.set(name, value);
	if (page > 1) parameters.set('page', String(page));
	const query = parameters.toString();
	return query && `?${query}`;
}

/** The same for the database: days become instants of the network's zone. */
export function auditForSql(asked: AuditAsked): Record<string, string | number> {
	return {
		...(asked.who && { person: asked.who }),
		...(asked.what && { action: asked.what }),
		...(asked.region && { region: asked.region }),
		...(asked.words && { words: asked.words }),
		...(asked.from && { from: startOfDay(asked.from, network.timeZone).toISOString() }),
		...(asked.to && { to: startOfDay(addDays(asked.to, 1), network.timeZone).toISOString() })
	};
}
