// `npm run build`: builds whether or not the sources changed, and records what it was made of, as
// `npm start` does.
import { build, giveUp, install } from './prepare.js';

try {
	await install();
	await build({ always: true });
} catch (error) {
	giveUp(error);
}
