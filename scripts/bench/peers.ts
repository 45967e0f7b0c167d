// What three public systems that do part of this job measured with 1,000 organisations and/or 1,000
// events on one machine with two cores: Gancio 1.21, MINTvernetzt, WordPress with GeoDirectory.
// Medians on a mostly idle machine; copied, not measured here.

/** Columns of the table after our own. */
export const peerNames = ['Gancio', 'MINTvernetzt', 'WordPress'] as const;

export type Peers = readonly [string, string, string];

export const peers = {
	mapFirstByte: ['261 ms', '99 ms', '80 ms'],
	listFirstByte: ['151 ms', '44 ms', '82 ms'],
	organisationFirstByte: ['108 ms', '20 ms', '50 ms'],
	eventFirstByte: ['108 ms', '28 ms', '50 ms'],
	firstVisit: ['477 KB', '826 KB', '291 KB'],
	mapElements: ['1,749', '11,090', '1,646'],
	mapPerSecond: ['2-4', '5-8', '12-17'],
	organisationPerSecond: ['', '39', '19-28'],
	mapLcp: ['3.1-4.1 s', '2.3-3.5 s', '1.8-2.5 s'],
	listLcp: ['', '4-5 s', '1.9-2.3 s'],
	detailLcp: ['1.5-2.8 s', '4-5 s', '1.9-2.3 s'],
	none: ['', '', '']
} as const satisfies Record<string, Peers>;
