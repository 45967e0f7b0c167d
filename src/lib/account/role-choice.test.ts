// A role is the same after it was chosen from the list.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choiceOf, roleFrom, type WholeRole } from './role-choice.ts';

const none = { region: null, organisation: null, deputy: false };
const roles: fc.Arbitrary<WholeRole> = fc.oneof(
	fc.constant<WholeRole>({ ...none, role: 'administrator' }),
	fc.record({
		role: fc.constant('coordinator' as const),
		region: fc.constantFrom('kurzeme', 'riga', 'zemgale'),
		organisation: fc.constant(null),
		deputy: fc.boolean()
	}),
	fc.record({
		role: fc.constant('editor' as const),
		region: fc.constant(null),
		organisation: fc.uuid(),
		deputy: fc.constant(false)
	})
);

it('comes back from its choice', () => {
	fc.assert(
		fc.property(roles, (role) => {
			const named = (id: string | null) => (id === null ? null : { id });
			const choice = choiceOf({
				...role,
				region: named(role.region),
				organisation: named(role.organisation)
			});
			expect(roleFrom(choice)).toEqual(role);
		})
	);
});

it.each([null, '', 'king', 'coordinator', 'coordinator:', 'editor:a b', 'administrator:kurzeme'])(
	'is none: %j',
	(choice) => expect(roleFrom(choice)).toBeNull()
);
