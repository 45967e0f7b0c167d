// What a screen reader is agreed to say on the walk of speech.spec.ts. A line is what is said at
// once: "polite" is the one live region, "title" a page that has loaded, anything else what got the
// focus. Whoever changes a line has read it aloud.

/** What changes from run to run is told by its shape. */
type Phrase = string | RegExp;

interface Agreed {
	walk: readonly Phrase[];
	save: readonly Phrase[];
	/** Where the walk waits. */
	wait: Readonly<
		Record<'words' | 'place' | 'all' | 'filter' | 'view' | 'group' | 'chosen' | 'event', RegExp>
	>;
	refused: RegExp;
	why: string;
	saved: RegExp;
	/** Titles of the page of an organisation, as they begin. */
	titles: { refused: RegExp; saved: RegExp };
}

export const agreed: Readonly<Record<'lv' | 'en', Agreed>> = {
	lv: {
		walk: [
			'title: Tīkls · Reģionālo kompetenču centru katalogs',
			'combobox, Ko – Meklēt pēc vārdiem, has popup listbox, not expanded, autocomplete in list',
			'polite: Atrastas 5 organizācijas. Vārdi: „jelgava”.',
			'combobox, Kur – vieta, ap kuru meklēt, has popup listbox, not expanded, autocomplete in list',
			'polite: Vieta „Zzkaut” nav atrasta. Atrastas 26 organizācijas.',
			'polite: Atrastas 26 organizācijas.',
			'Reģions',
			'checkbox, Kurzeme 3, not checked',
			'polite: Atrastas 3 organizācijas. Reģions: Kurzeme.',
			'title: Tīkls · Reģionālo kompetenču centru katalogs',
			'application, Interaktīva karte, Bultiņas pārvieto, + un − tuvina vai attālina, 0 rāda visu, 1–9 izvēlas vietu, Enter – uz vietām, Esc – ārā.',
			/^polite: Kartē redzams: \d+ organizācij(a|as|u)$/,
			/^button, .+/,
			/^polite: \d+ organizācij(a|as|u), (vieta|tuvumā): \p{Lu}/u,
			'application, Interaktīva karte',
			/^dialog, .+/,
			/^heading, .+, level 2$/,
			'title: Pasākumi · Tīkls',
			/^link, .+/,
			'document',
			/^polite: Piemērs, atcelts: .+\.$/
		],
		save: [
			'title: Labot organizāciju: Dzirdamā biedrība · Tīkls',
			'textbox, Tālrunis 1',
			'textbox, Tālrunis 2',
			'textbox, Tālrunis 3',
			'textbox, Tālrunis 4',
			'button, Saglabāt melnrakstu',
			'polite: Saglabā…',
			'group, Nav saglabāts: jāizlabo 1 vieta, Tālrunis 3: Nepareizs tālruņa numurs: 12. Piemēram, 63027549',
			'link, Tālrunis 3: Nepareizs tālruņa numurs: 12. Piemēram, 63027549',
			'textbox, Tālrunis 3, 12, Nepareizs tālruņa numurs: 12. Piemēram, 63027549, invalid',
			'polite: Saglabā…',
			'document',
			'polite: Melnraksts saglabāts.'
		],
		wait: {
			words: /^polite: .*Vārdi:/,
			place: /^polite: .*Zzkaut/,
			all: /^polite: Atrastas 26/,
			filter: /^polite: .*Kurzeme/,
			view: /^polite: Kartē redzams/,
			group: /^button, /,
			chosen: /^heading, /,
			event: /^polite: .*atcelts/
		},
		refused: /^group, Nav saglabāts/,
		why: 'Nepareizs tālruņa numurs: 12. Piemēram, 63027549',
		saved: /^polite: Melnraksts saglabāts/,
		titles: { refused: /^Kļūda: Labot /, saved: /^Melnraksts saglabāts · / }
	},
	en: {
		walk: [
			'title: Tīkls · Directory of regional competence centres',
			'combobox, What – Search by words, has popup listbox, not expanded, autocomplete in list',
			'polite: 5 organisations found. Words: “jelgava”.',
			'combobox, Where – place to look around, has popup listbox, not expanded, autocomplete in list',
			'polite: No place called “Zzkaut” was found. 26 organisations found.',
			'polite: 26 organisations found.',
			'Region',
			'checkbox, Kurzeme 3, not checked',
			'polite: 3 organisations found. Region: Kurzeme.',
			'title: Tīkls · Directory of regional competence centres',
			'application, Interactive map, Arrow keys move, + and − zoom, 0 shows everything, 1–9 choose a place, Enter goes to the places, Escape leaves.',
			/^polite: In view: \d+ organisations?$/,
			/^button, .+/,
			/^polite: \d+ organisations? (in|near) \p{Lu}/u,
			'application, Interactive map',
			/^dialog, .+/,
			/^heading, .+, level 2$/,
			'title: Events · Tīkls',
			/^link, .+/,
			'document',
			/^polite: Example, cancelled: .+\.$/
		],
		save: [
			'title: Edit organisation: Dzirdamā biedrība · Tīkls',
			'textbox, Phone 1',
			'textbox, Phone 2',
			'textbox, Phone 3',
			'textbox, Phone 4',
			'button, Save draft',
			'polite: Saving…',
			'group, Not saved: 1 thing to correct, Phone 3: Not a valid phone number: 12. For example 63027549',
			'link, Phone 3: Not a valid phone number: 12. For example 63027549',
			'textbox, Phone 3, 12, Not a valid phone number: 12. For example 63027549, invalid',
			'polite: Saving…',
			'document',
			'polite: Draft saved.'
		],
		wait: {
			words: /^polite: .*Words:/,
			place: /^polite: .*Zzkaut/,
			all: /^polite: 26 organisations/,
			filter: /^polite: .*Kurzeme/,
			view: /^polite: In view/,
			group: /^button, /,
			chosen: /^heading, /,
			event: /^polite: .*cancelled/
		},
		refused: /^group, Not saved/,
		why: 'Not a valid phone number: 12. For example 63027549',
		saved: /^polite: Draft saved/,
		titles: { refused: /^Error: Edit /, saved: /^Draft saved · / }
	}
};
