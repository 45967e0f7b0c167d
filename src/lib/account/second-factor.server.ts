// The second factor of somebody: set up, shown, switched off. The server works codes out and the
// database decides what they are good for; each try is counted before it is made.
import { randomBytes } from 'node:crypto';
import { create } from 'qrcode';
import * as v from 'valibot';
import { network } from '#network';
import { backend } from '#lib/backend/backend.server.ts';
import type { Locale } from '#lib/i18n/languages.ts';
import { logSecurity } from '#lib/log/log.server.ts';
import { newMail, sendQueued } from '#lib/mail/queue.server.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import { SignInState } from './half-signed-in.ts';
import { newRecoveryCodes, plainRecoveryCode } from './recovery-codes.ts';
import { countAttempt, type Attempt } from './signing-in.server.ts';
import { base32, otpauth, stepOf } from './totp.ts';

/** How far the sender of a request is signed in; null: not at all. */
export async function signInStateOf({ half, person }: App.Locals): Promise<SignInState | null> {
	if (half) return half;
	if (!person) return null;
	const { data, error: fault } = await person.database.rpc('my_sign_in');
	if (fault) error(503);
	return v.parse(v.nullable(SignInState), data);
}

/** The server itself; nobody has a second factor where it has no key (hosted Supabase). */
function server() {
	const acting = backend().server;
	if (!acting) error(503);
	return acting;
}

/** Whether this installation can keep what apps share with it. */
export const hasSecondFactor = (): boolean => backend().server !== null;

const Answer = v.object({ status: v.string() });

const statusOf = (data: unknown) => v.parse(Answer, data).status;

/** What of a request counting needs. */
type Visiting = Pick<RequestEvent, 'getClientAddress' | 'cookies' | 'url'>;

const about = (person: string) => `second factor ${person}`;

const Kept = v.nullable(v.object({ sealed: v.string(), confirmed: v.boolean() }));

async function secretOf(state: SignInState): Promise<Buffer | null> {
	const { data, error: fault } = await server().rpc('second_factor_of', { session: state.session });
	if (fault) error(503);
	const kept = v.parse(Kept, data);
	const text = kept && backend().decrypt(kept.sealed, about(state.person));
	return text === null ? null : Buffer.from(text, 'base64');
}

const shadeOf = (state: SignInState, code: string) =>
	backend().shade(`recovery ${state.person} ${code}`);

/** What is put into an app: as a picture, and to type. */
export interface Setup {
	/** Modules along a side, with the quiet zone (ISO/IEC 18004 asks for four around). */
	size: number;
	/** The dark modules, as a path of SVG. */
	path: string;
	/** In groups of four. */
	typed: string;
	href: string;
}

const QUIET = 4;

function setupOf(state: SignInState, secret: Buffer, locale: Locale): Setup {
	const href = otpauth(secret, network.name[locale], state.email);
	const { modules } = create(href, { errorCorrectionLevel: 'M' });
	const dark = Array.from({ length: modules.size ** 2 }, (_, at) => at).filter((at) => {
		const [row, column] = [Math.floor(at / modules.size), at % modules.size];
		return modules.get(row, column);
	});
	return {
		size: modules.size + 2 * QUIET,
		path: dark
			.map(
				(at) => `M${QUIET + (at % modules.size)} ${QUIET + Math.floor(at / modules.size)}h1v1h-1z`
			)
			.join(''),
		typed: base32(secret).replaceAll(/(.{4})(?=.)/g, '$1 '),
		href
	};
}

/** Begins one. `stale`: they must sign in anew first. `refused`: there is one. */
export async function beginSetup(
	state: SignInState,
	locale: Locale
): Promise<Setup | 'stale' | 'refused'> {
	const secret = randomBytes(20);
	const { data, error: fault } = await server().rpc('begin_second_factor', {
		session: state.session,
		sealed: backend().encrypt(secret.toString('base64'), about(state.person))
	});
	if (fault) error(503);
	const status = statusOf(data);
	if (status === 'saved') return setupOf(state, secret, locale);
	return status === 'stale' ? 'stale' : 'refused';
}

/** The one that was begun, to be shown again; null: there is none. */
export async function setupAgain(state: SignInState, locale: Locale): Promise<Setup | null> {
	const secret = state.since === null ? await secretOf(state) : null;
	return secret && setupOf(state, secret, locale);
}

/** Which of its rights a typed code has, after it was counted; null: none. */
async function shown(
	event: Visiting,
	state: SignInState,
	typed: string
): Promise<{ step: number | null; shade: string | null } | Attempt | null> {
	const attempt = await countAttempt(event, 'second', state.person);
	if (!attempt.allowed) return attempt;
	const digits = typed.replace(/[\s-]/g, '');
	if (/^\d{6}$/.test(digits)) {
		const secret = await secretOf(state);
		const step = secret && stepOf(secret, digits);
		return step === null ? null : { step, shade: null };
	}
	const code = plainRecoveryCode(typed);
	return code === null ? null : { step: null, shade: shadeOf(state, code) };
}

/** Null: the code is wrong or was used before. An Attempt: too many tries. */
type Shown<T> = T | Attempt | null;

async function told<T>(
	state: SignInState,
	{ data, error: fault }: { data: unknown; error: unknown },
	act: string,
	value: T
): Promise<T | null> {
	if (fault) error(503);
	const isDone = statusOf(data) === 'saved';
	logSecurity(isDone ? act : `${act}_fail`, { person: state.person });
	return isDone ? value : null;
}

const wrong = (state: SignInState, act: string) => {
	logSecurity(`${act}_fail`, { person: state.person });
	return null;
};

/** Shows the code of the app, or a recovery code: the session has both factors then. */
export async function passSecondFactor(
	event: Visiting,
	state: SignInState,
	typed: string
): Promise<Shown<true>> {
	const act = 'authn_second_factor';
	const proof = await shown(event, state, typed);
	if (proof === null) return wrong(state, act);
	if ('allowed' in proof) return proof;
	const answer = await server().rpc('pass_second_factor', {
		session: state.session,
		...(proof as { step: number; shade: string })
	});
	return await told(state, answer, act, true as const);
}

/**
 * Confirms the one that was begun by its first code.
 * @returns the recovery codes, told this once
 */
export async function confirmSetup(
	event: Visiting,
	state: SignInState,
	typed: string
): Promise<Shown<string[]>> {
	const act = 'authn_second_factor_on';
	const proof = await shown(event, state, typed);
	if (proof && 'allowed' in proof) return proof;
	if (!proof?.step) return wrong(state, act);
	const codes = newRecoveryCodes();
	const mail = newMail('second-factor-on');
	const answer = await server().rpc('confirm_second_factor', {
		session: state.session,
		step: proof.step,
		shades: codes.map((code) => shadeOf(state, plainRecoveryCode(code) ?? '')),
		mail: mail && { ...mail }
	});
	const done = await told(state, answer, act, codes);
	if (done) await sendQueued(mail);
	return done;
}

/** Switches it off with a code. */
export async function dropSecondFactor(
	event: Visiting,
	state: SignInState,
	typed: string
): Promise<Shown<true>> {
	const act = 'authn_second_factor_off';
	const proof = await shown(event, state, typed);
	if (proof === null) return wrong(state, act);
	if ('allowed' in proof) return proof;
	const mail = newMail('second-factor-off');
	const answer = await server().rpc('drop_second_factor', {
		session: state.session,
		...(proof as { step: number; shade: string }),
		mail: mail && { ...mail }
	});
	const done = await told(state, answer, act, true as const);
	if (done) await sendQueued(mail);
	return done;
}
