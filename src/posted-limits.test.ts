// Every page that takes a form says how much of it, and nothing else in the product reads what a
// request brings.
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { eventTable } from '#lib/event/edit/fields.ts';
import { isPlain } from '#lib/listing/fields/field.ts';
import { organisationTable } from '#lib/organisation/edit/fields.ts';
import { postedLimits, takingRoutes } from './posted-limits.ts';

const files = globSync(['src/**/*.ts', 'src/**/*.svelte']).filter(
	(file) => !/\.test\.ts$|^src\/lib\/paraglide\//.test(file)
);
const textOf = (file: string) => readFileSync(file, 'utf8');

it('the pages that take forms are those with actions', () => {
	const acting = files
		.filter((file) => file.endsWith('+page.server.ts'))
		.filter((file) => /export const actions\b/.test(textOf(file)))
		.map((file) => file.replace(/^src\/routes(.*)\/\+page\.server\.ts$/, '$1'));
	// Asked while somebody types, and too long for an address.
	acting.push('/coordinator/description.json');
	expect([...takingRoutes].sort()).toEqual(acting.sort());
});

it('no route answers anything but GET and HEAD beside them', () => {
	const others = files
		.filter((file) => file.endsWith('+server.ts'))
		.filter((file) =>
			/export (const|async function|function) (POST|PUT|PATCH|DELETE|fallback)\b/.test(textOf(file))
		);
	expect(others).toEqual(['src/routes/coordinator/description.json/+server.ts']);
});

it('one file reads bodies of requests', () => {
	// The engine's and the worker's requests come from this server itself, over no network.
	const own = /^src\/lib\/(http\/body\.ts|backend\/embedded\/)/;
	const reading = files
		.filter((file) => !own.test(file))
		.filter((file) =>
			/\b(request|req)\)?\s*\.\s*(formData|json|text|arrayBuffer|blob|bytes|body|clone)\b|\.formData\(|\{[^}]*\bbody\b[^}]*\} = (event\.)?request\b/.test(
				textOf(file)
			)
		);
	expect(reading).toEqual([]);
});

describe('what is taken', () => {
	it('is what the tables say and room to say that it is too long, not more', () => {
		for (const [route, table] of [
			['/coordinator/organisations/[id]', organisationTable],
			['/coordinator/events/new', eventTable]
		] as const) {
			const limits = postedLimits(route, true);
			let all = 0;
			for (const field of table.filter(isPlain)) {
				const max = 'max' in field && 'rows' in field ? field.max : 0;
				const controls =
					field.sort === 'localised' ? [`${field.name}_lv`, `${field.name}_en`] : [field.name];
				for (const control of controls) {
					const longest = limits?.longest(control) ?? 0;
					expect(longest, control).toBeGreaterThanOrEqual(8 * max);
					expect(longest, control).toBeLessThanOrEqual(400_000);
					all += 4 * max;
				}
			}
			expect(limits?.text).toBeGreaterThan(all);
			expect(limits?.bytes).toBeLessThanOrEqual(15_000_000);
		}
	});

	it('of strangers holds no file, and is small where nothing typed can come along', () => {
		for (const route of takingRoutes) {
			expect(postedLimits(route, false)?.files.count, route).toBe(0);
			const { bytes } = postedLimits(route, false) ?? { bytes: NaN };
			if (/\/correct$|^\/\(public\)\/propose\//.test(route))
				expect(bytes, route).toBeLessThanOrEqual(400_000);
			else if (!/^\/coordinator|^\/sign-in\/(code|second)$/.test(route))
				expect(bytes, route).toBeLessThanOrEqual(16_000);
		}
		expect(postedLimits('/(public)', true)).toBeNull();
	});
});
