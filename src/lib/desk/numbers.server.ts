// Which tables of numbers a member's page has.
import type { Person } from '#lib/account/person.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { listHref } from '#lib/listing/listing-words.ts';
import { networkOutline } from '#lib/network/outline.server.ts';
import { numbersForMembers, unfoundWords } from '#lib/numbers/numbers.server.ts';
import { memberTables, type NumbersTable } from '#lib/numbers/tables.ts';
import { printAsked } from './list-asked.ts';

interface MemberPage {
	/** Id of the region the numbers are of; null: the whole network. */
	region: string | null;
	/** The day they were counted on. */
	today: string;
	tables: NumbersTable[];
}

/** The numbers an address asks for; a region nobody knows is none. */
export async function tablesForMember(
	person: Person,
	url: URL,
	locale: Locale
): Promise<MemberPage> {
	const asked = url.searchParams.get('region');
	const { regions } = await networkOutline();
	const region = regions.find(({ id }) => id === asked)?.id ?? null;
	const [numbers, unfound] = await Promise.all([
		numbersForMembers(person, region),
		unfoundWords(person)
	]);
	// Their list holds all that is counted only where all of it is theirs.
	const isTheirs =
		person.administrator || (region !== null && person.regions.some(({ id }) => id === region));
	const lackHref = (lacks: string) =>
		listHref('organisation', locale) + printAsked({ lacks, region }, 'organisation');
	return {
		region,
		today: numbers.today,
		tables: memberTables(numbers, unfound, locale, isTheirs ? lackHref : null)
	};
}
