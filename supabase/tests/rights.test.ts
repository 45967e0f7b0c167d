// Who may do what: every table and function with every role, tried by running it, on both
// databases. A new table or function fails here until its line says what it is meant to allow.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases, roles } from './databases.ts';
import type { Role, TestDatabase } from './databases.ts';
import { hiddenMark, hideRows } from './hidden-rows.ts';

/** SQLSTATE insufficient_privilege. */
const denied = '42501';

/**
 * all: every row. published: rows that belong to something published. none: may ask and, without a
 * membership, sees no row. nothing: not even the attempt.
 */
type Sight = 'all' | 'published' | 'none' | 'nothing';
const everybody = { anon: 'all', authenticated: 'all', service_role: 'all' } as const;
const published = { anon: 'published', authenticated: 'published', service_role: 'all' } as const;

/** What only members see, and of it what is theirs: matrix.test.ts. */
const members = { anon: 'nothing', authenticated: 'none', service_role: 'all' } as const;

/**
 * What each role sees of each table. Nobody writes, empties or inserts anywhere: what people change
 * goes through functions.
 */
const sights: Record<string, Record<Role, Sight>> = {
	audit: members,
	conflicts: members,
	contact_persons: members,
	invitations: members,
	memberships: members,
	people: members,
	revisions: members,
	content_version: everybody,
	event_changes: published,
	event_documents: published,
	event_join_links: members,
	event_occurrences: published,
	event_organisers: published,
	event_sources: published,
	event_topics: published,
	event_venues: published,
	events: published,
	municipalities: everybody,
	organisation_kinds: everybody,
	organisation_sources: published,
	organisation_topics: published,
	organisations: published,
	pictures: published,
	places: everybody,
	region_contacts: published,
	regions: everybody,
	topics: everybody
};

const asked = [...roles];
const nobody: Role[] = [];
const signedIn: Role[] = ['authenticated'];
const visitors: Role[] = ['anon', 'authenticated'];
/** Anybody, but not in their own name. */
const clock: Role[] = ['anon', 'service_role'];
/** The server itself, for what nobody has a right to yet. */
const server: Role[] = ['service_role'];

