// What hangs on an address and is not ours. Mailers, advertisers and social networks add names of
// their own to the addresses they pass on: they are about the way of a visitor, never about the
// page. Nobody mistyped them, so no note speaks of them.

const beginnings =
	/^(?:utm|hsa|mtm|pk|piwik|matomo|oly|vero|wt|_hs|__hs|trk|mc|ga|gad|fb|sfmc|guce|elq|bsft|at|ns|_bta|iterable|cmp|msockid)_/;

const names = new Set(
	(
		'fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid igsh igshid li_fat_id ' +
		'epik rdt_cid scid sccid srsltid mkt_tok s_kwcid s_cid _ga _gl _ke _kx _openstat _branch_match_id ' +
		'mibextid zanpid irclickid dicbo tduid wickedid vgo_ee guccounter __s si ref ref_src ref_url amp'
	).split(' ')
);

/** Whether a parameter only says how a visitor came here. */
export function isTracking(parameter: string): boolean {
	const name = parameter.toLowerCase();
	return names.has(name) || beginnings.test(name);
}

/**
 * Whether a name nobody has is one of ours with a slip in it: other capitals, a letter too many,
 * too few, another one, or two that changed places; in longer names two slips. Somebody who wrote
 * that should hear that it was not understood; whoever added anything else to an address meant
 * something that is not for us.
 */
export function isMisspelt(parameter: string, ours: Iterable<string>): boolean {
	const name = parameter.toLowerCase();
	for (const own of ours) {
		if (name === own) return true;
		// In the shortest every other name is a slip away from every one.
		const forgiven = own.length < 4 ? (name.length > own.length ? 1 : 0) : own.length < 6 ? 1 : 2;
		if (own.length > 1 && slips(name, own, forgiven) <= forgiven) return true;
	}
	return false;
}

/**
 * Slips of the keyboard from one word to another (optimal string alignment); anything over `most`
 * once it is certain.
 */
function slips(one: string, other: string, most: number): number {
	if (Math.abs(one.length - other.length) > most) return most + 1;
	let before: number[] = [];
	let last = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let i = 1; i <= one.length; i += 1) {
		const row = [i];
		for (let j = 1; j <= other.length; j += 1) {
			const differs = one[i - 1] === other[j - 1] ? 0 : 1;
			let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + differs);
			if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
				least = Math.min(least, (before[j - 2] ?? 0) + 1);
			row.push(least);
		}
		[before, last] = [last, row];
	}
	return last[other.length] ?? 0;
}
