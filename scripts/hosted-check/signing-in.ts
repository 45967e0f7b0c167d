// Somebody with an account and no membership: gets in by a code, and may do no more than a visitor.
import { randomUUID } from 'node:crypto';
import { SignInRefused, trialAccount } from './account.ts';
import { fails, holds } from './finding.ts';
import { field, wordsOf } from './project.ts';
import { writable } from './rights.ts';
import type { Check } from './run.ts';
import { schema } from './schema.ts';
import { signInSettings } from './service.ts';

/** As supabase/config.toml says: `otp_length` and `jwt_expiry`. */
const DIGITS = 6;
const SECONDS = 900;

export const signingIn: Check = {
	name: 'an account signs in by a code and may do nothing',
	needs: [schema.name, signInSettings.name],
	async run(bench) {
		const { project, expected } = bench;
		let account;
		try {
			account = await trialAccount(bench);
		} catch (error) {
			if (!(error instanceof SignInRefused)) throw error;
			return fails(
				error.message,
				'Look at the logs of Auth in the dashboard; "npx supabase config push" sets what signing in needs'
			);
		}
		if (account.digits !== DIGITS || account.seconds !== SECONDS)
			return fails(
				`codes have ${account.digits} digits and tokens last ${account.seconds} s, not ${DIGITS} and ${SECONDS}`,
				'Run "npx supabase config push"'
			);
		const rights = await project.ask(account, '/rest/v1/rpc/my_rights', { body: {} });
		if (rights.status !== 200)
			return fails(
				`the data interface does not take the token (${wordsOf(rights)})`,
				'Look under JWT keys in the dashboard'
			);
		if (rights.body !== null)
			return fails('an account without a membership has rights', 'Begin with a new project');
		const saved = await project.ask(account, '/rest/v1/rpc/save_organisation', {
			body: { id: null, read_version: null, attempt: randomUUID(), listing: {} }
		});
		const written = await writable(project, account, expected.tables);
		if (field(saved.body, 'status') !== 'refused')
			written.unshift(`saving is not refused (${wordsOf(saved)})`);
		if (written.length > 0) return fails(written.join('; '), 'Begin with a new project');
		return holds(`${DIGITS} digits, tokens for ${SECONDS / 60} minutes; it is removed again`);
	}
};
