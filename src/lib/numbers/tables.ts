// The directory in numbers as tables in the language of the page: what each is called, says and
// holds. The page draws them with bars, a CSV file writes them; both have the same rows.
import { network } from '#network';
import { eventKinds } from '#lib/event/event.ts';
import { kindWords } from '#lib/event/words.ts';
import { capitalised } from '#lib/i18n/capitalised.ts';
import type { Locale, Localised } from '#lib/i18n/languages.ts';
import { textIn } from '#lib/i18n/localised.ts';
import { m } from '#lib/paraglide/messages.js';
import { dayWords, monthWords, todayAt } from '#lib/time/dates.ts';
import { addMonths, firstDayOf, monthOf, type Month } from '#lib/time/month.ts';
import { countedFacts, factName } from './facts.ts';
import type { DirectoryNumbers, MemberNumbers, UnfoundWords } from './numbers.server.ts';

interface NumbersRow {
	name: string;
	/** Of the name, where it is not the page's. */
	lang?: string | undefined;
	/** What a file has instead of the name: the same in each language. */
	key?: string;
	/** Which fact is counted in it. */
	fact?: string;
	/** A text is a day, `2027-03-16`; null: there is none. */
	values: (number | string | null)[];
	/** Where the last value leads to, and what that is called beside its number. */
	link?: { href: string; text: string } | undefined;
}

/**
 * How a row is drawn: `share`, the first value as a part of the second; `stack`, the first value
 * and the second behind it, to the scale of the longest row; `single`, the first value alone;
 * `none`, not at all.
 */
type Drawing = 'share' | 'stack' | 'single' | 'none';

export interface NumbersTable {
	/** Names it on the page (`#fresh`) and in the address of its file. */
	id: string;
	title: string;
	/** What it says in words. */
	lead: string[];
	/** Headings: of the names, then of the values. */
	columns: string[];
	rows: NumbersRow[];
	drawn: Drawing;
}

/** The tables everybody may read, in the order of the page. */
export function openTables(numbers: DirectoryNumbers, locale: Locale): NumbersTable[] {
	return [
		kinds(numbers, locale),
		freshness(numbers, locale),
		completeness(numbers, locale),
		corrections(numbers, locale),
		...events(numbers, locale)
	];
}

/** Address of the list of those that lack a fact; none where it would not list all counted. */
type LackHref = (fact: string) => string;

/** How many lack each fact, each number with the way to them. */
function withLacks(table: NumbersTable, lackHref: LackHref | null): NumbersTable {
	return {
		...table,
		lead: [...table.lead, ...(lackHref ? [] : [m.numbers_lacking_where()])],
		columns: [...table.columns, m.numbers_column_lacking()],
		rows: table.rows.map((row) => {
			const lacking = Number(row.values[1]) - Number(row.values[0]);
			const link = lackHref &&
				lacking > 0 && {
					href: lackHref(row.fact ?? ''),
					text: m.numbers_lacking({ fact: row.name })
				};
			return { ...row, values: [...row.values, lacking], link: link || undefined };
		})
	};
}

/** Those of members: what is not public as a number, and, for coordinators, what nobody found. */
export function memberTables(
	numbers: MemberNumbers,
	unfound: UnfoundWords | null,
	locale: Locale,
	lackHref: LackHref | null
): NumbersTable[] {
	return [
		...(unfound ? [unfoundTable(unfound)] : []),
		states(numbers),
		...openTables(numbers, locale).map((table) =>
			table.id === 'complete' ? withLacks(table, lackHref) : table
		)
	];
}

function nameOf(
	name: Localised | null,
	locale: Locale
): { name: string; lang?: string | undefined } {
	const found = name && textIn(name, locale);
	return found ? { name: found.text, lang: found.lang } : { name: m.numbers_no_region() };
}

function kinds(numbers: DirectoryNumbers, locale: Locale): NumbersTable {
	return {
		id: 'kinds',
		title: m.numbers_kinds(),
		lead: [m.numbers_kinds_lead({ count: numbers.organisations, doubtful: numbers.doubtful })],
		columns: [m.filter_kind(), m.numbers_column_count()],
		rows: numbers.kinds.map(({ id, count }) => ({
			name: network.kinds.find((kind) => kind.id === id)?.plural[locale] ?? id,
			values: [count]
		})),
		drawn: 'single'
	};
}

function freshness({ regions }: DirectoryNumbers, locale: Locale): NumbersTable {
	const sum = (key: 'confirmed' | 'total') => regions.reduce((all, one) => all + one[key], 0);
	return {
		id: 'fresh',
		title: m.numbers_freshness(),
		lead: [m.numbers_freshness_lead({ confirmed: sum('confirmed'), total: sum('total') })],
		columns: [m.filter_region(), m.numbers_column_confirmed(), m.numbers_column_total()],
		rows: regions.map(({ name, confirmed, total }) => ({
			...nameOf(name, locale),
			values: [confirmed, total]
		})),
		drawn: 'share'
	};
}

function completeness(numbers: DirectoryNumbers, locale: Locale): NumbersTable {
	const { organisations: total, complete } = numbers;
	const { texts, ...others } = complete;
	const given: Readonly<Record<string, number>> = others;
	const count = (fact: string) => given[fact] ?? texts[fact.slice('text-'.length)] ?? 0;
	return {
		id: 'complete',
		title: m.numbers_complete(),
		lead: [m.numbers_complete_lead({ phone: complete.phone, total })],
		columns: [m.numbers_column_fact(), m.numbers_column_given(), m.numbers_column_total()],
		rows:
			total === 0
				? []
				: countedFacts.map((fact) => ({
						name: factName(fact, locale),
						fact,
						values: [count(fact), total]
					})),
		drawn: 'share'
	};
}

