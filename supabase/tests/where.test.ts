// What people paste into "Where": postal addresses as they stand in registers, municipalities,
// parishes, postcodes, names in Cyrillic letters. Asked of the gazetteer of the first data, through
// the page's own reading.
import { readFileSync } from 'node:fs';
import { emptyFilter } from '#lib/filter/filter.ts';
import { placeNameFrom } from '#lib/filter/values.ts';
import { postalName } from '#lib/i18n/localised.ts';
import { places } from '#lib/search/places.server.ts';
import { postcodePlaces } from '#network/postcodes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { serveLiteOn, type ServedLite } from './served.ts';
import { startSeam, type Seam } from './seam.ts';

let lite: ServedLite;
let seam: Seam;

beforeAll(async () => {
	lite = await serveLiteOn('PGlite', () => Promise.resolve());
	seam = await startSeam(lite.answer);
});
afterAll(async () => {
	vi.unstubAllGlobals();
	await lite?.close();
});

/** The name of the place a text is taken for, as an envelope has it; null when it is for none. */
async function takenFor(texts: readonly string[]): Promise<Record<string, string | null>> {
	const found: [string, string | null][] = [];
	// No more at once than the seam lets wait.
	for (let at = 0; at < texts.length; at += 12)
		await seam.rounds(() => Promise.all(texts.slice(at, at + 12).map(lookUp)));
	async function lookUp(text: string) {
		const name = placeNameFrom(text);
		expect(name, text).not.toBeNull();
		const near = { kind: 'place', name: name ?? '', km: 25 } as const;
		const { filter, place } = await places.locate({ ...emptyFilter, near });
		expect(filter.near === null, text).toBe(place?.taken === null);
		found.push([text, place?.taken ? postalName(place.taken.name) : null]);
	}
	return Object.fromEntries(found);
}

const data = new URL('../data/', import.meta.url);
const read = (name: string) => JSON.parse(readFileSync(new URL(name, data), 'utf8')) as unknown;

test('official postal addresses lead to their town, their parish or their municipality', async () => {
	const addresses: Record<string, string> = {
		'Ieriķu iela 43A, Rīga': 'Rīga',
		'Raiņa bulvāris 15, Rīga': 'Rīga',
		'Brīvības bulvāris 36, Rīga, LV-1520': 'Rīga',
		'Smilšu iela 1, Rīga': 'Rīga',
		'Katoļu iela 2b, Jelgava, LV-3001': 'Jelgava',
		'Saules iela 15, Daugavpils, LV-5401': 'Daugavpils',
		'Atbrīvošanas aleja 95, Rēzekne, LV-4601': 'Rēzekne',
		'Svētes iela 33, Jelgava': 'Jelgava',
		'Brīvības iela 45, Jēkabpils, LV-5201': 'Jēkabpils',
		'Dārza iela 8a, Alūksne (Alūksnes novada Sabiedrības centrs)': 'Alūksne',
		'Skolotāju iela 8, Jelgava': 'Jelgava',
		'Elijas iela 17, Rīga, LV-1050': 'Rīga',
		'Klāva Ukstiņa iela 7/9, Liepāja, LV-3401': 'Liepāja',
		'11. novembra krastmala 35, Rīga, LV-1050': 'Rīga',
		'Lāčplēša iela 48 - 8, Rīga, LV-1011': 'Rīga',
		'AB dambis 2, Rīga, LV 1048': 'Rīga',
		'Valdemāra iela 47, Ainaži, Limbažu nov., LV-4035': 'Ainaži',
		'"Kalna Ziedi", Aizkraukle, Aizkraukles nov., LV-5101': 'Aizkraukle',
		'Skolas iela 1, Aizpute, Dienvidkurzemes nov., LV-3456': 'Aizpute',
		'Miera iela 1, Aknīste, Jēkabpils nov., LV-5208': 'Aknīste',
		'Skolas iela 11A, Alsunga, Alsungas pag., Kuldīgas nov., LV-3306': 'Alsunga',
		'Pils iela 74, Alūksne, Alūksnes nov., LV-4301': 'Alūksne',
		'Edgara Kauliņa aleja 20, Lielvārde, Ogres nov., LV-5070': 'Lielvārde',
		'Daugavas iela 58, Skrīveri, Skrīveru pag., Aizkraukles nov., LV-5125': 'Skrīveri',
		'Skolas iela 5, Andrupene, Andrupenes pag., Krāslavas nov., LV-5687': 'Krāslava',
		'"Kaikaši", Vecpiebalga, Vecpiebalgas pag., Cēsu nov., LV-4122': 'Vecpiebalga',
		'"Āraišu ezerpils", Drabešu pag., Cēsu nov., LV-4101': 'Drabeši',
		'Zigfrīda Meierovica prospekts 20, Jūrmala, LV-2015': 'Jūrmala',
		'"Mercendarbes muiža", Baldones pag., Ķekavas nov., LV-2125': 'Baldone',
		'Tilžas iela 7, Baltinava, Baltinavas pag., Balvu nov., LV-4594': 'Baltinava',
		'"Rumbiņi", Katvaru pag., Limbažu nov., LV-4061': 'Limbaži',
		'"Bārtas muzejs", Bārta, Bārtas pag., Dienvidkurzemes nov., LV-3482': 'Grobiņa',
		'"Meņģeļi", Ērgļu pag., Madonas nov., LV-4840': 'Ērgļi',
		'Pils laukums 9, Cēsis, Cēsu nov., LV-4101': 'Cēsis',
		'"Jāņa skola", Jaunpiebalgas pag., Cēsu nov., LV-4125': 'Jaunpiebalga',
		'Jaunatnes gatve 1, Kazdanga, Kazdangas pag., Dienvidkurzemes nov., LV-3457': 'Grobiņa',
		'"Kubalu skola", Saustere, Dundagas pag., Talsu nov., LV-3270': 'Dundaga',
		'Rīgas iela 26, Ķekava, Ķekavas pag., Ķekavas nov., LV-2123': 'Ķekava',
		'Parka iela 31, Mazsalaca, Valmieras nov., LV-4215': 'Mazsalaca',
		'Jelgavas iela 9 - 37, Olaine, Olaines nov., LV-2114': 'Olaine',
		'Selgas iela 33, Roja, Rojas pag., Talsu nov., LV-3264': 'Roja',
		'Raiņa bulvāris 28, Preiļi, Preiļu nov., LV-5301': 'Preiļi',
		'"Mangaļi", Valgundes pag., Jelgavas nov., LV-3017': 'Jelgava',
		'Pils iela, Gulbene, Gulbenes nov.': 'Gulbene',
		'Raiņa bulvāris 15 Rīga LV-1050': 'Rīga',
		'Baznīcas iela 25, LV-1010 Rīga, Latvija': 'Rīga'
	};
	expect(await takenFor(Object.keys(addresses))).toEqual(addresses);
});

