// Who answers for each region, and how fresh its listings are: read from the directory in one
// question, so that the page changes with it.
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

/** How many organisations of a region were confirmed in this calendar year, of how many. */
export interface RegionFreshness {
	region: Localised;
	confirmed: number;
	total: number;
	/** Somebody coordinates it. */
	coordinated: boolean;
}

const Rows = v.array(
	v.object({
		region: LocalisedText,
		short: LocalisedText,
		total: v.number(),
		confirmed: v.number(),
		coordinated: v.boolean(),
		contact: v.nullable(
			v.object({
				slug: v.string(),
				name: LocalisedText,
				email: v.nullable(v.string()),
				phones: v.array(v.string())
			})
		)
	})
);

/** All regions in their order: the contacts of those that have one, and how fresh each is. */
export async function regionsInTheOpen(): Promise<{
	contacts: RegionContact[];
	freshness: RegionFreshness[];
}> {
	const { data, error: failure } = await backend().visitor.rpc('regions_in_the_open');
	if (failure) {
		log('error', `regions_in_the_open failed: ${failure.code} ${failure.message}`);
		error(503, 'the directory does not answer');
	}
	const rows = v.parse(Rows, data);
	return {
		contacts: rows.flatMap(({ region, contact }) =>
			contact ? [{ ...contact, region, phones: contact.phones.map(phoneOf) }] : []
		),
		freshness: rows.map(({ short, ...row }) => ({
			region: short,
			confirmed: row.confirmed,
			total: row.total,
			coordinated: row.coordinated
		}))
	};
}
