// A role as one choice of a list: `administrator`, `coordinator:REGION`, `deputy:REGION`,
// `editor:ORGANISATION`.

/** A role as the database is told it. */
export interface WholeRole {
	role: 'administrator' | 'coordinator' | 'editor';
	region: string | null;
	organisation: string | null;
	deputy: boolean;
}

/** The choice that a membership is. */
export function choiceOf(membership: {
	role: string;
	deputy: boolean;
	region: { id: string } | null;
	organisation: { id: string } | null;
}): string {
	const { role, deputy, region, organisation } = membership;
	if (role === 'coordinator') return `${deputy ? 'deputy' : 'coordinator'}:${region?.id ?? ''}`;
	return role === 'editor' ? `editor:${organisation?.id ?? ''}` : 'administrator';
}

/** The role a choice means; null: no choice of the list. */
export function roleFrom(choice: unknown): WholeRole | null {
	const none = { region: null, organisation: null, deputy: false };
	if (choice === 'administrator') return { ...none, role: 'administrator' };
	const [, kind, of] = /^(coordinator|deputy|editor):([\w-]{1,60})$/.exec(String(choice)) ?? [];
	if (kind === undefined || of === undefined) return null;
	return kind === 'editor'
		? { ...none, role: 'editor', organisation: of }
		: { ...none, role: 'coordinator', region: of, deputy: kind === 'deputy' };
}
