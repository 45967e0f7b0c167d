// A form is known again by what it carries, and by nothing somebody makes up.
import { createHmac } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { latest, soonest, timeOf } from './form-age.ts';

vi.mock('#lib/backend/backend.server.ts', () => ({
	backend: () => ({
		shade: (text: string) => createHmac('sha256', 'key').update(text).digest('base64url')
	})
}));
const { signedForm, signForm } = await import('./signed-form.server.ts');

const about = 'organisation/kpr';

it('knows its own form, for its own listing', () => {
	const made = Date.now();
	const carried = signForm(about, 7, made);
	expect(signedForm(about, carried)).toMatchObject({ version: 7, made });
	expect(signedForm('organisation/other', carried)).toBeNull();
	expect(signedForm('event/kpr', carried)).toBeNull();
	expect(signForm(about, 7, made)).not.toBe(carried);
});

it.each([
	['another version', (text: string) => text.replace('.7.', '.8.')],
	['another time', (text: string) => text.replace(/\.(\d{10,})\./, '.1$1.')],
	['another number', (text: string) => `0${text.slice(1)}`.replace(/^0(.)/, 'f$1')],
	['another seal', (text: string) => `${text.slice(0, -2)}xx`],
	['no seal', (text: string) => text.slice(0, text.lastIndexOf('.'))],
	['nothing', () => ''],
	['far too much', (text: string) => text + 'x'.repeat(10_000)]
])('does not know one with %s', (_, changed) => {
	const carried = signForm(about, 7).replace(/^./, 'e');
	const own = signForm(about, 7);
	expect(signedForm(about, changed(own) === own ? carried : changed(own))).toBeNull();
});

it('is too soon for three seconds and too old after twelve hours', () => {
	const form = { attempt: '', version: 1, made: 1_800_000_000_000 };
	expect(timeOf(form, form.made + soonest - 1)).toBe('too soon');
	expect(timeOf(form, form.made + soonest)).toBe('in time');
	expect(timeOf(form, form.made + latest)).toBe('in time');
	expect(timeOf(form, form.made + latest + 1)).toBe('expired');
	expect(timeOf(form, form.made - 1)).toBe('too soon');
});
