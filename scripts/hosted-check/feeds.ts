// The feeds, by the questions they ask, and how long the project lets a question take.
import { network } from '#network';
import { fails, holds, untried, type Finding } from './finding.ts';
import { field, wordsOf, type Answer } from './project.ts';
import type { Check } from './run.ts';
import { filled } from './schema.ts';

/** SQLSTATE query_canceled: it took longer than the role may. */
const TOO_LONG = '57014';

export const feeds: Check = {
	name: 'the feeds have what they tell',
	needs: [filled.name],
	async run({ project }) {
		const [calendar, list] = [
			await project.ask('visitor', '/rest/v1/rpc/feed_calendar', { body: { filter: {} } }),
			await project.ask('visitor', '/rest/v1/rpc/feed_organisations', {
				body: { filter: {}, language: network.languages[0] }
			})
		];
		const [events, organisations] = [field(calendar.body, 'total'), field(list.body, 'total')];
		if (typeof events !== 'number') return unread('events', calendar);
		if (typeof organisations !== 'number') return unread('organisations', list);
		return holds(`${events} events, ${organisations} organisations`);
	}
};

const unread = (what: string, answer: Answer): Finding =>
	fails(
		`the ${what} cannot be read (${wordsOf(answer)})`,
		answer.code === TOO_LONG
			? 'The role anon may not take that long; give it more, as docs/running.md says'
			: 'Look at the logs of Postgres in the dashboard'
	);

export const limits: Check = {
	name: 'statements have their limits',
	needs: [],
	async run({ project }) {
		if (project.owner === null) return untried('DATABASE_URL is not set', true);
		const rows = await project.owner((sql) =>
			sql.query<{ role: string; limit: string | null }>(
				`select rolname::text as role, (select substr(one, length('statement_timeout=') + 1)
					from unnest(rolconfig) as one where one like 'statement_timeout=%') as "limit"
				from pg_roles where rolname in ('anon', 'authenticated', 'authenticator') order by rolname`
			)
		);
		return holds(rows.map(({ role, limit }) => `${role} ${limit ?? 'none of its own'}`).join(', '));
	}
};
