// Names that mailers, advertisers and social networks hang onto the addresses they pass on. They are about the way of a
// visitor, never about the page: nobody mistyped them, so no note speaks of them.

const beginnings = /^(?:utm|hsa|mtm|pk|piwik|matomo|oly|vero|wt|_hs|trk)_/;

const names = new Set(
	(
		'fbclid gclid gclsrc gbraid wbraid dclid msclkid yclid ysclid twclid ttclid igsh igshid li_fat_id ' +
		'epik rdt_cid scid sccid srsltid mc_cid mc_eid mkt_tok s_kwcid s_cid _ga _gl _ke _kx _openstat _branch_match_id'
	).split(' ')
);

/** Whether a parameter only says how a visitor came here. */
export function isTracking(parameter: string): boolean {
	const name = parameter.toLowerCase();
	return names.has(name) || beginnings.test(name);
}
