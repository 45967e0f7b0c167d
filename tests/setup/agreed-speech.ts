export const agreed = {
	lv: { found: 'Atrasta', unknownPlace: 'nav atrasta' },
	en: { found: 'found', unknownPlace: 'Zzkaut' }
} as const;
