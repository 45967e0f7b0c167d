// What Natural Earth's outlines of 2009 get wrong for today's municipalities, as areas to be given
// to somebody else. Each names its reason; the shapes are drawn by hand, no finer than the source
// (about 500 m).
import type { Position } from './sources.ts';

/** An area to move: what lies inside `ring` and belongs to one of `from` goes to `to`. */
export interface Correction {
	to: string;
	from: readonly string[];
	reason: string;
	ring: readonly Position[];
}

/**
 * Natural Earth parts that were not merged whole in 2021. Inčukalna novads was divided: its parish
 * went to Sigulda, the town of Vangaži to Ropaži (the second is given back below).
 */
export const partOverrides: Readonly<Record<string, string>> = { 'LV.IN': 'siguldas-novads' };

export const corrections: readonly Correction[] = [
	{
		to: 'ropazu-novads',
		from: ['siguldas-novads'],
		reason: 'The town of Vangaži joined Ropaži in 2021, the rest of Inčukalna novads Sigulda.',
		ring: [
			[24.4909, 57.116],
			[24.5673, 57.116],
			[24.5836, 57.0875],
			[24.5809, 57.0537],
			[24.4909, 57.0537],
			[24.4909, 57.116]
		]
	},
	{
		to: 'liepaja',
		from: ['dienvidkurzemes-novads'],
		reason:
			'Natural Earth draws the harbour canal and the lake as sea, which left the middle of Liepāja to its neighbour.',
		ring: [
			[20.972, 56.532],
			[21.0207, 56.5286],
			[21.0564, 56.5161],
			[21.0453, 56.5001],
			[21.0388, 56.4715],
			[21.0272, 56.4644],
			[21.0174, 56.4537],
			[20.972, 56.4537],
			[20.972, 56.532]
		]
	},
	{
		to: 'olaines-novads',
		from: ['kekavas-novads', 'jelgavas-novads'],
		reason: 'Olaine is one piece; the source breaks its narrow neck between Ķekava and Ozolnieki.',
		ring: [
			[23.9727, 56.735],
			[24.0068, 56.735],
			[24.0245, 56.7162],
			[24.0205, 56.699],
			[23.9945, 56.699],
			[23.9864, 56.72],
			[23.9727, 56.735]
		]
	},
	{
		to: 'marupes-novads',
		from: ['riga'],
		reason: 'The source puts the town of Mārupe 100 m inside Rīga.',
		ring: [
			[24.036, 56.906],
			[24.044, 56.914],
			[24.06, 56.913],
			[24.068, 56.906],
			[24.06, 56.899],
			[24.044, 56.899],
			[24.036, 56.906]
		]
	}
];
