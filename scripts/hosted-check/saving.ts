// A coordinator for the length of a check saves a draft the way the form does, which nobody but
// them sees. The membership is given and everything taken away by SQL: no key may do that, and the
// audit lets go of its lines for its owner alone.
import { randomUUID } from 'node:crypto';
import { network } from '#network';
import { inTransaction, type SqlExecutor } from '#lib/backend/embedded/sql.ts';
import { trialAccount } from './account.ts';
import { fails, holds, untried } from './finding.ts';
import { field, wordsOf } from './project.ts';
import type { Check } from './run.ts';
import { filled } from './schema.ts';
import { signingIn } from './signing-in.ts';

const language = network.languages[0] ?? 'en';
const NAME = 'Hosted check';

export const saving: Check = {
	name: 'a coordinator saves a draft that nobody else sees',
	needs: [filled.name, signingIn.name],
	async run(bench) {
		const { project, leftovers, goOn } = bench;
		const { owner } = project;
		if (owner === null) return untried('DATABASE_URL is not set', true);
		const account = await trialAccount(bench);
		leftovers.note(`the draft "${NAME}" and who saved it`, () =>
			owner((sql) => removeTraces(sql, account.id))
		);
		goOn();
		const isHere = await owner((sql) => makeCoordinator(sql, account.id));
		if (!isHere)
			return fails(
				'the database of DATABASE_URL does not have the account just made in the project',
				'Name the database of the same project'
			);
		const saved = await project.ask(account, '/rest/v1/rpc/save_organisation', {
			body: {
				id: null,
				read_version: null,
				attempt: randomUUID(),
				listing: { kind: network.kinds[0]?.id, name: { [language]: NAME } },
				act: { publication: 'draft' }
			}
		});
		const id = field(saved.body, 'id');
		if (field(saved.body, 'status') !== 'saved' || typeof id !== 'string')
			return fails(
				`the draft is not saved (${JSON.stringify(saved.body)}, HTTP ${saved.status})`,
				'Look at the logs of Postgres in the dashboard'
			);
		const path = `/rest/v1/organisations?select=id&id=eq.${id}`;
		const [own, anybodys] = [await project.ask(account, path), await project.ask('visitor', path)];
		if (!Array.isArray(own.body) || own.body.length !== 1)
			return fails(`its coordinator cannot read it (${wordsOf(own)})`, 'Begin with a new project');
		if (!Array.isArray(anybodys.body) || anybodys.body.length !== 0)
			return fails(
				`anybody reads it (${wordsOf(anybodys)})`,
				'Row level security was changed; begin with a new project'
			);
		return holds('it is removed again, with its history');
	}
};

/** @returns false when the account is not in this database */
async function makeCoordinator(sql: SqlExecutor, person: string): Promise<boolean> {
	return await inTransaction(sql, async () => {
		const made = await sql.query(
			`insert into public.people (id, name, language)
			select id, $2, $3 from auth.users where id = $1 returning id`,
			[person, NAME, language]
		);
		if (made.length === 0) return false;
		// Not an administrator, of whom the network may demand a second factor.
		await sql.query(
			`insert into public.memberships (person_id, role, region_id)
			select $1, 'coordinator', id from public.regions order by position limit 1`,
			[person]
		);
		return true;
	});
}

async function removeTraces(sql: SqlExecutor, person: string): Promise<void> {
	await inTransaction(sql, async () => {
		await sql.query(
			`delete from public.organisations where id in (select subject_id from public.revisions
				where subject = 'organisation' and action = 'create' and person_id = $1)`,
			[person]
		);
		await sql.query('delete from public.revisions where person_id = $1', [person]);
		await sql.exec('alter table public.audit disable trigger audit_only_grows');
		await sql.query('delete from public.audit where person_id = $1', [person]);
		await sql.exec('alter table public.audit enable trigger audit_only_grows');
		await sql.query('delete from public.people where id = $1', [person]);
	});
}
