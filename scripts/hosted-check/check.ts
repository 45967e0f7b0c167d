// All checks of a hosted project, in the order a person mends things.
import { readExpected } from './expected.ts';
import { feeds, limits } from './feeds.ts';
import type { Finding } from './finding.ts';
import type { Project } from './project.ts';
import { listedRights, reading, writing } from './rights.ts';
import { runChecks, type RunOptions } from './run.ts';
import { saving } from './saving.ts';
import { filled, schema } from './schema.ts';
import { answers, secretKey, signInSettings } from './service.ts';
import { signingIn } from './signing-in.ts';

const ALL = [
	answers,
	secretKey,
	signInSettings,
	schema,
	filled,
	reading,
	writing,
	listedRights,
	signingIn,
	saving,
	feeds,
	limits
];

/**
 * Tries everything a project has to do for this software. Whatever is made for it is gone
 * afterwards.
 * @param projectRoot where supabase/ lies
 */
export async function checkHosted(
	project: Project,
	projectRoot: string,
	options: RunOptions
): Promise<Finding[]> {
	const expected = await readExpected(projectRoot);
	return await runChecks(ALL, { project, expected, projectRoot }, options);
}
