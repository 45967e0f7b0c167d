// That the pages of docs/decisions are numbered without gaps, that their index names each of them
// as it names itself, and that whoever refers to one refers to one that is there.

export interface Sources {
	/** Names of the pages in docs/decisions, without the index. */
	pages: Map<string, string>;
	/** The index, docs/decisions/README.md. */
	index: string;
	/** Every text file of the project, by its path; references are looked for in them. */
	files: Iterable<[path: string, text: string]>;
}

const line = /^\| \[(\d{4})\]\(([^)]+)\) +\| (.+?) +\| (\d{4}-\d{2}-\d{2}) +\| (.+?) +\|$/;

/** One sentence for each fault; none when everything agrees. */
export function faultsOfDecisions({ pages, index, files }: Sources): string[] {
	const faults: string[] = [];
	const names = [...pages.keys()].sort();
	for (const [at, name] of names.entries()) {
		const number = String(at + 1).padStart(4, '0');
		if (!name.startsWith(`${number}-`)) faults.push(`${name} stands where ${number} is expected`);
		const heading = /^# (\d+)\. (.+)/.exec(pages.get(name) ?? '');
		if (Number(heading?.[1]) !== Number(name.slice(0, 4)))
			faults.push(`${name} does not begin with "# ${Number(name.slice(0, 4))}. Title"`);
	}
	const listed = index.split('\n').flatMap((text) => line.exec(text)?.slice(1) ?? []);
	const rows = Array.from({ length: listed.length / 5 }, (_, i) => listed.slice(i * 5, i * 5 + 5));
	for (const [number = '', name = '', title = '', , status = ''] of rows) {
		const heading = pages.get(name)?.split('\n')[0];
		if (!name.startsWith(number) || heading !== `# ${Number(number)}. ${title}`)
			faults.push(`the index says "${number} ${title}", ${name} says "${heading ?? 'nothing'}"`);
		const replacedBy = /^replaced by (\d{4})$/.exec(status)?.[1];
		if (status !== 'holds' && !names.some((other) => other.slice(0, 4) === replacedBy))
			faults.push(`${name}: its status is "holds" or "replaced by NNNN", not "${status}"`);
	}
	for (const name of names) {
		const times = rows.filter((row) => row[1] === name).length;
		if (times !== 1) faults.push(`the index names ${name} ${times} times`);
	}
	for (const [path, text] of files)
		for (const [whole, number = '', rest = ''] of text.matchAll(
			/(?:\bdecisions\/|\bdecision |\]\()(\d{4})\b((?:-[a-z0-9-]+\.md)?)/g
		)) {
			const there = names.some((name) =>
				rest ? name === number + rest : name.startsWith(`${number}-`)
			);
			if (!there) faults.push(`${path}: there is no ${whole}`);
		}
	return faults;
}
