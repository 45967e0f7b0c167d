// The days of the week as RFC 5545 writes them, apart from the rules they serve in: the browser
// needs no more than these.
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
