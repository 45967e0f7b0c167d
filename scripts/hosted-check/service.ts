// Whether the project answers, with these keys, and how people sign in there.
import { fails, holds } from './finding.ts';
import { field, whyNot, wordsOf } from './project.ts';
import type { Check } from './run.ts';

const SETTINGS = '/auth/v1/settings';

export const answers: Check = {
	name: 'the project answers',
	needs: [],
	async run({ project }) {
		try {
			const answer = await project.ask('visitor', SETTINGS);
			if (answer.status === 200) return holds(project.url);
			return answer.status === 401 || answer.status === 403
				? fails(
						`it does not know PUBLIC_SUPABASE_PUBLISHABLE_KEY (${wordsOf(answer)})`,
						'Copy the publishable key of this project from its dashboard, under API keys'
					)
				: fails(
						`${project.url} answers as no Supabase project does (${wordsOf(answer)})`,
						'Look whether PUBLIC_SUPABASE_URL is the address under Connect in the dashboard'
					);
		} catch (error) {
			return fails(
				`nothing answers at ${project.url} (${whyNot(error)})`,
				'Look at PUBLIC_SUPABASE_URL, and in the dashboard whether the project is paused'
			);
		}
	}
};

export const secretKey: Check = {
	name: 'the secret key is the server’s own',
	needs: [answers.name],
	async run({ project }) {
		const todo = 'Copy the secret key of this project from its dashboard, under API keys';
		const [mine, anybodys] = await Promise.all(
			(['server', 'visitor'] as const).map((asker) =>
				project.ask(asker, '/rest/v1/rpc/jobs_ahead', { body: {} })
			)
		);
		// A function that is not there says nothing of the key; the check of the schema does.
		if (mine?.status === 200 && anybodys?.status === 200)
			return fails(
				'PUBLIC_SUPABASE_PUBLISHABLE_KEY may do what only the server may',
				'It is a secret key: revoke it in the dashboard if it was ever shown to anybody, and name the publishable one'
			);
		if (mine?.status === 200 || mine?.status === 404)
			return holds('and the publishable one is not');
		return fails(`it is refused (${mine === undefined ? 'no answer' : wordsOf(mine)})`, todo);
	}
};

export const signInSettings: Check = {
	name: 'people sign in by mail and nobody signs up',
	needs: [answers.name],
	async run({ project }) {
		const { body } = await project.ask('visitor', SETTINGS);
		const push = 'Run "npx supabase config push"';
		if (field(field(body, 'external'), 'email') !== true)
			return fails(
				'signing in by mail is switched off, so that nobody gets in',
				`${push}, or switch the provider Email on in the dashboard`
			);
		if (field(body, 'disable_signup') !== true)
			return fails(
				'anybody may make an account',
				`${push}, or switch "Allow new users to sign up" off in the dashboard`
			);
		return holds('as supabase/config.toml says');
	}
};
