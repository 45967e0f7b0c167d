// The page a code on paper leads to, as the address of the code names it.

/** More would be a code too fine for a phone to read from paper. */
export const longestPaperPath = 600;

/**
 * The path of this site that `to` names, once; null for anything else. One slash begins it: two
 * would begin the name of another site.
 */
export function paperPath(params: URLSearchParams): string | null {
	const [to = '', ...more] = params.getAll('to');
	return more.length === 0 && to.length <= longestPaperPath && /^\/(?![/\\])[!-~]*$/.test(to)
		? to
		: null;
}
