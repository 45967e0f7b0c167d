// The page that stands alone when nothing else can be made looks like all others and says where to
// go, in both languages.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = read('./error.html');
const style = read('../static/error.css');
const tokens = read('./lib/ui/tokens.css');

/** Colours by their names, of the light or of the dark half of a style sheet. */
function colours(css: string, half: 0 | 1): Map<string, string> {
	const text = css.split('prefers-color-scheme: dark')[half] ?? '';
	return new Map(
		[...text.matchAll(/(--[\w-]+): (#[0-9a-f]{6})/g)].map(([, name = '', value = '']) => [
			name,
			value
		])
	);
}

it.each([0, 1] as const)('its colours are the tokens’ (half %i)', (half) => {
	const own = colours(style, half);
	expect(own.size).toBeGreaterThan(5);
	for (const [name, value] of own) expect(colours(tokens, half).get(name), name).toBe(value);
});

it('needs nothing but its own style sheet and icon, and offers to try again', () => {
	expect([...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address]) => address)).toEqual([
		'/favicon.svg',
		'/error.css',
		'/',
		'',
		'/',
		'',
		'/en'
	]);
	expect(page).not.toMatch(/<script|style=|<style/);
});
