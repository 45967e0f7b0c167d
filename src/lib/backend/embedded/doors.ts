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

/**
 * What signing in, being signed in and signing out write, and telling administrators that the disk
 * is full: little, and it goes on while nothing else is saved.
 */
const SIGNING_IN = new Set([
	'check_alarms',
	'count_attempt',
	'end_all_sessions',
	'end_job',
	'end_mail',
	'end_session',
	'note_device',
	'note_password',
	'offer_mail_stop',
	'pass_second_factor',
	'put_sign_in_mail',
	'renew_session',
	'take_jobs',
	'take_mail'
]);

const FUNCTION = '/rest/v1/rpc/';

/** The function of the database a path asks for; empty for another path. */
const functionOf = (path: string) => (path.startsWith(FUNCTION) ? path.slice(FUNCTION.length) : '');

/** Whether a request may write although there is no room for what people save. */
export const goesOnWithoutRoom = (path: string): boolean =>
	path.startsWith('/auth/') || SIGNING_IN.has(functionOf(path));

/** Whether a request brings a picture, for which there must be more room than for a text. */
export const bringsPicture = (path: string): boolean => functionOf(path) === 'save_picture';