/** Who may call each function. Triggers are called by the database itself. */
const callers: Record<string, Role[]> = {
	'internal.accept_invitation': signedIn,
	'internal.act_on_listings': signedIn,
	'internal.acting_member': nobody,
	'internal.address_hash': nobody,
	'internal.alarm_rest': nobody,
	'internal.alarms_overview': signedIn,
	'internal.answer_correction': server,
	'internal.age_listings': server,
	'internal.answer_still_true': visitors,
	'internal.are_accessibility_words': asked,
	'internal.are_languages': asked,
	'internal.are_names': nobody,
	'internal.are_phones': asked,
	'internal.are_plain': nobody,
	'internal.are_web_addresses': asked,
	'internal.area_box': nobody,
	'internal.as_written': nobody,
	'internal.ask_if_true': server,
	'internal.ask_new_address': signedIn,
	'internal.asked_state': nobody,
	'internal.attempt_limits': nobody,
	'internal.audit_only_grows': nobody,
	'internal.audit_states': signedIn,
	'internal.begin_accepting': nobody,
	'internal.begin_change': nobody,
	'internal.bring_events_along': nobody,
	'internal.cells': nobody,
	'internal.change_membership': signedIn,
	'internal.change_occurrence': nobody,
	'internal.change_other_parts': nobody,
	'internal.changes_by_others': nobody,
	'internal.check_alarms': server,
	'internal.check_dates_follow': nobody,
	'internal.check_forms': nobody,
	'internal.check_languages': nobody,
	'internal.check_pictures': nobody,
	'internal.check_point_in_network': nobody,
	'internal.check_region_of_date': nobody,
	'internal.check_time_zone': nobody,
	'internal.claim_correction': nobody,
	'internal.clean_up': server,
	'internal.columns_of': nobody,
	'internal.compared_names': nobody,
	'internal.confirm_listing': signedIn,
	'internal.contact_person_columns': nobody,
	'internal.correctable': nobody,
	'internal.correctable_listing': server,
	'internal.correction': signedIn,
	'internal.correction_key': nobody,
	'internal.correction_limits': nobody,
	'internal.correction_name': nobody,
	'internal.correction_outcome': server,
	'internal.correction_watch': nobody,
	'internal.corrections_to_tell': server,
	'internal.count_attempt': visitors,
	'internal.count_change_beside_event': nobody,
	'internal.count_change_beside_organisation': nobody,
	'internal.count_document_words': nobody,
	'internal.count_event_change': nobody,
	'internal.count_events': asked,
	'internal.count_organisation_change': nobody,
	'internal.count_organisations': asked,
	'internal.count_words': nobody,
	'internal.date_columns': nobody,
	'internal.date_conditions': nobody,
	'internal.dates_keep_to_their_event': nobody,
	'internal.decide_correction': signedIn,
	'internal.desk': signedIn,
	'internal.differing_fields': nobody,
	'internal.document': nobody,
	'internal.document_of': nobody,
	'internal.doubt_mark': asked,
	'internal.drop_conflict': signedIn,
	'internal.earlier_answer': nobody,
	'internal.end_accepting': nobody,
	'internal.end_all_sessions': signedIn,
	'internal.end_asking': nobody,
	'internal.end_change': nobody,
	'internal.end_invitation_mail': nobody,
	'internal.end_job': server,
	'internal.end_mail': server,
	'internal.end_membership': signedIn,
	'internal.end_of': nobody,
	'internal.end_session': signedIn,
	'internal.end_sessions_of': signedIn,
	'internal.end_sessions_without_rights': nobody,
	'internal.begin_second_factor': server,
	'internal.confirm_second_factor': server,
	'internal.drop_second_factor': server,
	'internal.end_second_factor': nobody,
	'internal.freshness': visitors,
	'internal.is_notable': nobody,
	'internal.has_fact': nobody,
	'internal.facts_changed': asked,
	'internal.decision_of': nobody,
	'internal.is_coordinated': visitors,
	'internal.late_corrections': nobody,
	'internal.my_sign_in': signedIn,
	'internal.needs_second_factor': nobody,
	'internal.note_unfound': server,
	'internal.numbers_at': nobody,
	'internal.numbers_for_members': signedIn,
	'internal.numbers_in_the_open': visitors,
	'internal.pass_second_factor': server,
	'internal.remove_second_factor': signedIn,
	'internal.second_factor_of': server,
	'internal.session_of_request': nobody,
	'internal.session_owner': nobody,
	'internal.about_as_far': nobody,
	'internal.best_matches': nobody,
	'internal.bits_for': nobody,
	'internal.changed_since': nobody,
	'internal.confirmed_since': nobody,
	'internal.counted_in_sets': nobody,
	'internal.forget_sets': nobody,
	'internal.forget_sets_of_names': nobody,
	'internal.live_sets': nobody,
	'internal.make_next_sets': server,
	'internal.make_sets': nobody,
	'internal.nearest_places': nobody,
	'internal.next_by_name': nobody,
	'internal.note_set_changes': nobody,
	'internal.put_into_sets': nobody,
	'internal.set_area': nobody,
	'internal.set_confirmed': nobody,
	'internal.set_having_words': nobody,
	'internal.set_left': nobody,
	'internal.set_near': nobody,
	'internal.set_of': nobody,
	'internal.set_of_any': nobody,
	'internal.set_of_found': nobody,
	'internal.set_of_words': nobody,
	'internal.set_open': nobody,
	'internal.set_upcoming': nobody,
	'internal.with_everything': nobody,
	'internal.words_with_set': nobody,
	'internal.similar_listings': ['authenticated', 'service_role'],
	'internal.take_second_factor': nobody,
	'internal.tell_second_factor': nobody,
	'internal.end_truth_ask': nobody,
	'internal.english_stem': asked,
	'internal.erase_account': nobody,
	'internal.erase_due': nobody,
	'internal.erase_invitations': nobody,
	'internal.erase_senders': nobody,
	'internal.erase_sign_ins': nobody,
	'internal.errors_forgiven': nobody,
	'internal.event_cells': asked,
	'internal.event_columns': nobody,
	'internal.event_counts': nobody,
	'internal.event_document': nobody,
	'internal.event_document_columns': nobody,
	'internal.event_facets': asked,
	'internal.event_hits': asked,
	'internal.event_keeps_its_dates': nobody,
	'internal.event_page': asked,
	'internal.event_points': asked,
	'internal.event_rows': nobody,
	'internal.event_texts': nobody,
	'internal.events_named': asked,
	'internal.feed_facts': asked,
	'internal.fold': asked,
	'internal.follow_events': nobody,
	'internal.follow_languages': nobody,
	'internal.follow_last_dates': nobody,
	'internal.follow_names_of_events': nobody,
	'internal.follow_names_of_organisations': nobody,
	'internal.follow_organisation_topics': nobody,
	'internal.follow_organisations': nobody,
	'internal.follow_organisers': nobody,
	'internal.follow_parts_of_events': nobody,
	'internal.follow_pin': nobody,
	'internal.follow_search_terms': nobody,
	'internal.follow_short_names': nobody,
	'internal.follow_venue': nobody,
	'internal.follow_withdrawal': nobody,
	'internal.forget_person': signedIn,
	'internal.forgotten': nobody,
	'internal.former_people': signedIn,
	'internal.forget_doubt': nobody,
	'internal.from_occurrences': nobody,
	'internal.from_organisations': nobody,
	'internal.give_slug_up': nobody,
	'internal.grants_rights': nobody,
	'internal.hand_over_occurrences': nobody,
	'internal.has_account': server,
	'internal.has_administrator': nobody,
	'internal.has_version': nobody,
	'internal.hash_of': nobody,
	'internal.in_first_language': asked,
	'internal.instant_of': nobody,
	'internal.invalid_answer': nobody,
	'internal.invitation_mails': signedIn,
	'internal.invitation_of': visitors,
	'internal.invite': signedIn,
	'internal.inviter_stays': nobody,
	'internal.is_account_due': nobody,
	'internal.is_administrator': signedIn,
	'internal.is_counted': nobody,
	'internal.is_email': asked,
	'internal.is_first_administrator_link': server,
	'internal.is_last_administrator': nobody,
	'internal.is_localised': nobody,
	'internal.is_mail_stopped': nobody,
	'internal.is_member': signedIn,
	'internal.is_phone': asked,
	'internal.is_picture_used': nobody,
	'internal.is_plain': nobody,
	'internal.is_slug': asked,
	'internal.is_stop_word': nobody,
	'internal.is_web_address': asked,
	'internal.jobs_ahead': server,
	'internal.operation_overview': signedIn,
	'internal.operation_report': server,
	'internal.join_link': asked,
	'internal.keep_conflict': nobody,
	'internal.keep_name': nobody,
	'internal.keep_venue_address': nobody,
	'internal.keep_withdrawal': nobody,
	'internal.key_words': nobody,
	'internal.know_waits': nobody,
	'internal.known_address': nobody,
	'internal.known_by': nobody,
	'internal.known_language': nobody,
	'internal.language_of': server,
	'internal.languages': asked,
	'internal.latin_letters': nobody,
	'internal.latitude_of': nobody,
	'internal.leave_event': signedIn,
	'internal.left_out': nobody,
	'internal.listing': signedIn,
	'internal.listing_history': signedIn,
	'internal.listing_name': nobody,
	'internal.listing_row': nobody,
	'internal.listing_state': nobody,
	'internal.listing_versions': signedIn,
	'internal.listings_of': nobody,
	'internal.located_corrections': nobody,
	'internal.look_what_waits': server,
	'internal.lower_case': asked,
	'internal.mail_lease': nobody,
	'internal.mail_pause': nobody,
	'internal.mail_stop_of': visitors,
	'internal.make_first_administrator': server,
	'internal.mark_names_in_lexicon': nobody,
	'internal.mark_still_true': signedIn,
	'internal.matches': nobody,
	'internal.matching_occurrences': asked,
	'internal.may_decide': nobody,
	'internal.may_edit': signedIn,
	'internal.may_edit_event': signedIn,
	'internal.may_edit_organisation': signedIn,
	'internal.may_grant': signedIn,
	'internal.may_hold_date_in': nobody,
	'internal.may_name_organisation': nobody,
	'internal.may_see_picture': visitors,
	'internal.meant_by': asked,
	'internal.membership_detail': nobody,
	'internal.merit_expression': nobody,
	'internal.metres_from': asked,
	'internal.move_mail_stops': nobody,
	'internal.my_account': signedIn,
	'internal.my_colleagues': signedIn,
	'internal.my_corrections': signedIn,
	'internal.my_list': signedIn,
	'internal.my_listings': nobody,
	'internal.my_mails': signedIn,
	'internal.my_organisations': signedIn,
	'internal.my_regions': signedIn,
	'internal.my_rights': signedIn,
	'internal.my_waits': signedIn,
	'internal.named': asked,
	'internal.named_beside': signedIn,
	'internal.named_parts': asked,
	'internal.names_like': asked,
	'internal.narrowed_to': nobody,
	'internal.near_point': asked,
	'internal.nearest_organisations': asked,
	'internal.nearest_word': nobody,
	'internal.new_address_secret': server,
	'internal.new_secret': nobody,
	'internal.new_slug': nobody,
	'internal.next_event': asked,
	'internal.next_mail': server,
	'internal.next_morning': nobody,
	'internal.next_waits_look': nobody,
	'internal.note_act': nobody,
	'internal.note_alarm': nobody,
	'internal.note_device': signedIn,
	'internal.note_job': server,
	'internal.note_password': signedIn,
	'internal.note_refusal': nobody,
	'internal.note_rights': nobody,
	'internal.occurrences_in_order': asked,
	'internal.offer_first_administrator': server,
	'internal.offer_mail_stop': server,
	'internal.only_keys': nobody,
	'internal.organisation_cells': asked,
	'internal.organisation_columns': nobody,
	'internal.organisation_counts': nobody,
	'internal.organisation_document': nobody,
	'internal.organisation_facets': asked,
	'internal.organisation_facts': asked,
	'internal.organisation_hits': asked,
	'internal.organisation_page': asked,
	'internal.organisation_points': asked,
	'internal.organisation_rows': nobody,
	'internal.organisation_texts': nobody,
	'internal.organisations_in_order': asked,
	'internal.organisations_named': asked,
	'internal.organisers_of': asked,
	'internal.outcome': nobody,
	'internal.outdated': nobody,
	'internal.overrule_dates': nobody,
	'internal.parts_of_series': asked,
	'internal.pending_conflict': signedIn,
	'internal.people_of_network': signedIn,
	'internal.person': signedIn,
	'internal.person_key': nobody,
	'internal.person_to_forget': signedIn,
	'internal.persons_in_history': signedIn,
	'internal.persons_of': nobody,
	'internal.phone_words': nobody,
	'internal.picture': visitors,
	'internal.picture_path': nobody,
	'internal.pin': asked,
	'internal.place_conditions': nobody,
	'internal.place_of_date': asked,
	'internal.placed': nobody,
	'internal.places_named': asked,
	'internal.plain_words': asked,
	'internal.proposable': server,
	'internal.propose_correction': server,
	'internal.proposed_region': nobody,
	'internal.publish_due': nobody,
	'internal.put_invitation_mail': server,
	'internal.put_mail': nobody,
	'internal.put_new_address_mail': server,
	'internal.outdated_senders': nobody,
	'internal.owner_of_link': server,
	'internal.put_sign_in_mail': server,
	'internal.renew_session': server,
	'internal.question': nobody,
	'internal.raise_content_version': nobody,
	'internal.read_answer': signedIn,
	'internal.read_words': asked,
	'internal.record_event_change': nobody,
	'internal.record_occurrence_change': nobody,
	'internal.refresh_event_words': nobody,
	'internal.refresh_last_dates': nobody,
	'internal.refresh_organisation_words': nobody,
	'internal.refuse': nobody,
	'internal.refuse_another_past': nobody,
	'internal.refuse_unknown': nobody,
	'internal.remember_answer': nobody,
	'internal.remind_of_corrections': server,
	'internal.removed_listings': signedIn,
	'internal.renew_invitation': signedIn,
	'internal.restore_dates': nobody,
	'internal.row_of': nobody,
	'internal.run_jobs': clock,
	'internal.same_set': nobody,
	'internal.save_listing': signedIn,
	'internal.save_me': signedIn,
	'internal.save_my_mails': signedIn,
	'internal.save_my_waits': signedIn,
	'internal.save_occurrences': nobody,
	'internal.save_picture': signedIn,
	'internal.saved_answer': nobody,
	'internal.set_mail_stop': nobody,
	'internal.set_state': nobody,
	'internal.set_topics': nobody,
	'internal.shown_contact_persons': asked,
	'internal.slug_of': nobody,
	'internal.sort_expression': nobody,
	'internal.sort_key': asked,
	'internal.sort_keys': nobody,
	'internal.split_event': nobody,
	'internal.stale_answer': nobody,
	'internal.state_before_removal': nobody,
	'internal.stem': asked,
	'internal.still_true_of': visitors,
	'internal.still_true_state': signedIn,
	'internal.stop_mails': visitors,
	'internal.sweep_pictures': nobody,
	'internal.take_back_correction': signedIn,
	'internal.take_differences_back': nobody,
	'internal.take_jobs': server,
	'internal.take_mail': server,
	'internal.take_new_address': signedIn,
	'internal.take_person_out': signedIn,
	'internal.take_venue_address': nobody,
	'internal.tell_correction': server,
	'internal.term_words': nobody,
	'internal.text_expression': nobody,
	'internal.text_in': asked,
	'internal.texts': nobody,
	'internal.texts_of': nobody,
	'internal.tile_box': nobody,
	'internal.time_zone': asked,
	'internal.told_correction': nobody,
	'internal.to_ask': server,
	'internal.today': asked,
	'internal.told_past': nobody,
	'internal.truth_due': nobody,
	'internal.truth_pause': nobody,
	'internal.typed': nobody,
	'internal.typing_errors': nobody,
	'internal.unasked_mails': nobody,
	'internal.undo_operation': signedIn,
	'internal.unfound_limits': nobody,
	'internal.unfound_words_of': signedIn,
	'internal.void_mails': nobody,
	'internal.waiting': nobody,
	'internal.waiting_for': nobody,
	'internal.waits_content': nobody,
	'internal.waits_of': nobody,
	'internal.waits_plan': nobody,
	'internal.waits_told': nobody,
	'internal.was_withdrawn': asked,
	'internal.why_unasked': nobody,
	'internal.withdraw_invitation': signedIn,
	'internal.withdraw_invitations_of': nobody,
	'internal.withdrawal_days': nobody,
	'internal.withdrawn_matching': asked,
	'internal.withdrawn_parts': asked,
	'internal.withdrawn_series': asked,
	'internal.withdrawn_told': asked,
	'internal.without_letters': nobody,
	'internal.without_person': nobody,
	'internal.without_unseen': asked,
	'internal.words_as_read': asked,
	'internal.words_of_place': asked,
	'internal.would_clean_up': nobody,
	'internal.write_children': nobody,
	'internal.write_confirmation': nobody,
	'internal.write_event': nobody,
	'internal.write_event_parts': nobody,
	'internal.write_organisation': nobody,
	'internal.write_publication': nobody,
	'internal.write_row': nobody,
	'internal.write_sort_keys': nobody,
	'internal.write_topics': nobody,
	'internal.write_whole_event': nobody,
	'public.accept_invitation': signedIn,
	'public.alarms_overview': signedIn,
	'public.answer_correction': server,
	'public.age_listings': server,
	'public.answer_still_true': visitors,
	'public.ask_if_true': server,
	'public.ask_new_address': signedIn,
	'public.audit_choices': signedIn,
	'public.audit_states': signedIn,
	'public.change_date': signedIn,
	'public.change_membership': signedIn,
	'public.check_alarms': server,
	'public.clean_up': server,
	'public.make_next_sets': server,
	'public.confirm_listing': signedIn,
	'public.correctable_listing': server,
	'public.correction': signedIn,
	'public.correction_outcome': server,
	'public.corrections_to_tell': server,
	'public.confirm_listings': signedIn,
	'public.count_attempt': visitors,
	'public.count_events': asked,
	'public.count_organisations': asked,
	'public.decide_correction': signedIn,
	'public.desk': signedIn,
	'public.drop_conflict': signedIn,
	'public.end_all_sessions': signedIn,
	'public.end_job': server,
	'public.end_mail': server,
	'public.end_membership': signedIn,
	'public.end_session': signedIn,
	'public.end_sessions_of': signedIn,
	'public.begin_second_factor': server,
	'public.confirm_second_factor': server,
	'public.drop_second_factor': server,
	'public.my_sign_in': signedIn,
	'public.note_unfound': server,
	'public.numbers_for_members': signedIn,
	'public.numbers_in_the_open': visitors,
	'public.pass_second_factor': server,
	'public.remove_second_factor': signedIn,
	'public.second_factor_of': server,
	'public.event_cells': asked,
	'public.event_dates': signedIn,
	'public.event_detail': asked,
	'public.event_facets': asked,
	'public.event_parts': signedIn,
	'public.event_points': asked,
	'public.event_preview': signedIn,
	'public.events_by_day': asked,
	'public.feed_calendar': asked,
	'public.feed_changes': asked,
	'public.feed_event': asked,
	'public.feed_events': asked,
	'public.feed_organisations': asked,
	'public.find_audit': signedIn,
	'public.find_events': asked,
	'public.find_organisations': asked,
	'public.find_places': asked,
	'public.forget_person': signedIn,
	'public.former_people': signedIn,
	'public.has_account': server,
	'public.interpret_words': asked,
	'public.invitation_mails': signedIn,
	'public.invitation_of': visitors,
	'public.invite': signedIn,
	'public.is_first_administrator_link': server,
	'public.jobs_ahead': server,
	'public.operation_overview': signedIn,
	'public.operation_report': server,
	'public.language_of': server,
	'public.leave_event': signedIn,
	'public.listing': signedIn,
	'public.listing_history': signedIn,
	'public.listing_versions': signedIn,
	'public.look_what_waits': server,
	'public.mail_stop_of': visitors,
	'public.make_first_administrator': server,
	'public.mark_still_true': signedIn,
	'public.my_account': signedIn,
	'public.my_colleagues': signedIn,
	'public.my_corrections': signedIn,
	'public.my_listings': signedIn,
	'public.my_mails': signedIn,
	'public.my_rights': signedIn,
	'public.my_waits': signedIn,
	'public.named_beside': signedIn,
	'public.network_outline': asked,
	'public.new_address_secret': server,
	'public.next_mail': server,
	'public.note_device': signedIn,
	'public.note_job': server,
	'public.note_password': signedIn,
	'public.offer_first_administrator': server,
	'public.offer_mail_stop': server,
	'public.opening_hours_in_use': asked,
	'public.organisation_cells': asked,
	'public.organisation_detail': asked,
	'public.organisation_facets': asked,
	'public.organisation_points': asked,
	'public.organisation_preview': signedIn,
	'public.page_addresses': asked,
	'public.pending_conflict': signedIn,
	'public.people_of_network': signedIn,
	'public.person_to_forget': signedIn,
	'public.persons_in_history': signedIn,
	'public.picture': visitors,
	'public.proposable': server,
	'public.propose_correction': server,
	'public.put_invitation_mail': server,
	'public.put_new_address_mail': server,
	'public.owner_of_link': server,
	'public.put_sign_in_mail': server,
	'public.renew_session': server,
	'public.read_answer': signedIn,
	'public.region_at': asked,
	'public.remind_of_corrections': server,
	'public.regions_in_the_open': visitors,
	'public.removed_listings': signedIn,
	'public.renew_invitation': signedIn,
	'public.run_jobs': clock,
	'public.save_event': signedIn,
	'public.save_me': signedIn,
	'public.save_my_mails': signedIn,
	'public.save_my_waits': signedIn,
	'public.save_organisation': signedIn,
	'public.save_picture': signedIn,
	'public.set_publication': signedIn,
	'public.set_topics': signedIn,
	'public.similar_listings': ['authenticated', 'service_role'],
	'public.split_series': signedIn,
	'public.still_true_of': visitors,
	'public.still_true_state': signedIn,
	'public.stop_mails': visitors,
	'public.suggest': asked,
	'public.take_back_correction': signedIn,
	'public.take_jobs': server,
	'public.take_mail': server,
	'public.take_new_address': signedIn,
	'public.take_person_out': signedIn,
	'public.tell_correction': server,
	'public.to_ask': server,
	'public.undo_operation': signedIn,
	'public.unfound_words_of': signedIn,
	'public.withdraw_invitation': signedIn,
	'public.withdrawn_event': asked
};

