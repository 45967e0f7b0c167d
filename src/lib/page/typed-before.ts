// On a slow line people type before the page's scripts are there. Taking the page over, the
// framework puts back what the server had sent into every control that is not bound: what was typed
// would be gone. So it is noted just before, and given back just after.

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What somebody has changed so far: whether it is ticked, the options chosen, or the text. */
const stateOf = (control: Control): string =>
	control instanceof HTMLSelectElement
		? [...control.options].map(({ selected }) => (selected ? '1' : '0')).join('')
		: control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)
			? String(control.checked)
			: control.value;

const isTouched = (control: Control): boolean =>
	control instanceof HTMLSelectElement
		? [...control.options].some(({ selected, defaultSelected }) => selected !== defaultSelected)
		: control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)
			? control.checked !== control.defaultChecked
			: control.value !== control.defaultValue;

function giveBack(control: Control, state: string): void {
	if (!control.isConnected || stateOf(control) === state) return;
	if (control instanceof HTMLSelectElement)
		[...control.options].forEach((option, i) => (option.selected = state[i] === '1'));
	else if (control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type))
		control.checked = state === 'true';
	else control.value = state;
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
		.filter((control) => !/^(file|hidden|password)$/.test(control.type) && isTouched(control))
		.map((control) => [control, stateOf(control)] as const);
	return () => {
		for (const [control, state] of touched) giveBack(control, state);
	};
}
