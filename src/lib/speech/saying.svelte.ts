import { say } from './say.ts';

/**
 * Says a text of a component whenever it has become another one; an empty one is not said. Called
 * while the component is made.
 * @param fresh whether the component itself is the news, so that its first text is said too
 */
export function saying(text: () => string, fresh = false): void {
	let before = fresh ? '' : undefined;
	$effect(() => {
		const now = text();
		if (before !== undefined && now !== before && now !== '') say(now);
		before = now;
	});
}
