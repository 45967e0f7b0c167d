// No form part is left out of the page that shows them all.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it } from 'vitest';

it('has every form part', () => {
	const parts = globSync(join(import.meta.dirname, '../../src/lib/form/*.svelte'));
	expect(parts.length).toBeGreaterThan(5);
	const page = readFileSync(join(import.meta.dirname, 'Forms.svelte'), 'utf8');
	const missing = parts.map((part) => basename(part)).filter((name) => !page.includes(`/${name}'`));
	expect(missing).toEqual([]);
});
