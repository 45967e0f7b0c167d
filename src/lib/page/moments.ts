// What time makes untrue of a page that stands: the day it was made on, and the moments its data
// name.

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * The first instant after `made` that the data of a page name, in milliseconds: an event that
 * begins or ends then is told otherwise from then on. Infinity when they name none.
 */
export function nextMoment(data: unknown, made: number): number {
	let next = Infinity;
	const look = (value: unknown): void => {
		if (typeof value === 'string') {
			if (!instant.test(value)) return;
			const moment = Date.parse(value);
			if (moment > made && moment < next) next = moment;
		} else if (Array.isArray(value)) {
			value.forEach(look);
		} else if (value !== null && typeof value === 'object') {
			Object.values(value).forEach(look);
		}
	};
	look(data);
	return next;
}
