// The network this installation serves. Another network runs the same software by changing this
// file, the texts in messages/ and the data in supabase/data; nothing in src/ names Latvia's
// regions or kinds.
import type { NetworkConfig } from '#lib/network/network.ts';

export const network: NetworkConfig = {
	name: { lv: 'Tīkls', en: 'Tīkls' },
	subtitle: {
		lv: 'Reģionālo kompetenču centru katalogs',
		en: 'Directory of regional competence centres'
	},
	languages: ['lv', 'en'],
	administratorsNeedSecondFactor: false,
	country: 'LV',
	timeZone: 'Europe/Riga',
	askAfterMonths: 6,
	postcodePattern: '^LV-[0-9]{4}$',
	registrationNumberPattern: '^[0-9]{11}$',
	/**
	 * As the Register of Enterprises forms numbers of legal persons; public bodies' numbers follow
	 * it, too.
	 */
	registrationNumberCheck: {
		weights: [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1],
		modulus: 11,
		remainder: 3
	},
	/**
	 * Who runs this installation and answers for it: `{ name: { lv, en }, email }`. While it is null,
	 * the pages about privacy, accessibility and the network say that the operator is not yet named.
	 */
	operator: null,
	/** Read at https://www.dvi.gov.lv/lv/viegli-lasit-0. */
	dataProtectionAuthority: {
		name: { lv: 'Datu valsts inspekcija', en: 'Data State Inspectorate' },
		website: 'https://www.dvi.gov.lv',
		address: 'Elijas iela 17, Rīga, LV-1050',
		email: 'pasts@dvi.gov.lv',
		phone: '+37167223131'
	},
	/** Read at https://www.tiesibsargs.lv/kontakti/iesniegums/. */
	accessibilityAuthority: {
		name: { lv: 'Latvijas Republikas tiesībsargs', en: 'Ombudsman of the Republic of Latvia' },
		website: 'https://www.tiesibsargs.lv',
		address: 'Baznīcas iela 25, Rīga, LV-1010',
		email: 'tiesibsargs@tiesibsargs.lv',
		phone: '+37167686768'
	},
	/**
	 * WGS84 degrees: where a pin may lie. Latvia's land with a margin of about 10 km; the database
	 * refuses others.
	 */
	bounds: { south: 55.58, west: 20.75, north: 58.18, east: 28.35 },
	/** Kinds in the order they are listed. The marker's shape and colour together tell them apart. */
	kinds: [
		{
			id: 'network-lead',
			name: { lv: 'Tīkla vadošā organizācija', en: 'Network lead' },
			plural: { lv: 'Tīkla vadošās organizācijas', en: 'Network leads' },
			shape: 'star',
			colour: 'carmine',
			schemaType: 'NGO'
		},
		{
			id: 'competence-centre',
			name: { lv: 'Kompetenču centrs', en: 'Competence centre' },
			plural: { lv: 'Kompetenču centri', en: 'Competence centres' },
			shape: 'circle',
			colour: 'blue',
			schemaType: 'NGO'
		},
		{
			id: 'ngo-support-centre',
			name: { lv: 'NVO atbalsta centrs', en: 'NGO support centre' },
			plural: { lv: 'NVO atbalsta centri', en: 'NGO support centres' },
			shape: 'square',
			colour: 'green',
			schemaType: 'NGO'
		},
		{
			id: 'entrepreneurship-centre',
			name: { lv: 'Uzņēmējdarbības centrs', en: 'Entrepreneurship centre' },
			plural: { lv: 'Uzņēmējdarbības centri', en: 'Entrepreneurship centres' },
			shape: 'triangle',
			colour: 'ochre',
			schemaType: 'GovernmentOrganization'
		},
		{
			id: 'planning-region',
			name: { lv: 'Plānošanas reģions', en: 'Planning region' },
			plural: { lv: 'Plānošanas reģioni', en: 'Planning regions' },
			shape: 'hexagon',
			colour: 'violet',
			schemaType: 'GovernmentOrganization'
		},
		{
			id: 'public-body',
			name: { lv: 'Valsts iestāde', en: 'Public body' },
			plural: { lv: 'Valsts iestādes', en: 'Public bodies' },
			shape: 'diamond',
			colour: 'slate',
			schemaType: 'GovernmentOrganization'
		},
		{
			id: 'partner',
			name: { lv: 'Sadarbības partneris', en: 'Partner' },
			plural: { lv: 'Sadarbības partneri', en: 'Partners' },
			shape: 'cross',
			colour: 'teal',
			schemaType: 'NGO'
		}
	]
};
