// On a slow line people type before the page's scripts are there. Taking the page over, the
// framework puts back what the server had sent into every control that is not bound: what was typed
// would be gone. So it is noted just before, and given back just after.

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** A box or a circle to tick. */
const isTicked = (control: Control): control is HTMLInputElement =>
	control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type);

/** Whether it is ticked, or its text or choice. */
const stateOf = (control: Control) => (isTicked(control) ? control.checked : control.value);

/** The same as the server sent it. Of several options without a mark the first one is chosen. */
function sentStateOf(control: Control): string | boolean | undefined {
	if (isTicked(control)) return control.defaultChecked;
	if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
	const options = [...control.options];
	return (options.find(({ defaultSelected }) => defaultSelected) ?? options[0])?.value;
}

function giveBack(control: Control, state: string | boolean): void {
	if (!control.isConnected || stateOf(control) === state) return;
	if (isTicked(control)) control.checked = state === true;
	else control.value = String(state);
	// Whoever listens learns of it as of any typing.
	control.dispatchEvent(new Event('input', { bubbles: true }));
	control.dispatchEvent(new Event('change', { bubbles: true }));
}

/**
 * Notes what was typed, ticked and chosen in the page as the server sent it; files, hidden fields
 * and passwords excepted, which scripts do not touch.
 * @returns gives it back where it is gone
 */
export function typedBefore(page: ParentNode): () => void {
	const touched = [...page.querySelectorAll<Control>('input, textarea, select')]
		.filter((control) => !/^(file|hidden|password)$/.test(control.type))
		.filter((control) => stateOf(control) !== sentStateOf(control))
		.map((control) => [control, stateOf(control)] as const);
	return () => {
		for (const [control, state] of touched) giveBack(control, state);
	};
}
