// One live region in the whole site: two talk over each other, and a block that is one besides
// being read is heard twice.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { saidId } from './say.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** What makes an element speak up by itself, in markup and in scripts. */
const speaks =
	/aria-live|ariaLive|<output\b|\brole['"]?\s*[=:,]\s*\{?[^}>\n]*\b(status|alert|alertdialog|log|timer|marquee)\b/g;

/** Where one may stand, how many, and why. */
const allowed: Readonly<Record<string, number>> = {
	// The one: its role and its attribute; and SvelteKit's own is switched off.
	'src/routes/+layout.svelte': 3
};

function sources(folder: string, ending: RegExp): string[] {
	return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
		.map((name) => path.join(folder, name))
		.filter((name) => ending.test(name) && !/paraglide|\.test\.ts$/.test(name));
}

const found = (text: string) => text.match(speaks)?.length ?? 0;

describe('what speaks up by itself', () => {
	it('is found in every way it is written', () => {
		for (const written of [
			'<p role="status">',
			'<div aria-live="polite">',
			"<div role={live ? 'status' : undefined}>",
			'<output>3</output>',
			"box.setAttribute('role', 'alert')",
			"box.role = 'log'"
		])
			expect(found(written), written).toBe(1);
		for (const written of ['<div role="group">', '<p class="status">', '{status}'])
			expect(found(written), written).toBe(0);
	});

	it('is one region of the root layout', () => {
		const files = [
			...sources('src', /\.(svelte|ts|html)$/),
			...sources('static', /\.(js|html)$/),
			'src/error.html'
		];
		expect(files.length).toBeGreaterThan(500);
		const counted = new Map<string, number>();
		for (const file of files) {
			const count = found(readFileSync(path.join(root, file), 'utf8'));
			if (count > 0) counted.set(file, count);
		}
		expect(Object.fromEntries(counted)).toEqual(allowed);
	});

	it('is the one the scripts of pages without Svelte speak through', () => {
		expect(readFileSync(path.join(root, 'static/sending.js'), 'utf8')).toContain(
			`getElementById('${saidId}')`
		);
	});
});
