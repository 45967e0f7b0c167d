// Somebody who uses the keyboard alone: from stop to stop with Tab, within a group with the arrows.
// At every stop what has the focus must show it (WCAG 2.4.7), lie in sight and not under what the
// page keeps in sight (2.4.11).
import type { Locator, Page } from '@playwright/test';
import { expect } from './people.ts';

interface Stop {
	/**
	 * The focus is where it was meant to get; for a radio button anywhere in its group, which is one
	 * stop.
	 */
	there: boolean;
	/** What is wrong with this stop; empty: nothing. */
	fault: string;
}

/** Runs in the page. */
function stopAt(wanted: Element | SVGElement | null): Stop {
	const here = document.activeElement;
	if (!here || here === document.body) return { there: false, fault: '' };
	const group = (element: Element | null) =>
		element instanceof HTMLInputElement && element.type === 'radio' ? element : null;
	const [radio, other] = [group(here), group(wanted)];
	const there =
		here === wanted || (radio !== null && radio.name === other?.name && radio.form === other.form);
	const name = here.outerHTML.slice(0, 120);
	const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
	// The button inside a date field has the focus without the field having it; the browser draws its
	// own ring there.
	const inside = !here.matches(':focus');
	if (!inside && (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) && boxShadow === 'none')
		return { there, fault: `the focus cannot be seen: ${name}` };
	// A link over two lines has a box in each; any of them will do.
	const seen = [...here.getClientRects()].some(({ left, right, top, bottom }) => {
		const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2;
		const y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
		const hit = document.elementFromPoint(x, y);
		return hit !== null && (here.contains(hit) || hit.closest('label')?.contains(here));
	});
	return { there, fault: seen ? '' : `what has the focus is out of sight: ${name}` };
}

/**
 * What is wrong with the place the focus is at now; empty: nothing. For a focus the page has moved
 * by itself.
 */
export async function faultHere(page: Page): Promise<string> {
	return (await page.evaluate(stopAt, null)).fault;
}

/**
 * Presses Tab until the focus is there.
 * @throws when it is not reached within 200 stops, or a stop on the way is not seen
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
	const wanted = await target.elementHandle();
	for (let presses = 0; presses < 200; presses += 1) {
		await page.keyboard.press('Tab');
		const { there, fault } = await page.evaluate(stopAt, wanted);
		expect(fault, page.url()).toBe('');
		if (there) return;
	}
	throw new Error(`no way to ${String(target)} by Tab`);
}

/** Gets to a link, a button or the head of a folded part, and presses it. */
export async function press(page: Page, target: Locator): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.press('Enter');
}

/** Gets to a field and types; what stood in a field of one line is replaced. */
export async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
	await tabTo(page, target);
	await page.keyboard.type(text);
}

/**
 * A day into the browser's own date field, whose parts stand as its language has them: here month,
 * day, year.
 */
export async function typeDay(page: Page, target: Locator, day: string): Promise<void> {
	const [year = '', month = '', date = ''] = day.split('-');
	await typeInto(page, target, `${month}${date}${year}`);
	await expect(target).toHaveValue(day);
}

/** A time such as 18:00 into the browser's own field, which asks for the half of the day. */
export async function typeTime(page: Page, target: Locator, time: string): Promise<void> {
	const [hour = 0, minute = 0] = time.split(':').map(Number);
	const two = (part: number) => String(part).padStart(2, '0');
	await typeInto(page, target, `${two(hour % 12 || 12)}${two(minute)}${hour < 12 ? 'AM' : 'PM'}`);
	await expect(target).toHaveValue(time);
}

/**
 * Gets to a group of radio buttons and chooses one of them: with the arrows, or with Space where
 * nothing was chosen yet.
 */
export async function choose(page: Page, radio: Locator): Promise<void> {
	await tabTo(page, radio);
	for (let presses = 0; presses < 20; presses += 1) {
		const { checked, here } = await radio.evaluate((element: HTMLInputElement) => ({
			checked: element.checked,
			here: element === document.activeElement
		}));
		if (checked) return;
		await page.keyboard.press(here ? 'Space' : 'ArrowDown');
		expect(await faultHere(page)).toBe('');
	}
	throw new Error(`${String(radio)} cannot be chosen with the arrows`);
}
