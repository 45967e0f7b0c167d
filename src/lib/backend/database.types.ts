// The database as TypeScript sees it. Made from supabase/migrations by `npm run types`; never changed by hand.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			audit: {
				Row: {
					action: string;
					at: string;
					detail: NonNullable<Json>;
					id: number;
					person_id: string | null;
					person_name: string | null;
					region_id: string | null;
					subject: string;
					subject_id: string | null;
					subject_name: string | null;
				};
				ComputedFields: never;
				Insert: {
					action: string;
					at?: string;
					detail?: NonNullable<Json>;
					id?: never;
					person_id?: string | null;
					person_name?: string | null;
					region_id?: string | null;
					subject: string;
					subject_id?: string | null;
					subject_name?: string | null;
				};
				Update: {
					action?: string;
					at?: string;
					detail?: NonNullable<Json>;
					id?: never;
					person_id?: string | null;
					person_name?: string | null;
					region_id?: string | null;
					subject?: string;
					subject_id?: string | null;
					subject_name?: string | null;
				};
				Relationships: [];
			};
			conflicts: {
				Row: {
					id: string;
					kept_at: string;
					listing: NonNullable<Json>;
					person_id: string;
					read_version: number;
					subject: string;
					subject_id: string;
				};
				ComputedFields: never;
				Insert: {
					id?: string;
					kept_at?: string;
					listing: NonNullable<Json>;
					person_id: string;
					read_version: number;
					subject: string;
					subject_id: string;
				};
				Update: {
					id?: string;
					kept_at?: string;
					listing?: NonNullable<Json>;
					person_id?: string;
					read_version?: number;
					subject?: string;
					subject_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'conflicts_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			contact_persons: {
				Row: {
					consent_on: string | null;
					email: string | null;
					name: string;
					organisation_id: string;
					phone: string | null;
					position: number;
					purpose: string;
					role: NonNullable<Json>;
					shown: boolean;
				};
				ComputedFields: never;
				Insert: {
					consent_on?: string | null;
					email?: string | null;
					name: string;
					organisation_id: string;
					phone?: string | null;
					position: number;
					purpose: string;
					role?: NonNullable<Json>;
					shown?: boolean;
				};
				Update: {
					consent_on?: string | null;
					email?: string | null;
					name?: string;
					organisation_id?: string;
					phone?: string | null;
					position?: number;
					purpose?: string;
					role?: NonNullable<Json>;
					shown?: boolean;
				};
				Relationships: [
					{
						foreignKeyName: 'contact_persons_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			content_version: {
				Row: {
					singleton: boolean;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					singleton?: boolean;
					version?: number;
				};
				Update: {
					singleton?: boolean;
					version?: number;
				};
				Relationships: [];
			};
			event_changes: {
				Row: {
					changed_at: string;
					event_id: string;
					id: string;
					occurrence_id: string | null;
					previous_attendance: string | null;
					previous_ends_at: string | null;
					previous_place_id: string | null;
					previous_starts_at: string | null;
					previous_state: string | null;
					previous_street: string | null;
					previous_venue: string | null;
					what: string;
				};
				ComputedFields: never;
				Insert: {
					changed_at?: string;
					event_id: string;
					id?: string;
					occurrence_id?: string | null;
					previous_attendance?: string | null;
					previous_ends_at?: string | null;
					previous_place_id?: string | null;
					previous_starts_at?: string | null;
					previous_state?: string | null;
					previous_street?: string | null;
					previous_venue?: string | null;
					what: string;
				};
				Update: {
					changed_at?: string;
					event_id?: string;
					id?: string;
					occurrence_id?: string | null;
					previous_attendance?: string | null;
					previous_ends_at?: string | null;
					previous_place_id?: string | null;
					previous_starts_at?: string | null;
					previous_state?: string | null;
					previous_street?: string | null;
					previous_venue?: string | null;
					what?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'event_changes_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: false;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_changes_occurrence_id_fkey';
						columns: ['occurrence_id'];
						isOneToOne: false;
						referencedRelation: 'event_occurrences';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_changes_previous_place_id_fkey';
						columns: ['previous_place_id'];
						isOneToOne: false;
						referencedRelation: 'places';
						referencedColumns: ['id'];
					}
				];
			};
			event_documents: {
				Row: {
					event_id: string;
					position: number;
					title: NonNullable<Json>;
					url: string;
				};
				ComputedFields: never;
				Insert: {
					event_id: string;
					position: number;
					title?: NonNullable<Json>;
					url: string;
				};
				Update: {
					event_id?: string;
					position?: number;
					title?: NonNullable<Json>;
					url?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'event_documents_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: false;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					}
				];
			};
			event_join_links: {
				Row: {
					event_id: string;
					url: string;
					visible_minutes: number | null;
				};
				ComputedFields: never;
				Insert: {
					event_id: string;
					url: string;
					visible_minutes?: number | null;
				};
				Update: {
					event_id?: string;
					url?: string;
					visible_minutes?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'event_join_links_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: true;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					}
				];
			};
			event_occurrences: {
				Row: {
					approximate: boolean;
					elsewhere: boolean | null;
					ends_at: string;
					event_id: string;
					id: string;
					latitude: number | null;
					location: unknown;
					longitude: number | null;
					municipality_id: string | null;
					original_start: string;
					overruled: boolean;
					place_id: string | null;
					postcode: string | null;
					reason: NonNullable<Json>;
					region_id: string | null;
					rescheduled: boolean;
					starts_at: string;
					status: string | null;
					street: string | null;
					title: NonNullable<Json>;
					venue_name: string | null;
					whole_reason: NonNullable<Json>;
					whole_status: string | null;
				};
				ComputedFields: never;
				Insert: {
					approximate?: boolean;
					elsewhere?: never;
					ends_at: string;
					event_id: string;
					id?: string;
					latitude?: never;
					location?: unknown;
					longitude?: never;
					municipality_id?: string | null;
					original_start: string;
					overruled?: boolean;
					place_id?: string | null;
					postcode?: string | null;
					reason?: NonNullable<Json>;
					region_id?: string | null;
					rescheduled?: boolean;
					starts_at: string;
					status?: string | null;
					street?: string | null;
					title?: NonNullable<Json>;
					venue_name?: string | null;
					whole_reason?: NonNullable<Json>;
					whole_status?: string | null;
				};
				Update: {
					approximate?: boolean;
					elsewhere?: never;
					ends_at?: string;
					event_id?: string;
					id?: string;
					latitude?: never;
					location?: unknown;
					longitude?: never;
					municipality_id?: string | null;
					original_start?: string;
					overruled?: boolean;
					place_id?: string | null;
					postcode?: string | null;
					reason?: NonNullable<Json>;
					region_id?: string | null;
					rescheduled?: boolean;
					starts_at?: string;
					status?: string | null;
					street?: string | null;
					title?: NonNullable<Json>;
					venue_name?: string | null;
					whole_reason?: NonNullable<Json>;
					whole_status?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'event_occurrences_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: false;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_occurrences_municipality_id_fkey';
						columns: ['municipality_id'];
						isOneToOne: false;
						referencedRelation: 'municipalities';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_occurrences_place_id_fkey';
						columns: ['place_id'];
						isOneToOne: false;
						referencedRelation: 'places';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_occurrences_region_id_fkey';
						columns: ['region_id'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['id'];
					}
				];
			};
			event_organisers: {
				Row: {
					event_id: string;
					name: string | null;
					organisation_id: string | null;
					position: number;
				};
				ComputedFields: never;
				Insert: {
					event_id: string;
					name?: string | null;
					organisation_id?: string | null;
					position: number;
				};
				Update: {
					event_id?: string;
					name?: string | null;
					organisation_id?: string | null;
					position?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'event_organisers_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: false;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_organisers_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			event_sources: {
				Row: {
					certainty: string;
					event_id: string;
					source: string;
				};
				ComputedFields: never;
				Insert: {
					certainty: string;
					event_id: string;
					source: string;
				};
				Update: {
					certainty?: string;
					event_id?: string;
					source?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'event_sources_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: false;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					}
				];
			};
			event_topics: {
				Row: {
					event_id: string;
					topic_id: string;
				};
				ComputedFields: never;
				Insert: {
					event_id: string;
					topic_id: string;
				};
				Update: {
					event_id?: string;
					topic_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'event_topics_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: false;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_topics_topic_id_fkey';
						columns: ['topic_id'];
						isOneToOne: false;
						referencedRelation: 'topics';
						referencedColumns: ['id'];
					}
				];
			};
			event_venues: {
				Row: {
					event_id: string;
					organisation_id: string;
				};
				ComputedFields: never;
				Insert: {
					event_id: string;
					organisation_id: string;
				};
				Update: {
					event_id?: string;
					organisation_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'event_venues_event_id_fkey';
						columns: ['event_id'];
						isOneToOne: true;
						referencedRelation: 'events';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'event_venues_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			events: {
				Row: {
					accessibility: string[];
					accessibility_note: NonNullable<Json>;
					all_day: boolean;
					approximate: boolean;
					attendance: string;
					audience: NonNullable<Json>;
					contact_email: string | null;
					contact_name: string | null;
					contact_phone: string | null;
					contact_role: NonNullable<Json>;
					counted_in: unknown;
					created_at: string;
					date_precision: string;
					description: NonNullable<Json>;
					ends_local: string;
					exceptions: string[];
					free: boolean | null;
					funder: NonNullable<Json>;
					id: string;
					image_alt: NonNullable<Json>;
					image_credit: string | null;
					image_height: number | null;
					image_path: string | null;
					image_width: number | null;
					is_example: boolean;
					kind: string;
					known_until: string | null;
					languages: string[];
					latitude: number | null;
					location: unknown;
					longitude: number | null;
					municipality_id: string | null;
					pin_by_hand: boolean;
					place_id: string | null;
					postcode: string | null;
					price: NonNullable<Json>;
					publication: string;
					publish_at: string | null;
					recurrence: string | null;
					region_id: string | null;
					registration_deadline: string | null;
					registration_email: string | null;
					registration_phone: string | null;
					registration_places: number | null;
					registration_url: string | null;
					removed_at: string | null;
					series_id: string | null;
					slug: string;
					starts_local: string;
					status: string;
					status_reason: NonNullable<Json>;
					street: string | null;
					summary: NonNullable<Json>;
					time_zone: string;
					title: NonNullable<Json>;
					updated_at: string;
					venue_name: string | null;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					accessibility?: string[];
					accessibility_note?: NonNullable<Json>;
					all_day?: boolean;
					approximate?: boolean;
					attendance?: string;
					audience?: NonNullable<Json>;
					contact_email?: string | null;
					contact_name?: string | null;
					contact_phone?: string | null;
					contact_role?: NonNullable<Json>;
					counted_in?: unknown;
					created_at?: string;
					date_precision?: string;
					description?: NonNullable<Json>;
					ends_local: string;
					exceptions?: string[];
					free?: boolean | null;
					funder?: NonNullable<Json>;
					id?: string;
					image_alt?: NonNullable<Json>;
					image_credit?: string | null;
					image_height?: number | null;
					image_path?: string | null;
					image_width?: number | null;
					is_example?: boolean;
					kind: string;
					known_until?: string | null;
					languages?: string[];
					latitude?: never;
					location?: unknown;
					longitude?: never;
					municipality_id?: string | null;
					pin_by_hand?: boolean;
					place_id?: string | null;
					postcode?: string | null;
					price?: NonNullable<Json>;
					publication?: string;
					publish_at?: string | null;
					recurrence?: string | null;
					region_id?: string | null;
					registration_deadline?: string | null;
					registration_email?: string | null;
					registration_phone?: string | null;
					registration_places?: number | null;
					registration_url?: string | null;
					removed_at?: string | null;
					series_id?: string | null;
					slug: string;
					starts_local: string;
					status?: string;
					status_reason?: NonNullable<Json>;
					street?: string | null;
					summary?: NonNullable<Json>;
					time_zone?: string;
					title?: NonNullable<Json>;
					updated_at?: string;
					venue_name?: string | null;
					version?: number;
				};
				Update: {
					accessibility?: string[];
					accessibility_note?: NonNullable<Json>;
					all_day?: boolean;
					approximate?: boolean;
					attendance?: string;
					audience?: NonNullable<Json>;
					contact_email?: string | null;
					contact_name?: string | null;
					contact_phone?: string | null;
					contact_role?: NonNullable<Json>;
					counted_in?: unknown;
					created_at?: string;
					date_precision?: string;
					description?: NonNullable<Json>;
					ends_local?: string;
					exceptions?: string[];
					free?: boolean | null;
					funder?: NonNullable<Json>;
					id?: string;
					image_alt?: NonNullable<Json>;
					image_credit?: string | null;
					image_height?: number | null;
					image_path?: string | null;
					image_width?: number | null;
					is_example?: boolean;
					kind?: string;
					known_until?: string | null;
					languages?: string[];
					latitude?: never;
					location?: unknown;
					longitude?: never;
					municipality_id?: string | null;
					pin_by_hand?: boolean;
					place_id?: string | null;
					postcode?: string | null;
					price?: NonNullable<Json>;
					publication?: string;
					publish_at?: string | null;
					recurrence?: string | null;
					region_id?: string | null;
					registration_deadline?: string | null;
					registration_email?: string | null;
					registration_phone?: string | null;
					registration_places?: number | null;
					registration_url?: string | null;
					removed_at?: string | null;
					series_id?: string | null;
					slug?: string;
					starts_local?: string;
					status?: string;
					status_reason?: NonNullable<Json>;
					street?: string | null;
					summary?: NonNullable<Json>;
					time_zone?: string;
					title?: NonNullable<Json>;
					updated_at?: string;
					venue_name?: string | null;
					version?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'events_municipality_id_fkey';
						columns: ['municipality_id'];
						isOneToOne: false;
						referencedRelation: 'municipalities';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'events_place_id_fkey';
						columns: ['place_id'];
						isOneToOne: false;
						referencedRelation: 'places';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'events_region_id_fkey';
						columns: ['region_id'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['id'];
					}
				];
			};
			invitations: {
				Row: {
					accepted_at: string | null;
					accepted_by: string | null;
					deputy: boolean;
					email: string;
					expires_at: string;
					id: string;
					invited_at: string;
					invited_by: string | null;
					language: string;
					name: string;
					organisation_id: string | null;
					region_ids: string[];
					role: string;
					token_hash: string;
					withdrawn_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					accepted_at?: string | null;
					accepted_by?: string | null;
					deputy?: boolean;
					email: string;
					expires_at: string;
					id?: string;
					invited_at?: string;
					invited_by?: string | null;
					language: string;
					name: string;
					organisation_id?: string | null;
					region_ids?: string[];
					role: string;
					token_hash: string;
					withdrawn_at?: string | null;
				};
				Update: {
					accepted_at?: string | null;
					accepted_by?: string | null;
					deputy?: boolean;
					email?: string;
					expires_at?: string;
					id?: string;
					invited_at?: string;
					invited_by?: string | null;
					language?: string;
					name?: string;
					organisation_id?: string | null;
					region_ids?: string[];
					role?: string;
					token_hash?: string;
					withdrawn_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'invitations_accepted_by_fkey';
						columns: ['accepted_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invitations_invited_by_fkey';
						columns: ['invited_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'invitations_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			memberships: {
				Row: {
					deputy: boolean;
					granted_at: string;
					granted_by: string | null;
					id: string;
					organisation_id: string | null;
					person_id: string;
					region_id: string | null;
					role: string;
				};
				ComputedFields: never;
				Insert: {
					deputy?: boolean;
					granted_at?: string;
					granted_by?: string | null;
					id?: string;
					organisation_id?: string | null;
					person_id: string;
					region_id?: string | null;
					role: string;
				};
				Update: {
					deputy?: boolean;
					granted_at?: string;
					granted_by?: string | null;
					id?: string;
					organisation_id?: string | null;
					person_id?: string;
					region_id?: string | null;
					role?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'memberships_granted_by_fkey';
						columns: ['granted_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'memberships_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'memberships_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'memberships_region_id_fkey';
						columns: ['region_id'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['id'];
					}
				];
			};
			municipalities: {
				Row: {
					area: unknown;
					full_name: NonNullable<Json>;
					id: string;
					iso_code: string | null;
					kind: string;
					merged_into: string | null;
					name: NonNullable<Json>;
					region_id: string;
					source: string;
					valid_from: string;
					valid_to: string | null;
				};
				ComputedFields: never;
				Insert: {
					area?: unknown;
					full_name: NonNullable<Json>;
					id: string;
					iso_code?: string | null;
					kind: string;
					merged_into?: string | null;
					name: NonNullable<Json>;
					region_id: string;
					source: string;
					valid_from: string;
					valid_to?: string | null;
				};
				Update: {
					area?: unknown;
					full_name?: NonNullable<Json>;
					id?: string;
					iso_code?: string | null;
					kind?: string;
					merged_into?: string | null;
					name?: NonNullable<Json>;
					region_id?: string;
					source?: string;
					valid_from?: string;
					valid_to?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'municipalities_merged_into_fkey';
						columns: ['merged_into'];
						isOneToOne: false;
						referencedRelation: 'municipalities';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'municipalities_region_id_fkey';
						columns: ['region_id'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['id'];
					}
				];
			};
			organisation_kinds: {
				Row: {
					id: string;
					name: NonNullable<Json>;
					position: number;
				};
				ComputedFields: never;
				Insert: {
					id: string;
					name: NonNullable<Json>;
					position: number;
				};
				Update: {
					id?: string;
					name?: NonNullable<Json>;
					position?: number;
				};
				Relationships: [];
			};
			organisation_sources: {
				Row: {
					certainty: string;
					field: string;
					organisation_id: string;
					page_date: string | null;
					source: string;
				};
				ComputedFields: never;
				Insert: {
					certainty: string;
					field: string;
					organisation_id: string;
					page_date?: string | null;
					source: string;
				};
				Update: {
					certainty?: string;
					field?: string;
					organisation_id?: string;
					page_date?: string | null;
					source?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'organisation_sources_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					}
				];
			};
			organisation_topics: {
				Row: {
					organisation_id: string;
					topic_id: string;
				};
				ComputedFields: never;
				Insert: {
					organisation_id: string;
					topic_id: string;
				};
				Update: {
					organisation_id?: string;
					topic_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'organisation_topics_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisation_topics_topic_id_fkey';
						columns: ['topic_id'];
						isOneToOne: false;
						referencedRelation: 'topics';
						referencedColumns: ['id'];
					}
				];
			};
			organisations: {
				Row: {
					abbreviation: string | null;
					accessibility: string[];
					accessibility_note: NonNullable<Json>;
					approximate: boolean;
					confirmed_on: string | null;
					corrected_at: string | null;
					counted_in: unknown;
					created_at: string;
					doubtful_since: string | null;
					email: string | null;
					former_names: string[];
					id: string;
					is_example: boolean;
					kind: string;
					languages: string[];
					latitude: number | null;
					legal_form: NonNullable<Json>;
					location: unknown;
					logo_alt: NonNullable<Json>;
					logo_id: string | null;
					longitude: number | null;
					municipality_id: string | null;
					name: NonNullable<Json>;
					opening_hours: string | null;
					phones: string[];
					picture_alt: NonNullable<Json>;
					picture_id: string | null;
					pin_by_hand: boolean;
					place_id: string | null;
					postcode: string | null;
					publication: string;
					publish_at: string | null;
					region_id: string | null;
					registration_number: string | null;
					removed_at: string | null;
					slug: string;
					social_links: string[];
					sort_keys: string[];
					street: string | null;
					summary: NonNullable<Json>;
					updated_at: string;
					version: number;
					website: string | null;
				};
				ComputedFields: never;
				Insert: {
					abbreviation?: string | null;
					accessibility?: string[];
					accessibility_note?: NonNullable<Json>;
					approximate?: boolean;
					confirmed_on?: string | null;
					corrected_at?: string | null;
					counted_in?: unknown;
					created_at?: string;
					doubtful_since?: string | null;
					email?: string | null;
					former_names?: string[];
					id?: string;
					is_example?: boolean;
					kind: string;
					languages?: string[];
					latitude?: never;
					legal_form?: NonNullable<Json>;
					location?: unknown;
					logo_alt?: NonNullable<Json>;
					logo_id?: string | null;
					longitude?: never;
					municipality_id?: string | null;
					name: NonNullable<Json>;
					opening_hours?: string | null;
					phones?: string[];
					picture_alt?: NonNullable<Json>;
					picture_id?: string | null;
					pin_by_hand?: boolean;
					place_id?: string | null;
					postcode?: string | null;
					publication?: string;
					publish_at?: string | null;
					region_id?: string | null;
					registration_number?: string | null;
					removed_at?: string | null;
					slug: string;
					social_links?: string[];
					sort_keys?: string[];
					street?: string | null;
					summary?: NonNullable<Json>;
					updated_at?: string;
					version?: number;
					website?: string | null;
				};
				Update: {
					abbreviation?: string | null;
					accessibility?: string[];
					accessibility_note?: NonNullable<Json>;
					approximate?: boolean;
					confirmed_on?: string | null;
					corrected_at?: string | null;
					counted_in?: unknown;
					created_at?: string;
					doubtful_since?: string | null;
					email?: string | null;
					former_names?: string[];
					id?: string;
					is_example?: boolean;
					kind?: string;
					languages?: string[];
					latitude?: never;
					legal_form?: NonNullable<Json>;
					location?: unknown;
					logo_alt?: NonNullable<Json>;
					logo_id?: string | null;
					longitude?: never;
					municipality_id?: string | null;
					name?: NonNullable<Json>;
					opening_hours?: string | null;
					phones?: string[];
					picture_alt?: NonNullable<Json>;
					picture_id?: string | null;
					pin_by_hand?: boolean;
					place_id?: string | null;
					postcode?: string | null;
					publication?: string;
					publish_at?: string | null;
					region_id?: string | null;
					registration_number?: string | null;
					removed_at?: string | null;
					slug?: string;
					social_links?: string[];
					sort_keys?: string[];
					street?: string | null;
					summary?: NonNullable<Json>;
					updated_at?: string;
					version?: number;
					website?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'organisation_logo';
						columns: ['logo_id'];
						isOneToOne: false;
						referencedRelation: 'pictures';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisation_picture';
						columns: ['picture_id'];
						isOneToOne: false;
						referencedRelation: 'pictures';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisations_kind_fkey';
						columns: ['kind'];
						isOneToOne: false;
						referencedRelation: 'organisation_kinds';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisations_municipality_id_fkey';
						columns: ['municipality_id'];
						isOneToOne: false;
						referencedRelation: 'municipalities';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisations_place_id_fkey';
						columns: ['place_id'];
						isOneToOne: false;
						referencedRelation: 'places';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'organisations_region_id_fkey';
						columns: ['region_id'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['id'];
					}
				];
			};
			people: {
				Row: {
					created_at: string;
					id: string;
					language: string;
					name: string;
					rights_ended_at: string | null;
				};
				ComputedFields: never;
				Insert: {
					created_at?: string;
					id: string;
					language: string;
					name: string;
					rights_ended_at?: string | null;
				};
				Update: {
					created_at?: string;
					id?: string;
					language?: string;
					name?: string;
					rights_ended_at?: string | null;
				};
				Relationships: [];
			};
			pictures: {
				Row: {
					bytes: number;
					content: string;
					created_at: string;
					height: number;
					id: string;
					looked_at: string;
					uploaded_by: string | null;
					width: number;
				};
				ComputedFields: never;
				Insert: {
					bytes?: never;
					content: string;
					created_at?: string;
					height: number;
					id?: string;
					looked_at?: string;
					uploaded_by?: string | null;
					width: number;
				};
				Update: {
					bytes?: never;
					content?: string;
					created_at?: string;
					height?: number;
					id?: string;
					looked_at?: string;
					uploaded_by?: string | null;
					width?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'pictures_uploaded_by_fkey';
						columns: ['uploaded_by'];
						isOneToOne: false;
						referencedRelation: 'people';
						referencedColumns: ['id'];
					}
				];
			};
			places: {
				Row: {
					id: string;
					importance: number;
					kind: string;
					latitude: number | null;
					location: unknown;
					longitude: number | null;
					municipality_id: string | null;
					name: NonNullable<Json>;
					source: string;
				};
				ComputedFields: never;
				Insert: {
					id: string;
					importance: number;
					kind: string;
					latitude?: never;
					location: unknown;
					longitude?: never;
					municipality_id?: string | null;
					name: NonNullable<Json>;
					source: string;
				};
				Update: {
					id?: string;
					importance?: number;
					kind?: string;
					latitude?: never;
					location?: unknown;
					longitude?: never;
					municipality_id?: string | null;
					name?: NonNullable<Json>;
					source?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'places_municipality_id_fkey';
						columns: ['municipality_id'];
						isOneToOne: false;
						referencedRelation: 'municipalities';
						referencedColumns: ['id'];
					}
				];
			};
			region_contacts: {
				Row: {
					organisation_id: string;
					region_id: string;
					source: string;
				};
				ComputedFields: never;
				Insert: {
					organisation_id: string;
					region_id: string;
					source: string;
				};
				Update: {
					organisation_id?: string;
					region_id?: string;
					source?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'region_contacts_organisation_id_fkey';
						columns: ['organisation_id'];
						isOneToOne: false;
						referencedRelation: 'organisations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'region_contacts_region_id_fkey';
						columns: ['region_id'];
						isOneToOne: true;
						referencedRelation: 'regions';
						referencedColumns: ['id'];
					}
				];
			};
			regions: {
				Row: {
					id: string;
					name: NonNullable<Json>;
					position: number;
					short: NonNullable<Json>;
					source: string;
				};
				ComputedFields: never;
				Insert: {
					id: string;
					name: NonNullable<Json>;
					position: number;
					short: NonNullable<Json>;
					source: string;
				};
				Update: {
					id?: string;
					name?: NonNullable<Json>;
					position?: number;
					short?: NonNullable<Json>;
					source?: string;
				};
				Relationships: [];
			};
			revisions: {
				Row: {
					action: string;
					confirmed_before: string | null;
					fields: string[];
					id: number;
					listing: NonNullable<Json>;
					operation: string | null;
					person_id: string | null;
					person_name: string | null;
					person_taken_out_at: string | null;
					publication: string;
					publish_at: string | null;
					region_id: string | null;
					restored_version: number | null;
					saved_at: string;
					subject: string;
					subject_id: string;
					version: number;
				};
				ComputedFields: never;
				Insert: {
					action: string;
					confirmed_before?: string | null;
					fields?: string[];
					id?: never;
					listing: NonNullable<Json>;
					operation?: string | null;
					person_id?: string | null;
					person_name?: string | null;
					person_taken_out_at?: string | null;
					publication: string;
					publish_at?: string | null;
					region_id?: string | null;
					restored_version?: number | null;
					saved_at?: string;
					subject: string;
					subject_id: string;
					version: number;
				};
				Update: {
					action?: string;
					confirmed_before?: string | null;
					fields?: string[];
					id?: never;
					listing?: NonNullable<Json>;
					operation?: string | null;
					person_id?: string | null;
					person_name?: string | null;
					person_taken_out_at?: string | null;
					publication?: string;
					publish_at?: string | null;
					region_id?: string | null;
					restored_version?: number | null;
					saved_at?: string;
					subject?: string;
					subject_id?: string;
					version?: number;
				};
				Relationships: [];
			};
			topics: {
				Row: {
					id: string;
					name: NonNullable<Json>;
					position: number;
				};
				ComputedFields: never;
				Insert: {
					id: string;
					name: NonNullable<Json>;
					position: number;
				};
				Update: {
					id?: string;
					name?: NonNullable<Json>;
					position?: number;
				};
				Relationships: [];
			};
		};
		Views: {
			[_ in never]: never;
		};
		Functions: {
			accept_invitation: { Args: { hash: string }; Returns: Json };
			age_listings: { Args: Record<PropertyKey, never>; Returns: Json };
			alarms_overview: { Args: Record<PropertyKey, never>; Returns: Json };
			answer_correction: { Args: { answer: string; hash: string }; Returns: boolean };
			answer_still_true: { Args: { given?: Json; secret: string }; Returns: Json };
			ask_if_true: {
				Args: { hashes: Json; id: string; mail: Json; step: string };
				Returns: boolean;
			};
			ask_new_address: { Args: { email: string }; Returns: Json };
			audit_choices: { Args: Record<PropertyKey, never>; Returns: Json };
			audit_states: { Args: { lines: number[] }; Returns: Json };
			begin_second_factor: { Args: { sealed: string; session: string }; Returns: Json };
			change_date: {
				Args: {
					attempt: string;
					change: Json;
					event: string;
					original_local: string;
					read_version: number;
				};
				Returns: Json;
			};
			change_membership: { Args: { becomes: Json; membership: string }; Returns: Json };
			check_alarms: { Args: { disk?: Json }; Returns: Json };
			clean_up: { Args: Record<PropertyKey, never>; Returns: Json };
			confirm_listing: { Args: { attempt: string; id: string }; Returns: Json };
			confirm_listings: { Args: { attempt: string; ids: string[] }; Returns: Json };
			confirm_second_factor: {
				Args: { mail: Json; session: string; shades: string[]; step: number };
				Returns: Json;
			};
			correctable_listing: {
				Args: { seen?: number; slug: string; subject: string };
				Returns: Json;
			};
			correction: { Args: { id: string }; Returns: Json };
			correction_outcome: { Args: { hash: string }; Returns: Json };
			corrections_to_tell: { Args: Record<PropertyKey, never>; Returns: Json };
			count_attempt: {
				Args: { address: string; browser?: string; visitor: string; wanted: string };
				Returns: Json;
			};
			count_events: { Args: { filter?: Json }; Returns: number };
			count_organisations: { Args: { filter?: Json }; Returns: number };
			decide_correction: { Args: { id: string; outcome: string; reason?: string }; Returns: Json };
			desk: { Args: { language?: string; max_rows?: number }; Returns: Json };
			drop_conflict: { Args: { id: string; subject: string }; Returns: undefined };
			drop_second_factor: {
				Args: { mail: Json; session: string; shade: string; step: number };
				Returns: Json;
			};
			end_all_sessions: { Args: Record<PropertyKey, never>; Returns: Json };
			end_job: { Args: { by: string; did: Json; failure?: string; job: string }; Returns: number };
			end_mail: {
				Args: { by: string; mail: string; outcome: string; reason?: string };
				Returns: undefined;
			};
			end_membership: { Args: { membership: string }; Returns: Json };
			end_session: { Args: { session: string }; Returns: Json };
			end_sessions_of: { Args: { person: string }; Returns: Json };
			event_cells: {
				Args: {
					few?: number;
					filter?: Json;
					fine?: number;
					language?: string;
					x?: number;
					y?: number;
					z?: number;
				};
				Returns: Json;
			};
			event_dates: { Args: { wanted: string }; Returns: Json };
			event_detail: { Args: { wanted_slug: string }; Returns: Json };
			event_facets: { Args: { filter?: Json }; Returns: Json };
			event_parts: { Args: { wanted: string }; Returns: Json };
			event_points: { Args: { filter?: Json; language?: string }; Returns: Json };
			event_preview: { Args: { wanted: string }; Returns: Json };
			events_by_day: {
				Args: { filter: Json; first_day: string; last_day: string; max_rows?: number };
				Returns: Json;
			};
			feed_calendar: {
				Args: { filter?: Json; max_rows?: number; wanted?: string[]; whole?: boolean };
				Returns: Json;
			};
			feed_changes: { Args: { filter?: Json; page?: number; page_size?: number }; Returns: Json };
			feed_event: { Args: { wanted_slug: string }; Returns: Json };
			feed_events: {
				Args: { filter?: Json; newest_first?: boolean; page?: number; page_size?: number };
				Returns: Json;
			};
			feed_organisations: {
				Args: { filter?: Json; language?: string; page?: number; page_size?: number };
				Returns: Json;
			};
			find_audit: { Args: { asked?: Json }; Returns: Json };
			find_events: {
				Args: {
					after?: string;
					filter?: Json;
					ordering?: string;
					page?: number;
					page_size?: number;
				};
				Returns: Json;
			};
			find_organisations: {
				Args: {
					after?: string;
					filter?: Json;
					language?: string;
					page?: number;
					page_size?: number;
				};
				Returns: Json;
			};
			find_places: { Args: { max_rows?: number; name: string }; Returns: Json };
			forget_person: { Args: { person: string }; Returns: Json };
			former_people: { Args: Record<PropertyKey, never>; Returns: Json };
			has_account: { Args: { address: string }; Returns: boolean };
			interpret_words: { Args: { words: string }; Returns: Json };
			invitation_mails: { Args: Record<PropertyKey, never>; Returns: Json };
			invitation_of: { Args: { hash: string }; Returns: Json };
			invite: { Args: { invitation: Json }; Returns: Json };
			is_first_administrator_link: { Args: { hash: string }; Returns: boolean };
			jobs_ahead: { Args: Record<PropertyKey, never>; Returns: Json };
			language_of: { Args: { address: string }; Returns: string };
			leave_event: { Args: { event: string; organisation: string }; Returns: Json };
			listing: { Args: { id: string; subject: string }; Returns: Json };
			listing_history: {
				Args: { id: string; page?: number; size?: number; subject: string };
				Returns: Json;
			};
			listing_versions: {
				Args: { id: string; subject: string; versions: number[] };
				Returns: Json;
			};
			look_what_waits: { Args: Record<PropertyKey, never>; Returns: Json };
			mail_stop_of: { Args: { hash: string }; Returns: Json };
			make_first_administrator: {
				Args: { hash: string; language: string; name: string; person: string };
				Returns: boolean;
			};
			make_next_sets: { Args: Record<PropertyKey, never>; Returns: boolean };
			mark_still_true: { Args: { given: boolean; id: string; mark: string }; Returns: Json };
			my_account: { Args: Record<PropertyKey, never>; Returns: Json };
			my_colleagues: { Args: Record<PropertyKey, never>; Returns: Json };
			my_corrections: { Args: { size?: number }; Returns: Json };
			my_listings: { Args: { asked?: Json; subject: string }; Returns: Json };
			my_mails: { Args: Record<PropertyKey, never>; Returns: Json };
			my_rights: { Args: Record<PropertyKey, never>; Returns: Json };
			my_sign_in: { Args: Record<PropertyKey, never>; Returns: Json };
			my_waits: { Args: Record<PropertyKey, never>; Returns: string };
			named_beside: { Args: { organisation: string }; Returns: Json };
			network_outline: { Args: Record<PropertyKey, never>; Returns: Json };
			new_address_secret: { Args: { person: string }; Returns: Json };
			next_mail: { Args: Record<PropertyKey, never>; Returns: number };
			note_device: { Args: { device: string }; Returns: undefined };
			note_job: {
				Args: { began_at: string; failure?: string; job: string; next_at: string };
				Returns: undefined;
			};
			note_password: { Args: { mail?: Json }; Returns: undefined };
			note_unfound: { Args: { given: Json }; Returns: number };
			numbers_for_members: { Args: { region?: string }; Returns: Json };
			numbers_in_the_open: { Args: Record<PropertyKey, never>; Returns: Json };
			offer_first_administrator: { Args: { hash: string }; Returns: boolean };
			offer_mail_stop: { Args: { address: string; hash: string; sort: string }; Returns: boolean };
			opening_hours_in_use: { Args: Record<PropertyKey, never>; Returns: Json };
			operation_overview: { Args: Record<PropertyKey, never>; Returns: Json };
			operation_report: { Args: Record<PropertyKey, never>; Returns: Json };
			organisation_cells: {
				Args: {
					few?: number;
					filter?: Json;
					fine?: number;
					language?: string;
					x?: number;
					y?: number;
					z?: number;
				};
				Returns: Json;
			};
			organisation_detail: { Args: { wanted_slug: string }; Returns: Json };
			organisation_facets: {
				Args: { confirmed_since?: string; filter?: Json; open_hours?: string[] };
				Returns: Json;
			};
			organisation_points: { Args: { filter?: Json; language?: string }; Returns: Json };
			organisation_preview: { Args: { id: string }; Returns: Json };
			owner_of_link: { Args: { hash: string }; Returns: string };
			page_addresses: { Args: Record<PropertyKey, never>; Returns: Json };
			pass_second_factor: { Args: { session: string; shade: string; step: number }; Returns: Json };
			pending_conflict: { Args: { id: string; subject: string }; Returns: Json };
			people_of_network: { Args: Record<PropertyKey, never>; Returns: Json };
			person_to_forget: { Args: { person: string }; Returns: Json };
			persons_in_history: { Args: { id: string; subject: string }; Returns: Json };
			picture: { Args: { id: string }; Returns: Json };
			proposable: { Args: { subject: string }; Returns: Json };
			propose_correction: { Args: { given: Json }; Returns: Json };
			put_invitation_mail: { Args: { invitation: string; mail: Json }; Returns: undefined };
			put_new_address_mail: { Args: { mail: Json; person: string }; Returns: undefined };
			put_sign_in_mail: {
				Args: { language: string; mail: Json; recipient: string };
				Returns: string;
			};
			read_answer: { Args: { correction: string }; Returns: boolean };
			region_at: { Args: { lat: number; lng: number }; Returns: Json };
			regions_in_the_open: { Args: Record<PropertyKey, never>; Returns: Json };
			remind_of_corrections: { Args: Record<PropertyKey, never>; Returns: Json };
			remove_second_factor: { Args: { mail?: Json; person: string }; Returns: Json };
			removed_listings: { Args: Record<PropertyKey, never>; Returns: Json };
			renew_invitation: { Args: { invitation: string }; Returns: Json };
			renew_session: { Args: { next: string; token: string }; Returns: Json };
			run_jobs: { Args: Record<PropertyKey, never>; Returns: Json };
			save_event: {
				Args: {
					act?: Json;
					attempt: string;
					dates: Json;
					id: string;
					listing: Json;
					read_version: number;
				};
				Returns: Json;
			};
			save_me: { Args: { language: string; name: string }; Returns: Json };
			save_my_mails: { Args: { wanted: string[] }; Returns: Json };
			save_my_waits: { Args: { often: string }; Returns: Json };
			save_organisation: {
				Args: { act?: Json; attempt: string; id: string; listing: Json; read_version: number };
				Returns: Json;
			};
			save_picture: {
				Args: { content_base64: string; height: number; width: number };
				Returns: Json;
			};
			second_factor_of: { Args: { session: string }; Returns: Json };
			set_publication: {
				Args: {
					attempt: string;
					ids: string[];
					publication: string;
					publish_at: string;
					subject: string;
				};
				Returns: Json;
			};
			set_topics: {
				Args: { add: string[]; attempt: string; ids: string[]; remove: string[]; subject: string };
				Returns: Json;
			};
			similar_listings: { Args: { proposed: Json; subject: string }; Returns: Json };
			split_series: {
				Args: {
					attempt: string;
					ended: Json;
					event: string;
					following: Json;
					from_local: string;
					read_version: number;
				};
				Returns: Json;
			};
			still_true_of: { Args: { secret: string }; Returns: Json };
			still_true_state: { Args: { id: string }; Returns: Json };
			stop_mails: { Args: { hash: string; wanted?: boolean }; Returns: Json };
			suggest: { Args: { language?: string; max_rows?: number; typed: string }; Returns: Json };
			take_back_correction: { Args: { id: string }; Returns: Json };
			take_jobs: { Args: { known: Json }; Returns: Json };
			take_mail: { Args: { wanted?: string }; Returns: Json };
			take_new_address: { Args: { hash: string; mail?: Json }; Returns: Json };
			take_person_out: { Args: { id: string; person: string; subject: string }; Returns: Json };
			tell_correction: { Args: { correction: string; hash: string; mail: Json }; Returns: boolean };
			to_ask: { Args: { max_rows: number }; Returns: Json };
			undo_operation: { Args: { attempt: string; operation: string }; Returns: Json };
			unfound_words_of: { Args: { max_rows?: number }; Returns: Json };
			withdraw_invitation: { Args: { invitation: string }; Returns: Json };
			withdrawn_event: { Args: { wanted_slug: string }; Returns: Json };
		};
		Enums: {
			[_ in never]: never;
		};
		CompositeTypes: {
			[_ in never]: never;
		};
	};
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
	DefaultSchemaTableNameOrOptions extends
		| keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		| { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
				DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
			DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
			Row: infer R;
		}
		? R
		: never
	: DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
		? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
				Row: infer R;
			}
			? R
			: never
		: never;

export type TablesInsert<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Insert: infer I;
		}
		? I
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Insert: infer I;
			}
			? I
			: never
		: never;

export type TablesUpdate<
	DefaultSchemaTableNameOrOptions extends
		keyof DefaultSchema['Tables'] | { schema: keyof DatabaseWithoutInternals },
	TableName extends (DefaultSchemaTableNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
		: never) = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
			Update: infer U;
		}
		? U
		: never
	: DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
		? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
				Update: infer U;
			}
			? U
			: never
		: never;

export type Enums<
	DefaultSchemaEnumNameOrOptions extends
		keyof DefaultSchema['Enums'] | { schema: keyof DatabaseWithoutInternals },
	EnumName extends (DefaultSchemaEnumNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
		: never) = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
	: DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
		? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
		: never;

export type CompositeTypes<
	PublicCompositeTypeNameOrOptions extends
		keyof DefaultSchema['CompositeTypes'] | { schema: keyof DatabaseWithoutInternals },
	CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
		schema: keyof DatabaseWithoutInternals;
	}
		? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
		: never) = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
	? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
	: PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
		? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
		: never;

export const Constants = {
	public: {
		Enums: {}
	}
} as const;
