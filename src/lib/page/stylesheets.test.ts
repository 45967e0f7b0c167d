// Styles of a component are its own; those of a stylesheet are everybody's from the moment it is
// loaded. A class that both name would be laid out anew, on pages where nobody looks for it, once
// some other part of the site has come.
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';

/** Classes of which one alone is enough to be laid out; `.map-mark.chosen` asks for both. */
const classesIn = (css: string) =>
	new Set(
		[
			...css
				.replaceAll(/\/\*.*?\*\//gs, '')
				.matchAll(/(?<![\w\]).-])\.(-?[a-z][\w-]*)(?![\w-]*\.)(?=[^{}]*\{)/gi)
		].map(([, name = '']) => name)
	);
const read = (file: string) => readFileSync(file, 'utf8');
const components = globSync('src/**/*.svelte').map((file) => ({ file, text: read(file) }));
/** The one of every page is read before a component is written. */
const sheets = globSync('src/lib/**/*.css').map((file) => ({ file, names: classesIn(read(file)) }));

/**
 * Classes that a component lays out as its own, and a stylesheet it does not know lays out, too.
 */
function collisions(text: string): string[] {
	const own = classesIn(
		[...text.matchAll(/<style>(.*?)<\/style>/gs)]
			.map(([, css = '']) => css.replaceAll(/:global\([^)]*\)/g, ''))
			.join('\n')
	);
	return sheets
		.filter(({ file }) => !text.includes(basename(file)))
		.flatMap(({ file, names }) =>
			[...own].filter((name) => names.has(name)).map((name) => `.${name} of ${basename(file)}`)
		);
}

it('no class of a component is laid out by a stylesheet it does not know', () => {
	expect(sheets.length).toBeGreaterThan(3);
	expect(
		components.flatMap(({ file, text }) => collisions(text).map((name) => `${file}: ${name}`))
	).toEqual([]);
});

it('such a class is found', () => {
	const [name = ''] = sheets.find(({ file }) => file.endsWith('connection-line.css'))?.names ?? [];
	const text = `<p class="${name}"></p><style>.other { color: red } .${name} { color: red }</style>`;
	expect(collisions(text)).toEqual([`.${name} of connection-line.css`]);
	expect(collisions(`import './connection-line.css';${text}`)).toEqual([]);
});
