// What names are read in a place as people paste it.
import { describe, expect, it } from 'vitest';
import { latinised } from './latinised.ts';
import { municipalityName, writtenPlace } from './written-place.ts';

describe('a place as it is written', () => {
	it.each([
		['Kuldīga', ['Kuldīga'], null, null],
		['Auce, Dobeles novads', ['Auce'], 'dobeles', null],
		['Cēsu nov.', [], 'cesu', null],
		['Cēsu novadā', [], 'cesu', null],
		['Kocēnu pagasts', ['Kocēnu'], null, null],
		['Kocēnu pag., Valmieras nov.', ['Kocēnu'], 'valmieras', null],
		['Rīgas valstspilsēta', ['Rīgas'], null, null],
		['Dārza iela 8a, Alūksne, Alūksnes nov., LV-4301', ['Alūksne'], 'aluksnes', '4301'],
		[
			'Skolas iela 1, Naujene, Naujenes pag., Augšdaugavas nov., LV-5462',
			['Naujene', 'Naujenes'],
			'augsdaugavas',
			'5462'
		],
		['"Upmaļi", Vecpiebalgas pag., Cēsu nov., LV-4122', ['Vecpiebalgas'], 'cesu', '4122'],
		['„Kalna Ziedi”, Aizkraukle, Aizkraukles nov.', ['Aizkraukle'], 'aizkraukles', null],
		['11. novembra krastmala 35, Rīga, LV-1050', ['Rīga'], null, '1050'],
		['Lāčplēša iela 48 - 8, Rīga, LV-1011', ['Rīga'], null, '1011'],
		['Raiņa bulvāris 15 Rīga LV 1050', ['Rīga'], null, '1050'],
		['Raiņa bulv. 15, LV-1050 Rīga', ['Rīga'], null, '1050'],
		['Brīvības iela Ventspils', ['Ventspils'], null, null],
		['Dārza iela 8a, Alūksne (Sabiedrības centrs, 2. stāvs)', ['Alūksne'], null, null],
		['AB dambis 2, Rīga', ['Rīga'], null, null],
		['Pils laukums 9\nCēsis\nLatvija', ['Cēsis'], null, null],
		[
			'Raiņa bulvāris 15\u201117, Cē\u00adsis, Cēsu\u00a0nov., LV\u20114101',
			['Cēsis'],
			'cesu',
			'4101'
		],
		['Straße iela 5 Æmāja', ['Æmāja'], null, null],
		['LV-3301', [], null, '3301'],
		['lv3301', [], null, '3301'],
		['3301', [], null, '3301'],
		['ул. Бривибас 5, Рига, Латвия', ['Riga'], null, null],
		['г. Елгава', ['Jelgava'], null, null],
		['Pils iela', [], null, null],
		['', [], null, null],
		['Latvija', [], null, null]
	])('%s', (text, names, municipality, postcode) => {
		expect(writtenPlace(text)).toEqual({ names, municipality, postcode });
	});

	it('the name of a municipality is what is left of it without its sort', () => {
		expect(municipalityName('kuldigas novads')).toBe('kuldigas');
		expect(municipalityName('rigas valstspilseta')).toBe('rigas');
		expect(municipalityName('novads')).toBe('novads');
	});
});

it.each([
	['Рига', 'Riga'],
	['Елгава', 'Jelgava'],
	['Лиепая', 'Liepaja'],
	['Юрмала', 'Jurmala'],
	['Екабпилс', 'Jekabpils'],
	['Плявиняс', 'Plavinas'],
	['Руйиена', 'Rujiena'],
	['Айзкраукле', 'Aizkraukle'],
	['Эргли', 'Ergli'],
	['КУЛДИГА', 'KULDIGA'],
	['Kuldīga', 'Kuldīga'],
	['Київ', 'Kijiv'],
	['Гродна', 'Grodna']
])('%s is %s', (cyrillic, latin) => {
	expect(latinised(cyrillic)).toBe(latin);
});
