// Names in Cyrillic and Greek letters as Latvian has them: Елгава is Jelgava, Рига is Riga. Looked
// up names are compared without diacritics and forgive a typing error, so that one letter for one
// letter is enough. Addresses of pages are made of the same letters (`internal.latin_letters`).

const letters: Readonly<Record<string, string>> = {
	...{ а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', ё: 'jo', є: 'je', ж: 'ž', з: 'z' },
	...{ и: 'i', і: 'i', ї: 'ji', й: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r' },
	...{ с: 's', т: 't', у: 'u', ў: 'u', ф: 'f', х: 'h', ц: 'c', ч: 'č', ш: 'š', щ: 'šč', ъ: '' },
	...{ ы: 'i', ь: '', э: 'e', ю: 'ju', я: 'ja' },
	// Serbian, Macedonian, Kazakh, Tatar, old spellings.
	...{ ђ: 'đ', ј: 'j', љ: 'lj', њ: 'nj', ћ: 'ć', џ: 'dž', ѓ: 'g', ќ: 'k', ѕ: 'dz', ә: 'a' },
	...{ ғ: 'g', қ: 'k', ң: 'n', ө: 'o', ұ: 'u', ү: 'u', һ: 'h', ѣ: 'e' },
	...{ α: 'a', β: 'v', γ: 'g', δ: 'd', ε: 'e', ζ: 'z', η: 'i', θ: 't', ι: 'i', κ: 'k', λ: 'l' },
	...{ μ: 'm', ν: 'n', ξ: 'ks', ο: 'o', π: 'p', ρ: 'r', σ: 's', ς: 's', τ: 't', υ: 'i', φ: 'f' },
	...{ χ: 'h', ψ: 'ps', ω: 'o' },
	// Latin letters of Azerbaijani and of African languages.
	...{ ə: 'e', ǝ: 'e', ɔ: 'o', ʊ: 'u', ɣ: 'g' }
};

/** Words around a name that say what sort of place it is. */
const sorts: readonly [RegExp, string][] = [
	[/(^|[\s,])(?:г|гор|город|пос|посёлок|поселок|с|село)\.?\s+/giu, '$1'],
	[/\s+(?:край|район|р-н)(?=$|[\s,.])\.?/giu, ' nov.'],
	[/\s+(?:волость|вол)(?=$|[\s,.])\.?/giu, ' pag.'],
	[/(^|[\s,])(?:ул|улица)(?=$|[\s,.])\.?/giu, '$1iela'],
	[/Латви[яи]/giu, 'Latvija']
];

/**
 * The text with every Cyrillic and Greek letter in Latin, in its case; a text without any is as it
 * was. Letters nobody named stay. The database has the same for lower case in
 * `internal.latin_letters`.
 */
export function latinLetters(text: string): string {
	if (
		!/[\u0250-\u02AF\u018F\u0186\u018E\u01DD\u0194\u01B1\p{Script=Cyrillic}\p{Script=Greek}]/u.test(
			text
		)
	)
		return text;
	return (
		text
			.normalize('NFC')
			// Before a vowel this letter is Latvian's j: Руйиена.
			.replaceAll(/й(?=[иеэ])/giu, 'j')
			// Behind a consonant these two only soften it: Плявиняс is Pļaviņas.
			.replaceAll(/(?<=[бвгджзклмнпрстфхцчшщ])я/giu, 'a')
			.replaceAll(/(?<=[бвгджзклмнпрстфхцчшщ])ю/giu, 'u')
			// At the beginning of a word this letter is heard with a j: Екабпилс, Ерсика.
			.replaceAll(/(?<![A-Za-z\u00C0-\u024F\u0370-\u052F])Е/giu, (letter) =>
				letter === 'Е' ? 'Je' : 'je'
			)
			// Accents of Greek are no part of the letter.
			.normalize('NFD')
			.replaceAll(/(\p{Script=Greek})[\u0300-\u036F]+/gu, '$1')
			.normalize('NFC')
			.replaceAll(/ου/giu, 'u')
			.replaceAll(/[^\0-\u017F]/gu, (letter) => {
				const latin = letters[letter.toLowerCase()] ?? letter;
				return letter === letter.toLowerCase()
					? latin
					: latin.charAt(0).toUpperCase() + latin.slice(1);
			})
	);
}

/** A place as Latvian writes it, with Latvian words for what sort of place it is. */
export function latinised(text: string): string {
	if (!/\p{Script=Cyrillic}/u.test(text)) return text;
	let plain = text;
	for (const [form, other] of sorts) plain = plain.replaceAll(form, other);
	return latinLetters(plain);
}
