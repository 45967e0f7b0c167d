// What somebody is, in words: "koordinators: Kurzeme, Zemgale".
import type { Locale, Localised } from '#lib/i18n/languages.ts';
import { wordsIn } from '#lib/i18n/localised.ts';
import { m } from '#lib/paraglide/messages.js';

interface Named {
	name: Localised;
}

export interface Role {
	role: string;
	deputy: boolean;
	regions: readonly Named[];
	organisation: Named | null;
}

/** A role in words of `locale`, small letters first. */
export function roleWords({ role, deputy, regions, organisation }: Role, locale: Locale): string {
	const words = { locale };
	const named = regions.map((region) => wordsIn(region.name, locale)).join(', ');
	if (role === 'coordinator')
		return deputy
			? m.people_role_deputy({ regions: named }, words)
			: m.people_role_coordinator({ regions: named }, words);
	if (role === 'editor' && organisation)
		return m.people_role_editor({ organisation: wordsIn(organisation.name, locale) }, words);
	return m.people_role_administrator({}, words);
}

/** Everything somebody is. */
export interface Roles {
	administrator: boolean;
	regions: readonly (Named & { deputy: boolean })[];
	organisations: readonly Named[];
}

/** Everything somebody is, in words. */
export function rolesOf(me: Roles, locale: Locale): string {
	const none = { deputy: false, regions: [], organisation: null };
	const coordinated = (deputy: boolean) => {
		const regions = me.regions.filter((region) => region.deputy === deputy);
		return regions.length
			? [roleWords({ ...none, role: 'coordinator', deputy, regions }, locale)]
			: [];
	};
	return [
		...(me.administrator ? [roleWords({ ...none, role: 'administrator' }, locale)] : []),
		...coordinated(false),
		...coordinated(true),
		...me.organisations.map((organisation) =>
			roleWords({ ...none, role: 'editor', organisation }, locale)
		)
	].join('; ');
}
