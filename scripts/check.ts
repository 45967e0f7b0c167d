// `npm run check`: types, components, lint rules, format, unused code. Ends with 1 when anything is
// found.
import { runChecks } from './check/steps.ts';

const outcomes = await runChecks(({ name, passed, seconds, output }) => {
	console.log(`${passed ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
	if (!passed) console.log(output);
});
if (outcomes.some(({ passed }) => !passed)) process.exitCode = 1;
