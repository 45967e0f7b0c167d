// The labelled examples of a stopped installation: `npm run examples:remove` takes them all away
// (and invented load data with them), `npm run examples:add` puts the examples back, dated from
// today.
import { network } from '#network';
import { addExamples, removeExamples } from '#lib/seed/examples.ts';
import { StartError } from '#lib/backend/embedded/start-error.ts';
import { onStoppedInstallation, runScript, todayIn } from './installation.ts';

const [command] = process.argv.slice(2);

await runScript(async () => {
	if (command === 'add') {
		const added = await onStoppedInstallation((sql) => addExamples(sql, todayIn(network.timeZone)));
		return `${added} examples of upcoming events are in the directory, dated from today.`;
	}
	if (command === 'remove') {
		const { events, organisations } = await onStoppedInstallation(removeExamples);
		return events + organisations === 0
			? 'There were no examples to remove.'
			: `Removed everything invented: ${events} events and ${organisations} organisations.`;
	}
	throw new StartError('CONFIGURATION', 'Say what to do with the examples: add or remove.');
});
