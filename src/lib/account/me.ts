// The form by which somebody names themselves: name and address.
import * as v from 'valibot';
import { m } from '#lib/paraglide/messages.js';
import { emailPattern, requiredText } from '#lib/form/form.ts';

/** An address that must be there, in small letters as the sign-in service keeps it. */
export const emailField = () =>
	v.pipe(
		requiredText(254, () => m.people_problem_email()),
		v.regex(emailPattern, () => m.people_problem_email()),
		v.toLowerCase()
	);

/** A person's name that must be there. */
export const nameField = () => requiredText(120, () => m.people_problem_name());

/** Made anew for each form: its messages are in the language of the page. */
export const meForm = () => v.object({ name: nameField(), email: emailField() });
