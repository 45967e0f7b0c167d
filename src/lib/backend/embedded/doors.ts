// The only addresses of lite anybody may reach: the data and, once there are coordinators, their
// sessions. `/_system`, the studio and storage answer without a key.
const DOORS = ['/rest/v1', '/auth/v1'] as const;

/**
 * True for a path lite may see. The path is resolved first, so that `/rest/v1/../../_system` is not
 * let through.
 */
export function isDoor(path: string): boolean {
	const { pathname } = new URL(path, 'http://embedded.invalid');
	return DOORS.some((door) => pathname === door || pathname.startsWith(`${door}/`));
}
