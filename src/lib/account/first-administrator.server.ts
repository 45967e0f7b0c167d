// The first administrator: while there is none, each start of the server prints a one-time link and
// writes it to a file that only the operator can read. A fresh one each time, because only its hash
// is kept.
import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backend } from '#lib/backend/backend.server.ts';
import { writeDurably } from '#lib/backend/embedded/files.ts';
import { locales } from '#lib/i18n/languages.ts';
import { pathOf } from '#lib/page/paths.ts';
import { hashOf, newSecret } from '#lib/backend/secret.ts';
import { logLink } from '#lib/log/log.server.ts';

const fileIn = (env: Record<string, string | undefined>) =>
	join(resolve(env.DATA_DIR?.trim() || './data'), 'first-administrator.txt');

/**
 * Offers the link when there is no administrator, else removes what is left of an old one. Nothing
 * here may keep the server from starting: visitors come first.
 */
export async function offerFirstAdministrator(
	env: Record<string, string | undefined>,
	log: (line: string) => void = logLink
): Promise<void> {
	const { server } = backend();
	if (server === null) return;
	const { token, hash } = newSecret();
	const { data: offered, error } = await server.rpc('offer_first_administrator', { hash });
	if (error) return log(`The link for the first administrator could not be made: ${error.message}`);
	if (!offered) return await forgetFirstAdministrator(env);
	const origin = env.ORIGIN ?? `http://localhost:${env.PORT ?? 3000}`;
	const link = origin + pathOf('/first-administrator/:secret', locales[0], token);
	try {
		await writeDurably(fileIn(env), `${link}\n`, 0o600);
	} catch (fault) {
		log(
			`${fileIn(env)} could not be written: ${fault instanceof Error ? fault.message : 'unknown'}`
		);
	}
	log(`There is no administrator yet. Whoever opens this link becomes the first one: ${link}`);
}

/** Removes the file; the link in it no longer opens anything. */
export async function forgetFirstAdministrator(
	env: Record<string, string | undefined>
): Promise<void> {
	await rm(fileIn(env), { force: true });
}

/** Whether the secret of an address is that of the link of now. */
export async function isFirstAdministratorLink(token: string): Promise<boolean> {
	const { data } = (await backend().server?.rpc('is_first_administrator_link', {
		hash: hashOf(token)
	})) ?? { data: false };
	return data === true;
}

/** Uses the link up for an account. False: somebody else was first. */
export async function makeFirstAdministrator(
	token: string,
	account: { id: string; name: string; language: string }
): Promise<boolean> {
	const { id: person, name, language } = account;
	const { data } = (await backend().server?.rpc('make_first_administrator', {
		hash: hashOf(token),
		person,
		name,
		language
	})) ?? { data: false };
	return data === true;
}
