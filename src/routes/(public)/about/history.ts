// Where the network comes from, year by year: what was read, and where. The words stand in
// messages/about; a test holds the addresses against the file of facts, so that nothing here is
// without a source and no fact is forgotten.
import { m } from '#lib/paraglide/messages.js';

export interface HistoryEntry {
	when: typeof m.about_history_2005_when;
	text: typeof m.about_history_2005;
	sources: readonly string[];
}

const project = [
	'https://www.kvalb.lv/index.php?option=com_content&view=article&id=721:nosledzies-projekts-ar-labu-parvaldibu-par-ilgtspejigu-attistibu&catid=59:ar-labu-prvaldbu-par-ilgtspjgu-attstbu&Itemid=132',
	'https://kurzemesnvo.lv/projekta-kopsavilkums/',
	'https://kurzemesnvo.lv/for-sustainable-development-with-good-management/'
];

export const history: readonly HistoryEntry[] = [
	{
		when: m.about_history_2005_when,
		text: m.about_history_2005,
		sources: ['https://dzirkstele.lv/?p=31709']
	},
	{
		when: m.about_history_2010_when,
		text: m.about_history_2010,
		sources: ['https://preili.lv/155818/pilsoniskas-sabiedribas-stiprinasana-latgale-2/']
	},
	{ when: m.about_history_project_when, text: m.about_history_project, sources: project },
	{
		when: m.about_history_ventspils_when,
		text: m.about_history_ventspils,
		sources: [
			'https://www.sif.gov.lv/index.php?option=com_content&view=article&id=8945&Itemid=201&lang=en'
		]
	},
	{
		when: m.about_history_programme_when,
		text: m.about_history_programme,
		sources: [
			'http://kurzemesnvo.lv/index.php/1801-kuldiga-tiksies-projektu-istenotaji-no-visas-latvijas',
			'http://www.nvo.lv/lv/news/publication/regionala-nvo-atbalsta-programma-9265/'
		]
	},
	{
		when: m.about_history_consortium_when,
		text: m.about_history_consortium,
		sources: [
			'http://www.activecitizensfund.lv/index.php/nvo-konsorcijs/',
			'https://lpr.gov.lv/?p=73196'
		]
	},
	{
		when: m.about_history_2019_when,
		text: m.about_history_2019,
		sources: [
			'https://kurzemesnvo.lv/kurzemes-nvo-atbalsta-centrs-uzstajas-nvo-un-mk-sadrbibas-memoranda-par-regionalo-nvo-atbalsta-programmu/'
		]
	}
];
