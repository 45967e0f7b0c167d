// What a network's configuration consists of, and how the rest of the code asks for its parts.
import type { Translated } from '#lib/i18n/languages.ts';
import type { Bounds } from '#lib/geo/position.ts';

/** Marker shapes the map can draw; each has an outline in `map/symbols.ts`. */
export const markerShapes = [
	'circle',
	'square',
	'triangle',
	'diamond',
	'hexagon',
	'star',
	'cross'
] as const;
export type MarkerShape = (typeof markerShapes)[number];

/**
 * Marker colours; each is a token `--kind-<colour>` in `ui/tokens.css`, designed for light and
 * dark.
 */
export const markerColours = [
	'carmine',
	'blue',
	'green',
	'ochre',
	'violet',
	'slate',
	'teal'
] as const;
export type MarkerColour = (typeof markerColours)[number];

/** A kind of organisation: what it is called and how its marker looks. */
export interface Kind {
	/** Stable identifier, also in addresses: lower-case letters and hyphens. */
	id: string;
	name: Translated;
	plural: Translated;
	shape: MarkerShape;
	colour: MarkerColour;
	/** schema.org type of its structured data. */
	schemaType: 'NGO' | 'GovernmentOrganization';
}

/** Who runs an installation, as the pages about privacy and accessibility name it. */
export interface Operator {
	name: Translated;
	email: string;
}

/** A public authority people can turn to. */
export interface Authority {
	name: Translated;
	website: string;
	/** As it is written on an envelope, in the country's own language. */
	address: string;
	email: string;
	/** E.164. */
	phone: string;
}

export interface NetworkConfig {
	name: Translated;
	subtitle: Translated;
	/** ISO 3166-1 alpha-2 of the country, for addresses and phone numbers. */
	country: string;
	/** ISO 639-1 codes of the languages texts are kept in; the first one is the network's own. */
	languages: readonly string[];
	/**
	 * Whether administrators sign in with a code of an authenticator app, too; whoever has none is
	 * led to set one up. Anybody else may.
	 */
	administratorsNeedSecondFactor: boolean;
	/** IANA zone in which the network's dates are written. */
	timeZone: string;
	/**
	 * Months after the last confirmation until an organisation is asked by mail whether its listing
	 * is still right; 1 to 120.
	 */
	askAfterMonths: number;
	/** Null while nobody is named. */
	operator: Operator | null;
	/** Supervises the protection of personal data. */
	dataProtectionAuthority: Authority;
	/** Whom to turn to when a complaint about accessibility is not answered. */
	accessibilityAuthority: Authority;
	bounds: Bounds;
	/** Form of a postcode; a regular expression that PostgreSQL and JavaScript understand alike. */
	postcodePattern: string;
	/** Form of an organisation's number in the country's register; the same sort of expression. */
	registrationNumberPattern: string;
	/**
	 * Each digit times its weight, added up, leaves this remainder; null where the register has no
	 * such rule.
	 */
	registrationNumberCheck: {
		weights: readonly number[];
		modulus: number;
		remainder: number;
	} | null;
	kinds: readonly Kind[];
}
