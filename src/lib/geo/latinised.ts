// Names in Cyrillic letters as Latvian has them: Елгава is Jelgava, Рига is Riga. Looked up names
// are compared without diacritics and forgive a typing error, so that one letter for one letter is
// enough.

const letters: Readonly<Record<string, string>> = {
	...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'jo', є: 'je', ж: 'ž', з: 'z' },
	...{ и: 'i', і: 'i', ї: 'ji', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r' },
	...{ с: 's', т: 't', у: 'u', ў: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'č', ш: 'š', щ: 'šč', ъ: '' },
	...{ ы: 'i', ь: '', э: 'e', ю: 'ju', я: 'ja' }
};

/** Words around a name that say what sort of place it is. */
const sorts: readonly [RegExp, string][] = [
	[/(^|[\s,])(?:г|гор|город|пос|посёлок|поселок|с|село)\.?\s+/giu, '$1'],
	[/\s+(?:край|район|р-н)(?=$|[\s,.])\.?/giu, ' nov.'],
	[/\s+(?:волость|вол)(?=$|[\s,.])\.?/giu, ' pag.'],
	[/(^|[\s,])(?:ул|улица)(?=$|[\s,.])\.?/giu, '$1iela'],
	[/Латви[яи]/giu, 'Latvija']
];

/** The text with every Cyrillic letter in Latin; a text without any is as it was. */
export function latinised(text: string): string {
	if (!/\p{Script=Cyrillic}/u.test(text)) return text;
	let plain = text;
	for (const [form, other] of sorts) plain = plain.replaceAll(form, other);
	return (
		plain
			// Before a vowel this letter is Latvian's j: Руйиена.
			.replaceAll(/й(?=[иеэ])/giu, 'j')
			// Behind a consonant these two only soften it: Плявиняс is Pļaviņas.
			.replaceAll(/(?<=[бвгджзклмнпрстфхцчшщ])я/giu, 'a')
			.replaceAll(/(?<=[бвгджзклмнпрстфхцчшщ])ю/giu, 'u')
			// At the beginning of a word this letter is heard with a j: Екабпилс, Ерсика.
			.replaceAll(/(?<!\p{L})Е/giu, (letter) => (letter === 'Е' ? 'Je' : 'je'))
			.replaceAll(/\p{Script=Cyrillic}/gu, (letter) => {
				const latin = letters[letter.toLowerCase()] ?? letter;
				return letter === letter.toLowerCase()
					? latin
					: latin.charAt(0).toUpperCase() + latin.slice(1);
			})
	);
}
