// On a slow line people type before the page's scripts are there. Taking the page over, the
// framework puts back what the server had sent into every control that is not bound: what was typed
// would be gone; and what it leaves would count as what the server had sent, so that no draft kept
// it and nobody was asked before leaving. So it is noted just before, and typed again just after.

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

function put(control: Control, state: string | boolean): void {
	if (isTicked(control)) control.checked = state === true;
	else control.value = String(state);
}

/** What was typed in a control, and where the caret stood. */
interface Touched {
	control: Control;
	state: string | boolean;
	caret: number | null;
}

function giveBack({ control, state, caret }: Touched): void {
	if (!control.isConnected || stateOf(control) === state) return;
	put(control, state);
	// Somebody may be in the middle of a word.
	if (caret !== null && 'setSelectionRange' in control) control.setSelectionRange(caret, caret);
	// Whoever listens learns of it as of any typing.
	control.dispatchEvent(new Event('input', { bubbles: true }));
	control.dispatchEvent(new Event('change', { bubbles: true }));
}

/**
 * Takes what was typed, ticked and chosen in the page out of it, so that it is what the server
 * sent; files, hidden fields and passwords excepted, which scripts do not touch. Nobody types
 * meanwhile: a page is taken over in one go.
 * @returns types it again
 */
export function typedBefore(page: ParentNode): () => void {
	const touched = [...page.querySelectorAll<Control>('input, textarea, select')]
		.filter((control) => !/^(file|hidden|password)$/.test(control.type))
		.map((control) => ({ control, state: stateOf(control), sent: sentStateOf(control) }))
		.filter(({ state, sent }) => state !== sent)
		.map(({ control, state, sent }) => {
			const caret = 'selectionStart' in control ? control.selectionStart : null;
			if (sent !== undefined) put(control, sent);
			return { control, state, caret };
		});
	return () => touched.forEach(giveBack);
}
