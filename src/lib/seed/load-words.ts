// Words the load data is made of. Varied enough that search and line breaks meet something like
// real texts.

interface Words {
	lv: string;
	en: string;
}

export const organisationSorts: readonly Words[] = [
	{ lv: 'jauniešu biedrība', en: 'youth association' },
	{ lv: 'pensionāru apvienība', en: "pensioners' union" },
	{ lv: 'sporta klubs', en: 'sports club' },
	{ lv: 'amatnieku kopa', en: "craftspeople's circle" },
	{ lv: 'ģimeņu atbalsta centrs', en: 'family support centre' },
	{ lv: 'kopienas fonds', en: 'community foundation' },
	{ lv: 'vides biedrība', en: 'environmental association' },
	{ lv: 'pieaugušo izglītības centrs', en: 'adult education centre' },
	{ lv: 'novadpētnieku biedrība', en: 'local history society' },
	{ lv: 'lauksaimnieku kooperatīvs', en: "farmers' cooperative" },
	{ lv: 'invalīdu biedrība', en: 'association of people with disabilities' },
	{ lv: 'tūrisma informācijas punkts', en: 'tourist information point' },
	{ lv: 'brīvprātīgo ugunsdzēsēju biedrība', en: 'volunteer fire brigade' },
	{ lv: 'mūzikas un deju kopa', en: 'music and dance company' }
];

export const openings: readonly Words[] = [
	{ lv: 'te var saņemt šādu palīdzību –', en: 'what one can get here is' },
	{ lv: 'galvenais darbs ir', en: 'the main work is' },
	{ lv: 'šeit piedāvā', en: 'on offer here:' },
	{ lv: 'biedri rīko', en: 'members organise' },
	{ lv: 'katru gadu notiek', en: 'every year there is' }
];

export const activities: readonly Words[] = [
	{ lv: 'konsultācijas par projektu pieteikumiem', en: 'advice on project applications' },
	{ lv: 'semināri par kvalitātes vadību', en: 'seminars on quality management' },
	{ lv: 'grāmatvedības apmācības biedrībām', en: 'bookkeeping training for associations' },
	{ lv: 'telpas sanāksmēm un nodarbībām', en: 'rooms for meetings and classes' },
	{ lv: 'iedzīvotāju forumi un diskusijas', en: "residents' forums and discussions" },
	{ lv: 'brīvprātīgo darba talkas', en: 'volunteer work days' },
	{ lv: 'datorprasmju nodarbības senioriem', en: 'computer classes for older people' },
	{ lv: 'juridiska palīdzība statūtu izstrādē', en: 'legal help with articles of association' },
	{ lv: 'pieredzes apmaiņa ar kaimiņu novadiem', en: 'exchange with neighbouring municipalities' },
	{
		lv: 'radošās darbnīcas bērniem un vecākiem',
		en: 'creative workshops for children and parents'
	},
	{ lv: 'uzņēmējdarbības uzsācēju atbalsts', en: 'support for people starting a business' },
	{ lv: 'kultūras mantojuma vākšana un kopšana', en: 'collecting and caring for cultural heritage' }
];

export const eventSubjects: readonly Words[] = [
	{ lv: 'kā uzrakstīt projekta pieteikumu', en: 'how to write a project application' },
	{ lv: 'kvalitātes vadības pamati', en: 'the basics of quality management' },
	{ lv: 'biedrības gada pārskats', en: "an association's annual report" },
	{ lv: 'saruna par novada attīstību', en: 'a talk on the development of the municipality' },
	{ lv: 'brīvprātīgo koordinēšana', en: 'coordinating volunteers' },
	{ lv: 'datu aizsardzība ikdienā', en: 'data protection in daily work' },
	{ lv: 'iedzīvotāju iniciatīvu forums', en: "forum of residents' initiatives" },
	{ lv: 'uzņēmēju brokastis', en: "entrepreneurs' breakfast" },
	{ lv: 'sociālo mediju darbnīca', en: 'social media workshop' },
	{ lv: 'atklāta pašvaldība', en: 'open municipality' }
];

/**
 * Three of these make a name nobody has: enough different ones that a search for one finds a
 * handful among a hundred thousand.
 */
export const syllables: readonly string[] =
	'bal dar en gal ir jūt kal lēv mar nor pil rūd sal tīr vēj zar mežu līgu stru brie kros plūd aust oz'.split(
		' '
	);
