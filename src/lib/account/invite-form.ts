// The form by which an administrator invites somebody.
import { m } from '#lib/paraglide/messages.js';
import { locales } from '#lib/i18n/languages.ts';
import * as v from 'valibot';
import { box, text, texts } from '#lib/form/form.ts';
import { emailField, nameField } from './me.ts';

const roles = ['coordinator', 'editor', 'administrator'] as const;

/**
 * Regions count for a coordinator only, the organisation for an editor only: what else was ticked
 * is left out.
 */
export const inviteForm = () =>
	v.pipe(
		v.object({
			email: emailField(),
			name: nameField(),
			language: v.fallback(v.picklist(locales), locales[0]),
			role: v.pipe(
				text(40),
				v.picklist(roles, () => m.people_problem_role())
			),
			regions: texts(60, 100),
			organisation: text(60),
			deputy: box
		}),
		v.forward(
			v.partialCheck(
				[['role'], ['regions']],
				({ role, regions }) => role !== 'coordinator' || regions.length > 0,
				() => m.people_problem_regions()
			),
			['regions']
		),
		v.forward(
			v.partialCheck(
				[['role'], ['organisation']],
				({ role, organisation }) => role !== 'editor' || organisation !== null,
				() => m.people_problem_organisation()
			),
			['organisation']
		),
		v.transform((read) => ({
			...read,
			regions: read.role === 'coordinator' ? read.regions : [],
			organisation: read.role === 'editor' ? read.organisation : null,
			deputy: read.role === 'coordinator' && read.deputy
		}))
	);
