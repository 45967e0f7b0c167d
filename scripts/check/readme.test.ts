// Whatever is added, taken away or moved without README.md knowing is found.
import { expect, test } from 'vitest';
import { faultsOfReadme, type Sources } from './readme.ts';

const readme = `
| variable         | default |
| ---------------- | ------- |
| \`PORT\`           | 3000    |
| \`HOST\`, \`ORIGIN\` |         |

| command                           | does |
| --------------------------------- | ---- |
| \`npm start\`                       | all  |
| \`npm run seed -- --s N\`, \`npm run look:at-it\` | more |

\`\`\`
src/lib/
  geo/           positions
  mail/  jobs/   two of them
  event/         continues
                 on/ another line
src/routes/      thin
\`\`\`
`;
const agreed: Sources = {
	readme,
	folders: ['geo', 'mail', 'jobs', 'event'],
	commands: ['start', 'seed', 'look:at-it'],
	floors: [['geo'], ['mail', 'jobs'], ['event']],
	code: ["env.PORT ?? process.env.HOST; env['ORIGIN']; env.TIKLS_ROOT"]
};

test('all is well', () => {
	expect(faultsOfReadme(agreed)).toEqual([]);
});

test.each<[string, Partial<Sources>]>([
	['folder feed is not in the tree', { folders: [...agreed.folders, 'feed'] }],
	['folder event is not in src/lib', { folders: ['geo', 'mail', 'jobs'] }],
	[
		'names event above',
		{
			floors: [
				['geo', 'event'],
				['mail', 'jobs']
			]
		}
	],
	['command lint is not in the table', { commands: [...agreed.commands, 'lint'] }],
	['command look:at-it is not in package.json', { commands: ['start', 'seed'] }],
	['setting SMTP_URL is not in the table', { code: [...agreed.code, 'env.SMTP_URL'] }],
	['setting ORIGIN is read nowhere', { code: ['env.PORT, env.HOST'] }]
])('%s', (fault, change) => {
	const faults = faultsOfReadme({ ...agreed, ...change });
	expect(faults).toHaveLength(1);
	expect(faults[0]).toContain(fault);
});