test('every municipality of today, in full and short, leads into it', async () => {
	const { municipalities } = read('geography.json') as {
		municipalities: { name_lv_full: string; valid_to: string | null }[];
	};
	const today = municipalities
		.filter((one) => one.valid_to === null)
		.map((one) => one.name_lv_full);
	expect(today).toHaveLength(42);
	const short = today.map((name) =>
		name.replace(/ novads$/, ' nov.').replace(/ valstspilsēta$/, ' valstspils.')
	);
	const found = await takenFor([...today, ...short]);
	expect(Object.entries(found).filter(([, place]) => place === null)).toEqual([]);
	for (const [at, name] of today.entries()) expect(found[short[at] ?? '']).toBe(found[name]);
	expect(found['Cēsu nov.']).toBe('Cēsis');
	expect(found['Dienvidkurzemes nov.']).toBe('Grobiņa');
	expect(found['Rēzeknes novads']).toBe('Rēzekne');
});

test('every place of the gazetteer leads to itself: alone, in its municipality, in an address', async () => {
	const all = read('places.json') as { name_lv: string; kind: string; municipality: string }[];
	const towns = all.filter(({ kind }) => kind !== 'neighbourhood').map(({ name_lv }) => name_lv);
	const texts = towns.flatMap((name) => [name, `Meža iela 12, ${name}`, `Meža iela 12 ${name}`]);
	const found = await takenFor(texts);
	expect(Object.entries(found).filter(([text, place]) => !text.endsWith(place ?? '?'))).toEqual([]);
});

test('every postcode that is known leads to its town', async () => {
	const codes = Object.keys(postcodePlaces).map((code) => code.padEnd(4, '9'));
	const found = await takenFor(codes.flatMap((code) => [`LV-${code}`, `lv ${code}`, code]));
	for (const code of codes) {
		const place = postcodePlaces[code] ?? postcodePlaces[code.slice(0, 2)];
		for (const text of [`LV-${code}`, `lv ${code}`, code]) expect(found[text], text).toBe(place);
	}
	expect(await takenFor(['LV-9999', '6000'])).toEqual({ 'LV-9999': null, 6000: null });
});

test('towns by their Russian names', async () => {
	const names: Record<string, string> = {
		...{ Рига: 'Rīga', Даугавпилс: 'Daugavpils', Лиепая: 'Liepāja', Елгава: 'Jelgava' },
		...{ Юрмала: 'Jūrmala', Вентспилс: 'Ventspils', Резекне: 'Rēzekne', Валмиера: 'Valmiera' },
		...{ Екабпилс: 'Jēkabpils', Огре: 'Ogre', Тукумс: 'Tukums', Цесис: 'Cēsis' },
		...{ Саласпилс: 'Salaspils', Кулдига: 'Kuldīga', Олайне: 'Olaine', Салдус: 'Saldus' },
		...{ Талси: 'Talsi', Добеле: 'Dobele', Краслава: 'Krāslava', Лудза: 'Ludza' },
		...{ Бауска: 'Bauska', Сигулда: 'Sigulda', Ливаны: 'Līvāni', Гулбене: 'Gulbene' },
		...{ Мадона: 'Madona', Лимбажи: 'Limbaži', Айзкраукле: 'Aizkraukle', Алуксне: 'Alūksne' },
		...{ Прейли: 'Preiļi', Балвы: 'Balvi', Смилтене: 'Smiltene', Валка: 'Valka' },
		...{ Плявиняс: 'Pļaviņas', Виляны: 'Viļāni', Кегумс: 'Ķegums', Балдоне: 'Baldone' },
		...{ Айнажи: 'Ainaži', Руйиена: 'Rūjiena', Стренчи: 'Strenči', Мазсалаца: 'Mazsalaca' },
		...{ Вилякa: 'Viļaka', Дагда: 'Dagda', Карсава: 'Kārsava', Варакляны: 'Varakļāni' },
		...{ Яунелгава: 'Jaunjelgava', Гробиня: 'Grobiņa', Эргли: 'Ērgļi', Кекава: 'Ķekava' },
		'ул. Бривибас 45, г. Екабпилс, Латвия': 'Jēkabpils',
		'Елгава, LV-3001': 'Jelgava'
	};
	expect(await takenFor(Object.keys(names))).toEqual(names);
});

test('a name that is no place stays unknown, with what comes close', async () => {
	expect(await takenFor(['Zzkaut', 'Brīvības iela 36', 'https://maps.app.goo.gl/AbCd'])).toEqual({
		Zzkaut: null,
		'Brīvības iela 36': null,
		'https://maps.app.goo.gl/AbCd': null
	});
});
