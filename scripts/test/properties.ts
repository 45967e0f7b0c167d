// Random values are the same at every run of a commit: what passed here passes elsewhere, and what
// fails can be tried again. `PROPERTY_SEED=random npm run test:unit` draws others, and fast-check
// prints the number of those that failed.
import fc from 'fast-check';

const { PROPERTY_SEED: asked } = process.env;
const seed = asked === 'random' ? Date.now() | 0 : Number(asked ?? 1);
if (!Number.isInteger(seed))
	throw new Error(`PROPERTY_SEED is a whole number or "random", not ${asked}`);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