/** So many months from one on, each with what is known of it. */
function monthRows<Row extends { month: Month }>(
	first: Month,
	count: number,
	known: readonly Row[],
	values: (row: Row | undefined) => NumbersRow['values'],
	locale: Locale
): NumbersRow[] {
	const byMonth = new Map(known.map((row) => [row.month, row]));
	return Array.from({ length: count }, (_, later) => {
		const month = addMonths(first, later);
		return {
			name: capitalised(monthWords(firstDayOf(month), locale)),
			key: month,
			values: values(byMonth.get(month))
		};
	});
}

/** The first month of all that is told by months: a year with this one. */
const firstMonth = ({ today }: DirectoryNumbers): Month => addMonths(monthOf(today), -11);

function corrections(numbers: DirectoryNumbers, locale: Locale): NumbersTable {
	const { decided, waiting, oldest, median, longest, months } = numbers.corrections;
	const days = (count: number) => count.toLocaleString(locale);
	return {
		id: 'corrections',
		title: m.numbers_corrections(),
		lead: [
			m.numbers_corrections_lead({ decided, waiting }),
			...(median === null || longest === null
				? []
				: [m.numbers_corrections_waits({ median: days(median), longest: days(longest) })]),
			...(oldest === null
				? []
				: [
						m.numbers_corrections_oldest({
							date: dayWords(todayAt(new Date(oldest)), locale, 'name')
						})
					])
		],
		columns: [
			m.numbers_column_month(),
			m.numbers_column_received(),
			m.numbers_column_accepted(),
			m.numbers_column_declined(),
			m.numbers_column_days()
		],
		rows:
			months.length === 0
				? []
				: monthRows(
						firstMonth(numbers),
						12,
						months,
						(row) => [
							row?.received ?? 0,
							row?.accepted ?? 0,
							row?.declined ?? 0,
							row?.median ?? null
						],
						locale
					),
		drawn: 'single'
	};
}

interface Both {
	held: number;
	planned: number;
}

function events(numbers: DirectoryNumbers, locale: Locale): NumbersTable[] {
	const { months, regions, topics, kinds: byKind } = numbers.events;
	const first = firstMonth(numbers);
	const sum = (key: keyof Both) => months.reduce((all, one) => all + one[key], 0);
	const both = ({ held, planned }: Both) => [held, planned];
	const monthName = (month: Month) => monthWords(firstDayOf(month), locale);
	const span = m.numbers_span_lead({ from: monthName(first), to: monthName(addMonths(first, 23)) });
	const table = (
		id: string,
		title: string,
		lead: string,
		heading: string,
		rows: NumbersRow[]
	): NumbersTable => ({
		id,
		title,
		lead: [lead],
		columns: [heading, m.numbers_column_held(), m.numbers_column_planned()],
		rows,
		drawn: 'stack'
	});
	const named = (rows: readonly (Both & { name: Localised | null })[]) =>
		rows.map((row) => ({ ...nameOf(row.name, locale), values: both(row) }));
	return [
		table(
			'months',
			m.numbers_months(),
			m.numbers_months_lead({ held: sum('held'), planned: sum('planned') }),
			m.numbers_column_month(),
			months.length === 0
				? []
				: monthRows(first, 24, months, (row) => both(row ?? { held: 0, planned: 0 }), locale)
		),
		table('regions', m.numbers_regions(), span, m.filter_region(), named(regions)),
		table('topics', m.numbers_topics(), m.numbers_topics_lead(), m.filter_topic(), named(topics)),
		table(
			'event-kinds',
			m.numbers_event_kinds(),
			span,
			m.filter_kind(),
			// In the order in which kinds are chosen from; one this server does not know keeps its name.
			byKind
				.map((row) => ({ row, kind: eventKinds.find((kind) => kind === row.id) }))
				.toSorted(
					(a, b) => eventKinds.indexOf(a.kind ?? 'other') - eventKinds.indexOf(b.kind ?? 'other')
				)
				.map(({ row, kind }) => ({
					name: kind ? capitalised(kindWords(kind)) : row.id,
					values: both(row)
				}))
		)
	];
}

function states({ states: counted }: MemberNumbers): NumbersTable {
	return {
		id: 'states',
		title: m.numbers_states(),
		lead: [m.numbers_states_lead()],
		columns: [
			m.numbers_column_sort(),
			m.numbers_column_draft(),
			m.numbers_column_scheduled(),
			m.numbers_column_published(),
			m.numbers_column_archived()
		],
		rows: (counted ?? []).map((one) => ({
			name: subjectName(one.subject),
			values: [one.draft, one.scheduled, one.published, one.archived]
		})),
		drawn: 'none'
	};
}

const subjectName = (subject: 'organisation' | 'event') =>
	subject === 'event' ? m.numbers_events() : m.numbers_organisations();

function unfoundTable(unfound: UnfoundWords): NumbersTable {
	return {
		id: 'unfound',
		title: m.numbers_unfound(),
		lead: [unfound.length === 0 ? m.numbers_unfound_none() : m.numbers_unfound_lead()],
		columns: [
			m.numbers_column_words(),
			m.numbers_column_hours(),
			m.numbers_column_searched_days(),
			m.numbers_column_last(),
			m.numbers_column_sort()
		],
		rows: unfound.map(({ words, hours, days, last, subject }) => ({
			name: words,
			values: [hours, days, last, subjectName(subject)]
		})),
		drawn: 'single'
	};
}
