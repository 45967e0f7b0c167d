// One word for one act: a button, the history's line, what is said afterwards, the mails and the
// page for coordinators name it alike. Latvian and English inflect, so that no text can be built of
// another; what they share is held here. The table for people is in docs/style.md.
import { describe, expect, it } from 'vitest';
import { all, found, locales, page } from './written-texts.ts';

interface Act {
	/** Texts that name it. */
	keys: readonly string[];
	/** What each of them has to say, and what no text may say instead. */
	lv: { word: RegExp; otherwise?: RegExp };
	en: { word: RegExp; otherwise?: RegExp };
	/** Texts that may use the other word, because they are about another thing. */
	except?: readonly string[];
}

/** Something is taken off a whole that stays: a box's tick, a topic, a row, a person. */
const parts = [
	...['desk_do_remove_topic', 'desk_topic_hint', 'edit_event_remove', 'edit_picture_remove'],
	...['edit_organisation_consent_missing', 'edit_organisation_person_remove'],
	...['edit_pin_approximate_means', 'edit_pin_settled', 'event_list_nothing_text'],
	...['filter_clear', 'filter_remove_condition', 'history_act_take_out_person'],
	...['history_person_listed', 'history_person_out', 'history_person_out_done'],
	...['history_person_out_label', 'history_person_out_yes', 'history_person_out_yes_label'],
	...['history_person_was_out', 'history_persons_text', 'history_persons_title']
];
const outOfArchive = ['edit_act_unarchive', 'edit_done_unarchived', 'history_act_unarchive'];

