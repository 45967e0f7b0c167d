// How a page says where it stands, in its title and aloud.

interface Standing {
	/** Why a form came back: "Error". */
	refusal: string | null;
	/** What was just done. */
	done: string;
	/** How things stand otherwise: "5 organisations found". */
	state: string;
	/** What the page is. */
	title: string;
}

const withoutStop = (words: string) => words.replace(/\.$/, '');

/**
 * The page's own part of the title: "Error: Sign in", "Saved · Edit: Example"; empty when there is
 * nothing to say.
 */
export function headOf({ refusal, done, state, title }: Standing): string {
	const head = [done, state, title]
		.map(withoutStop)
		.filter((part) => part !== '')
		.join(' · ');
	return refusal ? `${refusal}: ${head}` : head;
}

/** Several parts as they are said: each ends like a sentence, empty ones are left out. */
export function sentenceOf(parts: readonly string[]): string {
	return parts
		.filter((part) => part !== '')
		.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`))
		.join(' ');
}
