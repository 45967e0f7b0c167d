// The pieces of which the schemas of the database's answers are made. An answer is named as the
// domain's types are, so that checking it is making it.
import * as v from 'valibot';

/** A text, or null where there is none. */
export const Text = v.nullable(v.string());

/**
 * PostgreSQL writes the session's offset; the domain has UTC alone, so that equal instants are
 * equal texts.
 */
export const Instant = v.pipe(
	v.string(),
	v.check((text) => !Number.isNaN(Date.parse(text)), 'not an instant'),
	v.transform((text) => new Date(text).toISOString())
);

/** A text in the languages of the network. */
export const LocalisedText = v.record(v.string(), v.string());

/** A name of the directory that can be linked: a topic, a region, a municipality. */
export const NamedRecord = v.object({ id: v.string(), name: LocalisedText });

/** WGS84 degrees, and whether the pin only stands at the town's centre; null without a place. */
export const PinValue = v.nullable(
	v.object({ lat: v.number(), lng: v.number(), approximate: v.boolean() })
);

/** How exactly a date is known. */
export const Precision = v.picklist(['minute', 'day', 'month', 'year']);
