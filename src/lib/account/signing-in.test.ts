// The pure rules of signing in: where it may lead, what travels with it, and which passwords are
// good enough.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceWords } from './device.ts';
import { keep, pendingForm } from './pending-form.ts';
import { bodiesOf } from '#lib/mail/template.ts';
import { nextPath } from './next.ts';
import { passwordFault } from './password.ts';
import { waitWords } from './waiting.ts';

describe('where signing in leads', () => {
	it('is a page of coordinators, whatever was asked for', () => {
		for (const good of [
			'/koordinatoriem',
			'/en/coordinator/events?page=2',
			'/koordinatoriem/konts'
		])
			expect(nextPath(good, 'lv')).toBe(good);
		for (const bad of [
			'https://evil.example/koordinatoriem',
			'//evil.example/koordinatoriem',
			'/\\evil.example',
			'/koordinatoriem/../../etc',
			'/koordinatoriemx',
			'javascript:alert(1)',
			'/pasakumi',
			'',
			null
		])
			expect(nextPath(bad, 'en')).toBe('/en/coordinator');
		fc.assert(
			fc.property(fc.oneof(fc.webUrl(), fc.string(), fc.webPath()), (wanted) => {
				expect(nextPath(wanted, 'lv')).toMatch(/^\/(koordinatoriem|en\/coordinator)(?=$|[/?])/);
			})
		);
	});
});

describe('a form on its way', () => {
	const pairs = fc.array(fc.tuple(fc.string({ minLength: 1 }), fc.string()), { maxLength: 20 });

	it('arrives field by field as it was', () => {
		fc.assert(
			fc.property(pairs, (fields) => {
				const form = new FormData();
				// What a form carries is text without lone surrogates.
				const sent = fields.map(
					([name, value]) => [name.toWellFormed(), value.toWellFormed()] as const
				);
				for (const [name, value] of sent) form.append(name, value);
				const pending = pendingForm(keep('/koordinatoriem/konts?/me', form), 'lv');
				expect(pending?.fields).toEqual(sent);
			})
		);
	});

	it('says when files stay behind, and goes nowhere but behind the sign-in', () => {
		const form = new FormData();
		form.append('logo', new File(['x'], 'a.png'));
		expect(pendingForm(keep('/koordinatoriem', form), 'lv')).toEqual({
			action: '/koordinatoriem',
			fields: [],
			files: true
		});
		expect(pendingForm(keep('https://evil.example/', new FormData()), 'lv')).toBeNull();
		expect(pendingForm(keep('/izrakstities', new FormData()), 'lv')).toBeNull();
		const many = (count: number) =>
			JSON.stringify({
				action: '/koordinatoriem',
				fields: Array.from({ length: count }, () => ['a', '']),
				files: false
			});
		expect(pendingForm(many(3000), 'lv')?.fields).toHaveLength(3000);
		expect(pendingForm(many(3001), 'lv')).toBeNull();
		for (const broken of ['', 'x', '{}', '{"action":1}', null])
			expect(pendingForm(broken, 'lv')).toBeNull();
	});
});

describe('a password', () => {
	const own = ['anna@example.org', 'Anna Ozola', 'Tīkls'];
	it.each([
		['short', 'īsa parole'],
		['short', '👩‍👩‍👧'],
		['long', 'ā'.repeat(37)],
		['long', 'a b'.repeat(25)],
		['known', 'qwerty123456'],
		['known', 'Qwerty123456!'],
		['known', '111111111111'],
		['known', 'abcabcabcabc'],
		['known', '123456789012'],
		['known', 'anna.ozola12'],
		['known', 'qazwsxedcrfv']
	])('is %s: %s', (fault, password) => {
		expect(passwordFault(password, own)).toBe(fault);
	});
	it.each(['zirgs pļavā lasa avīzi', 'ā'.repeat(6) + 'Kuldīgas rumba', 'x9$Lq2!vTz7&'])(
		'is good: %s',
		(password) => expect(passwordFault(password, own)).toBeNull()
	);
});

describe('in words', () => {
	it('waiting as told is enough', () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 86_400 }), (seconds) => {
				const [, number = '', unit = ''] = /^(\d+) (\S+)$/.exec(waitWords(seconds)) ?? [];
				expect(Number(number) * (unit.startsWith('min') ? 60 : 3600)).toBeGreaterThanOrEqual(
					seconds
				);
			})
		);
	});

	it('a device is known again', () => {
		expect(
			deviceWords(
				'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1'
			)
		).toBe('Safari, iPhone');
		expect(deviceWords('Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0')).toBe(
			'Edge, Windows'
		);
		expect(deviceWords('')).toBe('Nezināma ierīce');
	});

	it('nothing in a mail becomes markup', () => {
		const { html, text } = bodiesOf({
			language: 'en',
			subject: '</title><b>',
			opening: ['<script>alert(1)</script>'],
			button: { text: '"x"', href: 'https://a.example/?a=1&b="' },
			closing: [],
			signature: '<b>'
		});
		expect(html).not.toMatch(/<script|<b>|b=""/);
		expect(text).toContain('https://a.example/?a=1&b="');
	});
});
