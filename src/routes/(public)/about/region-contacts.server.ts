// Who answers for each region: read from the directory, so that the page changes with it.
import { error } from '@sveltejs/kit';
import { backend } from '#lib/backend/backend.server.ts';
import type { PartlyLocalised } from '#lib/i18n/localised.ts';
import { phoneOf, type Phone } from '#lib/formats/phone.server.ts';
import type { Localised } from '#lib/i18n/localised.ts';
import * as v from 'valibot';

export interface RegionContact {
	region: Localised;
	slug: string;
	name: PartlyLocalised;
	email: string | null;
	phones: Phone[];
}

const Rows = v.array(
	v.object({
		region: v.object({ position: v.number(), name_lv: v.string(), name_en: v.string() }),
		organisation: v.object({
			slug: v.string(),
			name_lv: v.string(),
			name_en: v.nullable(v.string()),
			email: v.nullable(v.string()),
			phones: v.array(v.string())
		})
	})
);

/** The contacts of all regions that have one, in the regions' order. */
export async function regionContacts(): Promise<RegionContact[]> {
	const { data, error: failure } = await backend()
		.visitor.from('region_contacts')
		.select(
			'region:regions(position, name_lv, name_en), organisation:organisations(slug, name_lv, name_en, email, phones)'
		);
	if (failure) {
		console.error(`region_contacts failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return v
		.parse(Rows, data)
		.toSorted((a, b) => a.region.position - b.region.position)
		.map(({ region, organisation }) => ({
			region: { lv: region.name_lv, en: region.name_en },
			slug: organisation.slug,
			name: { lv: organisation.name_lv, en: organisation.name_en ?? undefined },
			email: organisation.email,
			phones: organisation.phones.map(phoneOf)
		}));
}
