// The interface texts: both languages say the same things with the same gaps to fill, and nothing is kept that no page says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const subjects = readdirSync('messages');

function texts(subject: string, locale: string): Record<string, unknown> {
	const parsed: Record<string, unknown> = JSON.parse(
		readFileSync(join('messages', subject, `${locale}.json`), 'utf8')
	);
	delete parsed.$schema;
	return parsed;
}

function gaps(text: unknown): string[] {
	return [...new Set(JSON.stringify(text).match(/\{[a-zA-Z]+\}/g) ?? [])].sort();
}

/** Every word of the sources. */
const said = new Set(
	readdirSync('src', { recursive: true, encoding: 'utf8' })
		.filter((file) => /\.(ts|svelte)$/.test(file) && !file.includes('paraglide'))
		.flatMap((file) => readFileSync(join('src', file), 'utf8').match(/\w+/g) ?? [])
);

describe.each(subjects)('texts of %s', (subject) => {
	const lv = texts(subject, 'lv');
	const en = texts(subject, 'en');

	it('exist in both languages', () => {
		expect(Object.keys(en).sort()).toEqual(Object.keys(lv).sort());
		for (const text of [...Object.values(lv), ...Object.values(en)]) expect(text).not.toBe('');
	});

	it('have the same gaps in both languages', () => {
		for (const key of Object.keys(lv)) expect([key, gaps(en[key])]).toEqual([key, gaps(lv[key])]);
	});

	it('are all said somewhere', () => {
		expect(Object.keys(lv).filter((key) => !said.has(key))).toEqual([]);
	});

	it('begin with their subject', () => {
		expect(Object.keys(lv).filter((key) => !key.startsWith(`${subject}_`))).toEqual([]);
	});
});
