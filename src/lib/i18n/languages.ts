// Which languages there are: those of the interface, and those in which the network writes.

/** Languages of the interface, the network's own first. */
export const locales = ['lv', 'en'] as const;
export type Locale = (typeof locales)[number];

/** The language of the interface somebody has; the network's own where it is none of them. */
export const localeOf = (language: unknown): Locale =>
	locales.find((locale) => locale === language) ?? locales[0];

/** A language the network writes in (ISO 639-1); which they are, `network.languages` says. */
export type Language = string;

/** A text of the interface or of the configuration, there in every language of the interface. */
export type Translated = Record<Locale, string>;

/** A text of the directory: what is missing in a language is absent, and without any it is `{}`. */
export type Localised = Partial<Record<Language, string>>;
