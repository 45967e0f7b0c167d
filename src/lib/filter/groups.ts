// What can be ticked in the filter form: its groups, in the order in which people choose, each with
// its boxes.
import { m } from '#lib/paraglide/messages.js';
import type { FilterChoices } from './choices.ts';
import type { Filter, Subject } from './filter.ts';

/** Conditions one can choose several values of, as the filter names them. */
export type ListName =
	'kinds' | 'eventKinds' | 'topics' | 'regions' | 'municipalities' | 'languages' | 'access';

/** Conditions that are asked for or not. */
export type FlagName = 'upcoming' | 'open' | 'confirmed' | 'online';

/**
 * How many each choice would give, and how many the whole filter leaves; a value nothing has is
 * missing.
 */
export type Counts = { total: number } & Partial<Record<ListName, Record<string, number>>> &
	Partial<Record<FlagName, number>>;

/** One box. */
export interface Option {
	/** Parameter of the address and its value. */
	parameter: string;
	value: string;
	name: string;
	/** How many it would give; null while nobody has counted. */
	count: number | null;
	checked: boolean;
}

/** Boxes under one name. */
export interface OptionList {
	name: ListName | 'flags';
	label: string;
	/** How several of its boxes go together, where they are no alternatives. */
	note?: string;
	options: Option[];
}

/** What opens under one button. */
export interface FilterGroup {
	id: string;
	label: string;
	lists: OptionList[];
	/** Whether the two dates stand in it too. */
	dates: boolean;
	/** How many conditions of the filter are in it. */
	chosen: number;
}

const parameters: Record<ListName, string> = {
	kinds: 'kind',
	eventKinds: 'kind',
	topics: 'topic',
	regions: 'region',
	municipalities: 'municipality',
	languages: 'language',
	access: 'access'
};

/**
 * The groups of a form about organisations or events. Boxes that would find nothing are left out,
 * unless they are ticked.
 */
export function groupsOf(
	filter: Filter,
	subject: Subject,
	choices: FilterChoices,
	counts: Counts | null
): FilterGroup[] {
	const listOf = (name: ListName, label: string): OptionList => ({
		name,
		label,
		options: choices[name]
			.map((choice) => ({
				parameter: parameters[name],
				value: choice.id,
				name: choice.name,
				count: counts && (counts[name]?.[choice.id] ?? 0),
				checked: filter[name].includes(choice.id)
			}))
			.filter(isWorthShowing)
	});
	const flagsOf = (label: string, names: Partial<Record<FlagName, string>>): OptionList => ({
		name: 'flags',
		label,
		options: (Object.keys(names) as FlagName[])
			.map((flag) => ({
				parameter: flag,
				value: '1',
				name: names[flag] ?? '',
				count: counts && (counts[flag] ?? 0),
				checked: filter[flag]
			}))
			.filter(isWorthShowing)
	});
	const group = (id: string, label: string, parts: OptionList[], dates = false): FilterGroup => ({
		id,
		label,
		lists: parts.filter((part) => part.options.length > 0),
		dates,
		chosen:
			parts.flatMap((part) => part.options.filter((option) => option.checked)).length +
			(dates ? [filter.from, filter.to].filter((date) => date !== null).length : 0)
	});
	const accessList = { ...listOf('access', m.filter_access()), note: m.filter_access_all() };
	const single = (name: ListName, label: string) => group(name, label, [listOf(name, label)]);
	const groups =
		subject === 'events'
			? [
					single('eventKinds', m.filter_event_kind()),
					group(
						'time',
						m.find_time(),
						[flagsOf(m.filter_attendance(), { online: m.find_flag_online() })],
						true
					),
					single('topics', m.filter_topic()),
					single('regions', m.filter_region()),
					single('municipalities', m.filter_municipality()),
					group('more', m.find_more(), [
						listOf('kinds', m.filter_organiser()),
						listOf('languages', m.filter_language()),
						accessList
					])
				]
			: [
					single('kinds', m.filter_kind()),
					single('topics', m.filter_topic()),
					single('regions', m.filter_region()),
					single('municipalities', m.filter_municipality()),
					group('more', m.find_more(), [
						flagsOf(m.find_only(), {
							upcoming: m.find_flag_upcoming(),
							open: m.find_flag_open(),
							confirmed: m.find_flag_confirmed()
						}),
						listOf('languages', m.filter_language()),
						accessList
					])
				];
	return groups.filter((each) => each.dates || each.lists.length > 0);
}

const isWorthShowing = (option: Option) => option.checked || option.count !== 0;
