// What somebody is, in words: "koordinators: Kurzeme, Zemgale".
import type { Locale } from '#lib/i18n/languages.ts';
import { m } from '#lib/paraglide/messages.js';

interface Named {
	name_lv: string;
	name_en: string | null;
}

export interface Role {
	role: string;
	deputy: boolean;
	regions: readonly Named[];
	organisation: Named | null;
}

/** A name in a language, in Latvian where there is no English one. */
export function nameIn({ name_lv, name_en }: Named, locale: Locale): string {
	return locale === 'en' ? (name_en ?? name_lv) : name_lv;
}

/** A role in words of `locale`, small letters first. */
export function roleWords({ role, deputy, regions, organisation }: Role, locale: Locale): string {
	const words = { locale };
	const named = regions.map((region) => nameIn(region, locale)).join(', ');
	if (role === 'coordinator')
		return deputy
			? m.people_role_deputy({ regions: named }, words)
			: m.people_role_coordinator({ regions: named }, words);
	if (role === 'editor' && organisation)
		return m.people_role_editor({ organisation: nameIn(organisation, locale) }, words);
	return m.people_role_administrator({}, words);
}
