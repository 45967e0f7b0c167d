// How far around a place one can look.

const usual = [5, 10, 25, 50, 100];

/**
 * The choices of the form in whole kilometres, rising; the one an address asks for is always among
 * them.
 */
export function radii(asked: number): number[] {
	return [...new Set([...usual, asked])].sort((a, b) => a - b);
}
