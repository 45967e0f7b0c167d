// Names on the map: towns by importance, the five planning regions, big lakes, neighbouring cities,
// countries and the sea. Coordinates of places are GeoNames'; where a label of an area stands is
// chosen here.
import type { LabelKind, LabelRow } from '#lib/map/basemap/labels.ts';
import type { GazetteerTown } from './sources.ts';

/** Large cities of the neighbours: GeoNames' name, country, Latvian name. */
const foreign = [
	['Tallinn', 'EE', 'Tallina'],
	['Vilnius', 'LT', 'Viļņa'],
	['Minsk', 'BY', 'Minska'],
	['Stockholm', 'SE', 'Stokholma'],
	['Helsinki', 'FI', 'Helsinki'],
	['Saint Petersburg', 'RU', 'Sanktpēterburga'],
	['Tartu', 'EE', 'Tartu'],
	['Kaunas', 'LT', 'Kauņa'],
	['Klaipėda', 'LT', 'Klaipēda'],
	['Pskov', 'RU', 'Pleskava'],
	['Šiauliai', 'LT', 'Šauļi'],
	['Panevėžys', 'LT', 'Panevēža'],
	['Pärnu', 'EE', 'Pērnava'],
	['Vitebsk', 'BY', 'Vitebska'],
	['Visby', 'SE', 'Visbija'],
	['Polotsk', 'BY', 'Polocka'],
	['Kuressaare', 'EE', 'Kuresāre'],
	['Valga', 'EE', 'Valga'],
	['Rokiškis', 'LT', 'Rokišķi'],
	['Palanga', 'LT', 'Palanga'],
	['Võru', 'EE', 'Veru'],
	['Utena', 'LT', 'Utena']
] as const;

const areas: LabelRow[] = [
	['country', 58.75, 25.6, 'Igaunija', 'Estonia'],
	['country', 55.35, 23.6, 'Lietuva', 'Lithuania'],
	['country', 57.3, 30.3, 'Krievija', 'Russia'],
	['country', 54.6, 28.9, 'Baltkrievija', 'Belarus'],
	['country', 58.2, 15.4, 'Zviedrija', 'Sweden'],
	['country', 53.2, 19.6, 'Polija', 'Poland'],
	['country', 61.3, 25.0, 'Somija', 'Finland'],
	['sea', 57.05, 19.75, 'Baltijas jūra', 'Baltic Sea'],
	['bay', 57.72, 23.55, 'Rīgas jūras līcis', 'Gulf of Riga'],
	['region', 56.83, 21.95, 'Kurzeme'],
	['region', 56.47, 24.2, 'Zemgale'],
	['region', 57.33, 25.75, 'Vidzeme'],
	['region', 56.33, 27.15, 'Latgale'],
	['region', 57.03, 24.66, 'Rīgas reģions', 'Riga region']
];

/**
 * Well-known lakes; the script moves each label to the middle of the lake it falls in and fails
 * when it falls on land.
 */
const lakes: LabelRow[] = [
	['lake', 56.77, 26.87, 'Lubāns'],
	['lake', 56.33, 27.47, 'Rāznas ezers', 'Rāzna'],
	['lake', 57.74, 25.23, 'Burtnieks'],
	['lake', 57.25, 23.12, 'Engures ezers', 'Engure'],
	['lake', 57.19, 22.17, 'Usmas ezers', 'Usma'],
	['lake', 56.46, 21.06, 'Liepājas ezers', 'Lake Liepāja'],
	['lake', 56.92, 23.7, 'Babītes ezers', 'Babīte'],
	['lake', 57.02, 24.18, 'Ķīšezers'],
	['lake', 57.45, 27.06, 'Alūksnes ezers', 'Alūksne'],
	['lake', 56.21, 27.0, 'Rušons']
];

/** Ten state cities by right; the capital stands alone. */
function kindOf(town: GazetteerTown, centres: ReadonlySet<string>): LabelKind {
	if (town.name === 'Rīga') return 'capital';
	if (town.status === 'valstspilsēta') return 'city';
	if (centres.has(town.name)) return 'centre';
	return town.status === 'ciems' ? 'village' : 'town';
}

const order: LabelKind[] = [
	'capital',
	'city',
	'foreign',
	'centre',
	'town',
	'village',
	'country',
	'sea',
	'bay',
	'region',
	'lake'
];

/** All labels, the most important first (who comes first keeps the space when two collide). */
export function labels(
	towns: readonly GazetteerTown[],
	centres: ReadonlySet<string>,
	city: (name: string, country: string) => { lat: number; lng: number },
	middleOfLake: (lng: number, lat: number) => [number, number]
): LabelRow[] {
	const round = (n: number) => Math.round(n * 1e4) / 1e4;
	const rows: LabelRow[] = [
		...towns.map((t): LabelRow => {
			const at = [kindOf(t, centres), round(t.lat), round(t.lng), t.name] as const;
			return t.name === 'Rīga' ? [...at, 'Riga'] : at;
		}),
		...foreign.map(([name, country, latvian]): LabelRow => {
			const { lat, lng } = city(name, country);
			const at = ['foreign', round(lat), round(lng), latvian] as const;
			return latvian === name ? at : [...at, name];
		}),
		...areas,
		...lakes.map(([kind, lat, lng, ...names]): LabelRow => {
			const [x, y] = middleOfLake(lng, lat);
			return [kind, round(y), round(x), ...names];
		})
	];
	return rows
		.map((row, position) => ({ row, position }))
		.sort((a, b) => order.indexOf(a.row[0]) - order.indexOf(b.row[0]) || a.position - b.position)
		.map(({ row }) => row);
}
