// What a fact of organisations.json says in the form a column wants. Only facts that were read or
// follow from a read one get through; a remark in brackets ('(2016-17)', '(office)') stays in the
// source file and out of the value.
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { CountryCode } from 'libphonenumber-js/min';
import type { Fact } from './source-files.ts';

export type Certainty = 'read' | 'inferred';

/** 'read' or 'inferred'; null when the fact is empty or not sure enough to print. */
export function certainty(fact: Fact): Certainty | null {
	if (fact.value === null) return null;
	if (fact.verified === true) return 'read';
	return fact.verified === 'inferred' ? 'inferred' : null;
}

/** The fact's text, or null when it must not be printed. */
export function usable(fact: Fact): string | null {
	return certainty(fact) === null ? null : fact.value;
}

/** The sources of a fact, one each. */
export function sourcesOf(fact: Fact): string[] {
	return (fact.source ?? '')
		.split(' ; ')
		.map((source) => source.trim())
		.filter(Boolean);
}

/** A name without a remark in brackets at its end: 'LPA (earlier eLPA)' → 'LPA'. */
export function plainName(text: string): string {
	return text.replace(/\s*\([^()]*\)\s*$/, '').trim();
}

/**
 * An address in its parts: 'Saules iela 15, Daugavpils, LV-5401 (office); legal address ...' →
 * street and postcode. What stands after a semicolon is another address. The part that is only the
 * town's name is not a street.
 */
export function addressParts(
	text: string,
	town: string | null,
	postcodePattern: string
): { street: string | null; postcode: string | null } {
	const parts = plainName(text.split(';')[0] ?? '')
		.split(',')
		.map((part) => part.trim());
	const isPostcode = (part: string) => new RegExp(postcodePattern).test(part);
	const street = parts
		.filter((part) => part !== '' && part !== town && !isPostcode(part))
		.join(', ');
	return { street: street || null, postcode: parts.find(isPostcode) ?? null };
}

/**
 * Every valid phone number of a text in E.164, in its order, each once. Numbers are told apart by
 * whatever is not a digit or a space: the library's own search takes '65428111; 65423801' for one
 * number with an extension and loses the second.
 */
export function phoneNumbers(text: string, country: string): string[] {
	const runs = text.match(/\+?\d[\d ]{5,}\d/g) ?? [];
	const numbers = runs.flatMap((run) => {
		const parsed = parsePhoneNumberFromString(run, country as CountryCode);
		return parsed?.isValid() ? [parsed.number as string] : [];
	});
	return [...new Set(numbers)];
}

/** The first e-mail address of a text, or null. */
export function emailAddress(text: string): string | null {
	return /[^\s@()<>,;:"]+@[^\s@()<>,;:"]+\.[^\s@()<>,;:".]{2,}/.exec(text)?.[0] ?? null;
}

/**
 * A web address with its scheme. A bare host is known to answer https only when one of the
 * organisation's sources was read there that way; http is the address that works either way.
 */
export function webAddress(text: string, readPages: readonly string[]): string {
	if (/^https?:\/\//.test(text)) return text;
	const host = text.replace(/\/.*$/, '');
	const secure = readPages.some(
		(page) => page === `https://${host}` || page.startsWith(`https://${host}/`)
	);
	return `${secure ? 'https' : 'http'}://${text}`;
}
