// Which languages the interface has.

/** Languages of the interface, the network's own first. */
export const locales = ['lv', 'en'] as const;
export type Locale = (typeof locales)[number];
