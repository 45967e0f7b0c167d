// Who answers for each region: read from the directory, so that the page changes with it.
import type { Localised } from '#lib/i18n/languages.ts';
import { error } from '@sveltejs/kit';
import { backend } from '#lib/backend/backend.server.ts';
import { phoneOf, type Phone } from '#lib/formats/phone.server.ts';
import { LocalisedText } from '#lib/backend/answer.ts';
import * as v from 'valibot';
import { log } from '#lib/log/log.server.ts';

export interface RegionContact {
	region: Localised;
	slug: string;
	name: Localised;
	email: string | null;
	phones: Phone[];
}

const Rows = v.array(
	v.object({
		region: v.object({ position: v.number(), name: LocalisedText }),
		organisation: v.object({
			slug: v.string(),
			name: LocalisedText,
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
			'region:regions(position, name), organisation:organisations(slug, name, email, phones)'
		);
	if (failure) {
		log('error', `region_contacts failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	return v
		.parse(Rows, data)
		.toSorted((a, b) => a.region.position - b.region.position)
		.map(({ region, organisation }) => ({
			region: region.name,
			slug: organisation.slug,
			name: organisation.name,
			email: organisation.email,
			phones: organisation.phones.map(phoneOf)
		}));
}
