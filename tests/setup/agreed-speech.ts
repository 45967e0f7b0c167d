const part = {
	words: /(Vārdi|Words):/,
	place: 'Zzkaut',
	all: /^polite: .*(Atrastas|26 org)/,
	filter: 'Kurzeme',
	view: /Kartē redzams|In view/,
	entered: /button|mark/,
	chosen: /Izvēlēts|Chosen/,
	refused: /group/,
	errorTitle: '(Kļūda|Error)',
	why: /12/,
	saved: /saglabāts|saved/,
	savedTitle: '(Melnraksts saglabāts|Draft saved)'
};
export const agreed = {
	lv: { ...part, search: [], map: [], event: [], save: [] },
	en: { ...part, search: [], map: [], event: [], save: [] }
};
export const control = {
	lv: { regions: 'Reģions', cancelled: 'Saruna par iedzīvotāju padomēm' },
	en: { regions: 'Region', cancelled: 'Saruna par iedzīvotāju padomēm' }
} as const;
