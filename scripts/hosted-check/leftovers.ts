// What a check has put into a project and must take out again, whatever happens to the check: each
// thing is noted before it is made, so that one whose answer got lost is looked for, too.
import { whyNot, type Project } from './project.ts';

/** @param project answers also when the time of the check is over */
type Remove = (project: Project) => Promise<void>;

export class Leftovers {
	readonly #project: Project;
	readonly #things: { what: string; remove: Remove }[] = [];

	constructor(project: Project) {
		this.#project = project;
	}

	/** @param what named to the person when it cannot be removed: "the account anna@…" */
	note(what: string, remove: Remove): void {
		this.#things.push({ what, remove });
	}

	/**
	 * Removes all that was noted, the last one first, because it may lean on those before it.
	 * @returns what is still there, and why
	 */
	async remove(): Promise<string[]> {
		const stayed: string[] = [];
		for (let thing = this.#things.pop(); thing !== undefined; thing = this.#things.pop())
			try {
				await thing.remove(this.#project);
			} catch (error) {
				stayed.push(`${thing.what} (${whyNot(error)})`);
			}
		return stayed;
	}
}
