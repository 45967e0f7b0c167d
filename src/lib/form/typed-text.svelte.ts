import { afterNavigate, beforeNavigate } from '$app/navigation';

/**
 * The text of a field that asks for a page: what the page was asked for, until somebody types. An
 * answer takes the place of what it answers only: whoever types on while a slow one is under way
 * keeps what they typed. To be made while a component is made.
 *
 * @param given what the page that is shown was asked for
 */
export function typedText(given: () => string) {
	/** What somebody typed and no answer has taken up yet. */
	let typed = $state<string>();
	/** What of it the page that is being fetched was asked for. */
	let asked: string | undefined;
	beforeNavigate(() => {
		asked = typed;
	});
	afterNavigate(() => {
		if (typed === asked) typed = undefined;
	});
	return {
		get text() {
			return typed ?? given();
		},
		set text(text) {
			typed = text;
		},
		/** What was typed only led to something else. */
		forget() {
			typed = undefined;
		}
	};
}
