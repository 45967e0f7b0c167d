// An organisation for tests: everything empty that may be empty, so that a test says only what it
// is about.
import type { OrganisationDetail } from './organisation-detail.ts';

/** The least a published organisation can be, with what a test is about. */
export const sampleOrganisation = (
	change: Partial<OrganisationDetail> = {}
): OrganisationDetail => ({
	id: '5f0c3d8e-8a52-4c63-9a1f-0d3b8f1f4a77',
	slug: 'kvalb',
	kind: 'network-lead',
	name: { lv: 'Latvijas Kvalitātes biedrība' },
	abbreviation: null,
	formerNames: [],
	legalForm: {},
	registrationNumber: null,
	summary: {},
	topics: [],
	street: null,
	postcode: null,
	place: null,
	municipality: null,
	region: null,
	pin: null,
	phones: [],
	email: null,
	website: null,
	socialLinks: [],
	languages: [],
	openingHours: null,
	accessibility: [],
	accessibilityNote: {},
	logo: null,
	picture: null,
	contactPersons: [],
	doubtfulSince: null,
	confirmedOn: null,
	correctedAt: null,
	changedOn: { contact: null, hours: null, where: null },
	isExample: false,
	updatedAt: '2026-11-23T21:00:00+00:00',
	sources: [],
	regionContact: null,
	nearest: [],
	upcoming: [],
	past: [],
	...change
});