const acts: Record<string, Act> = {
	publish: {
		keys: [
			'edit_act_publish',
			'edit_done_published',
			'edit_state_published',
			'history_act_publish'
		],
		lv: { word: /public/i, otherwise: /publiskot|publicēs(ies|imies)|nopublic/iu },
		en: { word: /publish/i, otherwise: /go(es)? live|make (it )?public/i }
	},
	'save a draft': {
		keys: ['edit_act_save_draft', 'edit_done_draft', 'edit_state_draft', 'desk_state_draft'],
		lv: { word: /melnrakst/i, otherwise: /uzmetum|skice|juceklis/i },
		en: { word: /draft/i, otherwise: /sketch|rough copy/i }
	},
	'move to drafts': {
		keys: ['edit_act_unpublish', 'edit_done_unpublished', 'history_act_unpublish'],
		lv: { word: /pārvieto\p{L}* uz melnrakstiem/iu, otherwise: /atpublic|paslēp|slēpt/iu },
		en: {
			word: /moved? (it )?to drafts/i,
			otherwise: /unpublish(?!ed)|\bhid(e|den)\b|take it down/i
		}
	},
	archive: {
		keys: ['edit_act_archive', 'edit_done_archived', 'edit_state_archived', 'desk_state_archived'],
		lv: { word: /^"arhivē/iu, otherwise: /(ielikt|pārvietot) arhīvā/iu },
		en: { word: /^"archive/i, otherwise: /(move|put) (it )?(in)?to the archive/i }
	},
	'take out of the archive': {
		keys: outOfArchive,
		lv: { word: /izņ[eē]m\p{L}* no arhīva/iu, otherwise: /atarhiv|arhīva (atjauno|atgriez)/iu },
		en: { word: /t(ake|aken|ook) (it )?out of the archive/i, otherwise: /(un|de)-?archiv/i }
	},
	delete: {
		keys: [
			...['edit_act_delete', 'edit_done_removed', 'edit_state_removed', 'edit_removed'],
			...['history_act_remove', 'history_removed', 'people_nav_removed', 'desk_removed_title'],
			...['desk_removed_text', 'desk_bulk_remove_hint', 'edit_state_remove_means']
		],
		lv: {
			word: /dzēs/iu,
			otherwise:
				/(?<!\p{L})(noņem|noņēm|izņem|izņēm|likvidē)(?!ot|um|\p{L}* (šo personu no ieraksta|no izmaiņu vēstures))/iu
		},
		en: {
			word: /delet/i,
			otherwise: /\bremov(?!\w* (them from the listing|from the\s+history))|\btrash|\brecycle/i
		},
		// The command that deletes examples has its name in the text.
		except: [...parts, ...outOfArchive, 'welcome_examples_why']
	},
	restore: {
		keys: [
			...['edit_act_restore', 'edit_done_restored', 'history_act_bring_back', 'history_restore'],
			...['history_restored', 'history_act_restore', 'desk_removed_text', 'desk_bulk_remove_hint']
		],
		lv: { word: /atjauno/iu, otherwise: /atgūt|atgūst|atsaukt dzēšanu/iu },
		en: { word: /restor/i, otherwise: /br(ing|ought) (\w+ )?back|undelete|recover|\bput back/i }
	},
	discard: {
		keys: ['edit_draft_forget', 'edit_conflict_leave'],
		lv: { word: /izmest/iu, otherwise: /atmest/iu },
		en: { word: /discard/i, otherwise: /throw away|give up/i }
	},
	undo: {
		keys: [
			...['desk_unconfirm', 'desk_unconfirmed_now', 'desk_not_unconfirmed', 'desk_bulk_undo'],
			...['desk_bulk_undone', 'desk_bulk_skipped', 'history_act_undo', 'history_person_out_confirm']
		],
		lv: { word: /atsau(k|c)/iu, otherwise: /atdarīt/iu },
		en: { word: /und(o|id)/i, otherwise: /t(ake|aken|ook) (\w+ )*back|\brevert/i }
	},
	confirm: {
		keys: ['desk_act_confirm', 'edit_state_confirm', 'edit_confirm_rest', 'history_act_confirm'],
		lv: { word: /pareizi/iu, otherwise: /viss kārtībā(?!: nekas negaida)/iu },
		en: { word: /is (still )?correct/i, otherwise: /is (all )?right\b|verify|verified/i }
	},
	edit: {
		keys: ['desk_edit', 'edit_back', 'edit_event_edit_title', 'edit_organisation_edit'],
		lv: { word: /labo/iu, otherwise: /rediģē/iu },
		en: { word: /edit/i, otherwise: /\bmodify|\bamend/i }
	},
	'cancel an event': {
		keys: ['event_state_cancelled', 'event_notice_cancelled', 'edit_event_date_cancelled'],
		lv: { word: /atcelt/iu },
		en: { word: /cancelled/i, otherwise: /call(ed)? off/i }
	},
	reschedule: {
		keys: [
			...['event_state_moved', 'edit_event_date_moved', 'event_facts_moved'],
			...['event_facts_moved_before', 'edit_event_see_dates', 'feed_take_calendar_note']
		],
		lv: { word: /pārcel/iu },
		en: {
			word: /reschedul/i,
			otherwise: /\bmoved (from|to another (time|day|date|place))|cancel, move/i
		}
	},
	preview: {
		keys: ['edit_preview', 'edit_hours_preview_waits'],
		lv: { word: /priekšskatījum/iu, otherwise: /priekšskat(?!ījum)|caurskat/iu },
		en: { word: /preview/i }
	},
	history: {
		keys: ['edit_history', 'history_act_take_out_person', 'desk_removed_text'],
		lv: { word: /izmaiņu vēstur/iu, otherwise: /(?<!izmaiņu |pārlūka )vēstur/iu },
		en: { word: /history/i, otherwise: /version list|revision/i }
	},
	'end rights': {
		keys: ['people_end', 'people_end_yes', 'people_done_ended', 'history_act_end_membership'],
		lv: { word: /atņ[eē]m/iu, otherwise: /noņemt tiesības|anulē/iu },
		en: { word: /\bend/i, otherwise: /revok/i }
	},
	'withdraw an invitation': {
		keys: ['people_withdraw', 'people_done_withdrawn', 'history_act_withdraw_invitation'],
		lv: { word: /atsau(k|c)/iu },
		en: { word: /withdr/i, otherwise: /(cancel|revoke)\w* the invitation/i }
	},
	'send an invitation again': {
		keys: ['people_renew', 'people_done_renewed', 'desk_why_invitations'],
		lv: {
			word: /vēlreiz/iu,
			otherwise: /uzaicinājum\p{L}* (atjauno|jāatjauno)|atjauno\p{L}* uzaicin/iu
		},
		en: { word: /again/i, otherwise: /renew/i }
	},
	'sign in': {
		keys: ['sign_in_title', 'sign_in_password_button', 'ui_nav_sign_in', 'sign_in_link_title'],
		lv: { word: /pieslē/iu, otherwise: /ielogo|ienākt sistēmā|autoriz/iu },
		en: { word: /sign in/i, otherwise: /\blog(ged)? ?(in|on)\b/i }
	},
	'sign out': {
		keys: ['sign_in_out', 'sign_in_out_done', 'people_account_end', 'people_account_everywhere'],
		lv: { word: /izrakst/iu, otherwise: /izlogo|atslēgties/iu },
		en: { word: /signed out|sign out/i, otherwise: /\blog(ged)? ?out\b/i }
	},
	'begin from an event': {
		keys: ['edit_event_duplicate'],
		lv: { word: /pēc šī parauga/iu, otherwise: /dublē|klonē/iu },
		en: { word: /like this one/i, otherwise: /duplicat|\bclon/i }
	}
};

describe.each(Object.entries(acts))('%s', (_act, { keys, lv, en, except = [] }) => {
	it.each(locales)('has its word in every text that names it: %s', (locale) => {
		const written = new Map(all(locale));
		const { word } = { lv, en }[locale];
		const without = keys.filter((key) => !word.test(written.get(key) ?? ''));
		expect(without).toEqual([]);
	});

	it.each(locales)('is called nothing else anywhere: %s', (locale) => {
		const { otherwise } = { lv, en }[locale];
		expect(otherwise ? found(locale, otherwise, except) : []).toEqual([]);
	});
});

describe('words of acts', () => {
	it('cancel events alone', () => {
		const cancelled = (locale: 'lv' | 'en', word: RegExp) =>
			found(locale, word)
				.map((one) => one.split(': ')[0] ?? '')
				.filter(
					(key) =>
						!/^(event|edit_event|feed|desk_act_cancel|filter_only_in_list_events|the page)/.test(
							key
						)
				);
		expect(cancelled('lv', /(?<!\p{L})atcel/iu)).toEqual([]);
		expect(cancelled('en', /\bcancel/i)).toEqual([]);
	});

	it.each(locales)('are the same where two places name the same page or press: %s', (locale) => {
		const written = new Map(all(locale));
		const same = [
			['desk_new_event', 'people_nav_new_event', 'edit_event_new_title'],
			['desk_new_organisation', 'edit_organisation_new'],
			['desk_title', 'people_nav_desk'],
			['history_audit_title', 'people_nav_audit'],
			['people_title', 'people_nav_people'],
			['people_account_title', 'people_nav_account'],
			['desk_my_events', 'desk_events_title'],
			['desk_my_organisations', 'desk_organisations_title']
		];
		for (const keys of same)
			expect(
				[...new Set(keys.map((key) => written.get(key)))].map((text) => [keys[0], text])
			).toHaveLength(1);
	});

	it.each([
		['lv', /„([^”]+)”/gu],
		['en', /“([^”]+)”/gu]
	] as const)('stand in the page for coordinators as on the buttons: %s', (locale, quoted) => {
		const written = all(locale).map(([, text]) => text.slice(1, -1).replace(/\{\w+\}.*$/, ''));
		const names = [...page[locale].matchAll(quoted)].map(([, name = '']) =>
			name.replace(/\s+/g, ' ').replace(/ …$/, ' ')
		);
		expect(names.length).toBeGreaterThan(10);
		expect(names.filter((name) => !written.includes(name))).toEqual([]);
	});
});