describe.each(databases)('$name', ({ open, missing }) => {
	let database: TestDatabase;
	beforeAll(async () => {
		if (!missing) database = await open();
	});
	afterAll(() => database?.close());
	const each = describe.skipIf(missing);

	each('tables', () => {
		test('every table of public has a line here, and row level security', async () => {
			const tables = await database.sql.query<{ name: string; secured: boolean }>(
				`select relname as name, relrowsecurity as secured from pg_class
					where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f') order by relname`
			);
			expect(tables.map((table) => table.name)).toEqual(Object.keys(sights).sort());
			expect(tables.filter((table) => !table.secured)).toEqual([]);
		});

		describe.each(Object.keys(sights))('%s', (table) => {
			test.each(roles)('is read by %s as far as it may', async (role) => {
				const sight = sights[table]?.[role];
				const count = `select count(*)::int as rows from public.${table}`;
				const outcome = await database.as(role, count);
				if (sight === 'nothing') return expect(outcome).toMatchObject({ refused: denied });
				await database.sql.exec('begin');
				try {
					const before = await rows(database, count);
					await hideRows(database.sql);
					const withHidden = await rows(database, count);
					await database.sql.exec(`set local role ${role}`);
					const seen = await rows(database, count);
					if (sight === 'all') expect(seen).toBe(withHidden);
					else if (sight === 'none') {
						expect(withHidden, 'there is something to see').toBeGreaterThan(0);
						expect(seen).toBe(0);
					} else {
						// region_contacts changes hands instead of growing.
						expect(
							table === 'region_contacts' || withHidden > before,
							'hidden rows were made'
						).toBe(true);
						expect(seen).toBe(table === 'region_contacts' ? before - 1 : before);
					}
				} finally {
					await database.sql.exec('rollback');
				}
			});

			test.each(
				roles.flatMap((role) =>
					['insert', 'update', 'delete', 'truncate'].map((verb) => [role, verb] as const)
				)
			)('refuses %s to %s', async (role, verb) => {
				const [column] = await database.sql.query<{ name: string }>(
					`select attname as name from pg_attribute where attrelid = 'public.${table}'::regclass
						and attnum > 0 and attidentity = '' order by attnum limit 1`
				);
				const statements: Record<string, string> = {
					insert: `insert into public.${table} default values`,
					update: `update public.${table} set ${column?.name} = ${column?.name}`,
					delete: `delete from public.${table}`,
					truncate: `truncate public.${table} cascade`
				};
				expect(await database.as(role, statements[verb] ?? '')).toMatchObject({ refused: denied });
			});
		});
	});

	each('functions', () => {
		test('every function has a line here, and no other caller', async () => {
			const functions = await database.sql.query<{
				name: string;
				callers: string;
				everybody: boolean;
			}>(
				`select nspname || '.' || proname as name,
						coalesce((select string_agg(role, ' ' order by role)
							from unnest(array['anon', 'authenticated', 'service_role']) as role
							where has_function_privilege(role, pg_proc.oid, 'execute')), '') as callers,
						exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0) as everybody
					from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
					where nspname in ('public', 'internal') order by 1`
			);
			const found = Object.fromEntries(functions.map((one) => [one.name, one.callers]));
			const expected = Object.fromEntries(
				Object.entries(callers).map(([name, list]) => [name, list.join(' ')])
			);
			expect(found).toEqual(expected);
			expect(functions.filter((one) => one.everybody)).toEqual([]);
		});

		test('each has a fixed search path; none that runs with its owner’s rights is exposed', async () => {
			const loose = await database.sql.query(
				`select proname from pg_proc where pronamespace in ('public'::regnamespace, 'internal'::regnamespace)
					and not ('search_path=""' = any (coalesce(proconfig, '{}')))`
			);
			expect(loose).toEqual([]);
			const exposed = await database.sql.query(
				`select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef`
			);
			expect(exposed).toEqual([]);
		});
	});

	each('what is not published', () => {
		const questions = [
			"select public.find_organisations('{}', 'lv', 1, 200)::text as answer",
			`select public.find_organisations('{"near": {"lat": 56.65, "lng": 23.71}, "km": 500}', 'en', 1, 200)::text as answer`,
			`select public.find_organisations('{"words": "${hiddenMark}"}', 'lv')::text as answer`,
			"select public.organisation_points('{}', 'lv')::text as answer",
			"select public.organisation_detail('zpr')::text as answer",
			`select public.organisation_detail('${hiddenMark}-draft')::text as answer`,
			`select public.organisation_detail('${hiddenMark}-archived')::text as answer`,
			'select public.network_outline()::text as answer',
			"select public.find_events('{}', 'soonest', 1, 200)::text as answer",
			`select public.find_events('{"words": "${hiddenMark}"}', 'latest')::text as answer`,
			"select public.event_points('{}', 'lv')::text as answer",
			`select public.event_detail('${hiddenMark}-event')::text as answer`,
			"select public.feed_events('{}', true, 1, 2000)::text as answer",
			"select public.feed_calendar('{}', true, 2000)::text as answer",
			`select public.feed_calendar('{}', true, 2000, array(select id from public.events))::text as answer`,
			`select public.feed_event('${hiddenMark}-event')::text as answer`,
			"select public.feed_changes('{}', 1, 200)::text as answer",
			"select public.feed_organisations('{}', 'lv', 1, 2000)::text as answer",
			"select public.event_detail('piemers-laba-parvaldiba-regionos')::text as answer",
			'select public.page_addresses()::text as answer',
			"select string_agg(concat_ws(' ', one.slug, one.name, one.summary), '') as answer from public.organisations as one",
			"select string_agg(concat_ws(' ', one.slug, one.title, one.summary), '') as answer from public.events as one",
			`select string_agg(concat_ws(' ', one.slug, one.name, one.summary), '') as answer from public.organisation_topics as link
				left join public.organisations as one on one.id = link.organisation_id`,
			`select string_agg(concat_ws(' ', one.slug, one.name, one.summary), '') as answer from public.event_organisers as link
				left join public.organisations as one on one.id = link.organisation_id
				left join public.events as event on event.id = link.event_id`
		];
		test.each(roles.filter((role) => role !== 'service_role'))(
			'is in no answer to %s',
			async (role) => {
				await database.sql.exec('begin');
				try {
					await hideRows(database.sql);
					await database.sql.exec(`set local role ${role}`);
					for (const question of questions) {
						const answers = await database.sql.query<{ answer: string | null }>(question);
						const text = answers.map((one) => one.answer).join('\n');
						expect(text.includes(hiddenMark), question).toBe(false);
					}
				} finally {
					await database.sql.exec('rollback');
				}
			}
		);

		test('would be found by these questions if it were published', async () => {
			await database.sql.exec('begin');
			try {
				await hideRows(database.sql);
				await database.sql.exec(
					`update public.organisations set publication = 'published';
					update public.events set publication = 'published'; set local role anon`
				);
				const blind: string[] = [];
				for (const question of questions) {
					const answers = await database.sql.query<{ answer: string | null }>(question);
					if (!answers.some((one) => one.answer?.includes(hiddenMark))) blind.push(question);
				}
				expect(blind).toEqual(['select public.network_outline()::text as answer']);
			} finally {
				await database.sql.exec('rollback');
			}
		});
	});

	each('the schema internal', () => {
		test.each(roles)('keeps its table from %s', async (role) => {
			for (const statement of ['select * from internal.network', 'delete from internal.network']) {
				expect(await database.as(role, statement)).toMatchObject({ refused: denied });
			}
		});

		test.each(roles)('lets %s create nothing, there or in public', async (role) => {
			for (const schema of ['internal', 'public', 'extensions']) {
				expect(await database.as(role, `create table ${schema}.mine (id int)`)).toMatchObject({
					refused: denied
				});
			}
		});
	});
});

async function rows(database: TestDatabase, count: string): Promise<number> {
	const [answer] = await database.sql.query<{ rows: number }>(count);
	return answer?.rows ?? -1;
}
