// What is said of now is asked anew when it changes and when the page is seen again, and never
// while nobody looks.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { askAnew } from './hours-anew.ts';

let visibilityState = 'visible';
const events = new EventTarget();

beforeEach(() => {
	vi.useFakeTimers({ now: new Date('2026-07-15T08:00:00Z') });
	visibilityState = 'visible';
	vi.stubGlobal('document', {
		get visibilityState() {
			return visibilityState;
		},
		addEventListener: events.addEventListener.bind(events),
		removeEventListener: events.removeEventListener.bind(events)
	});
	vi.stubGlobal('window', {
		addEventListener: events.addEventListener.bind(events),
		removeEventListener: events.removeEventListener.bind(events)
	});
});

afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

const read = '2026-07-15T08:00:00Z';
const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);

test('at the change, and once more when no shared answer is older', () => {
	const ask = vi.fn();
	const stop = askAnew(read, '2026-07-15T09:00:00Z', ask);
	minutes(59);
	expect(ask).not.toHaveBeenCalled();
	minutes(1);
	expect(ask).toHaveBeenCalledTimes(1);
	minutes(2);
	expect(ask).toHaveBeenCalledTimes(2);
	stop();
});

test('not while the page is put away, but when it is seen again', () => {
	const ask = vi.fn();
	const stop = askAnew(read, '2026-07-15T09:00:00Z', ask);
	visibilityState = 'hidden';
	minutes(14 * 60);
	expect(ask).not.toHaveBeenCalled();
	visibilityState = 'visible';
	events.dispatchEvent(new Event('visibilitychange'));
	expect(ask).toHaveBeenCalledTimes(1);
	stop();
	events.dispatchEvent(new Event('pageshow'));
	expect(ask).toHaveBeenCalledTimes(1);
});

test('a page read just now is not asked anew, and what never changes has no timer', () => {
	const ask = vi.fn();
	const stop = askAnew(read, null, ask);
	events.dispatchEvent(new Event('visibilitychange'));
	expect(ask).not.toHaveBeenCalled();
	expect(vi.getTimerCount()).toBe(0);
	stop();
});
