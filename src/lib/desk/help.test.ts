// Any page of docs/ becomes parts that can be led to, with no link that leads nowhere.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { helpFrom } from './help.ts';

const nowhere = () => null;

it('takes a page apart at its headings', () => {
	const help = helpFrom(
		[
			'# Title',
			'([In another language](other.md))',
			'Lead **bold**.',
			'## Jauns pasākums',
			'- one',
			'## Jauns  pasākums',
			'```',
			'## no heading',
			'```',
			'### Deeper'
		].join('\n\n'),
		nowhere
	);
	expect(help.title).toBe('Title');
	expect(help.lead.trim()).toBe('<p>Lead <strong>bold</strong>.</p>');
	expect(help.parts.map(({ id, title }) => [id, title])).toEqual([
		['jauns-pasakums', 'Jauns pasākums'],
		['jauns-pasakums-2', 'Jauns  pasākums']
	]);
	expect(help.parts[1]?.html).toContain('<h3>Deeper</h3>');
	expect(help.parts[1]?.html).toContain('## no heading');
});

it('leads where the site has a page, keeps other sites, and leaves words of the rest', () => {
	const { lead } = helpFrom(
		'# T\n\n[a](known.md) [b](running.md) [c](https://example.org/x) [d](javascript:alert(1)) ![e](x.png)',
		(href) => (href === 'known.md' ? '/known' : null)
	);
	expect(lead).toContain('<a href="/known">a</a> b <a href="https://example.org/x">c</a>');
	expect(lead).not.toMatch(/javascript|<img|running/);
	expect(lead).toMatch(/\be<\/p>/);
});

test('whatever the headings are, each has an id of its own and none is lost', () => {
	fc.assert(
		fc.property(
			fc.array(fc.stringMatching(/^[A-Za-zāčē0-9 !?-]{0,12}x[ !?]{0,3}$/), { maxLength: 8 }),
			(titles) => {
				const { parts } = helpFrom(
					`# T\n\n${titles.map((title) => `## ${title}\n\ntext\n`).join('\n')}`,
					nowhere
				);
				expect(parts.map(({ title }) => title)).toEqual(titles.map((title) => title.trim()));
				expect(new Set(parts.map(({ id }) => id)).size).toBe(titles.length);
				for (const { id } of parts) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
			}
		)
	);
});

it('has the same parts in both languages, and every link of theirs leads somewhere', () => {
	const [lv, en] = ['koordinatoriem', 'coordinators'].map((name) =>
		helpFrom(readFileSync(`docs/${name}.md`, 'utf8'), (href) =>
			/^(koordinatoriem|coordinators)\.md$/.test(href) ? `/${href}` : null
		)
	);
	expect(lv?.parts.length).toBeGreaterThan(10);
	expect(en?.parts).toHaveLength(lv?.parts.length ?? 0);
	for (const part of [...(lv?.parts ?? []), ...(en?.parts ?? [])]) expect(part.html).not.toBe('');
});
