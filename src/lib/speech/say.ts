// What changes on a page that stands is said aloud in one place: the empty live region of the root
// layout. Two regions would talk over each other, and one that comes with its words is not heard at
// all. What a fresh page has to say stands in its title (PageHead).

/** Id of the region; static/sending.js knows it too. */
export const saidId = 'said';

/**
 * Says a sentence to whoever listens, also the same one again. It is an element of its own, so that
 * a browser's translation of the one before cannot get between. Without a page it does nothing.
 */
export function say(sentence: string): void {
	if (typeof document === 'undefined') return;
	const words = document.createElement('span');
	words.textContent = sentence;
	document.getElementById(saidId)?.replaceChildren(words);
}
