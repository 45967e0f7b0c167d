// How many pages one visitor may have made at the same time. Whoever asks for many dear ones waits
// behind himself, not the others behind him.

export interface TurnLimits {
	/** How many pages of one visitor are made at once. */
	inside: number;
	/** How many more of them may wait; the next one is refused. */
	waiting: number;
	/** Milliseconds somebody may wait before he is refused. */
	patience: number;
}

/** One visitor has too many questions open. */
export class TooMany extends Error {
	constructor() {
		super('too many questions of one visitor');
		this.name = 'TooMany';
	}
}

/**
 * Whom an address belongs to: an IPv4 address to one line, an IPv6 address to its first 64 bits,
 * which one customer has to himself (RFC 6177).
 */
export function lineOf(address: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped) return mapped[1] ?? address;
	if (!address.includes(':')) return address;
	const [plain = ''] = address.split('%');
	const [head = '', tail] = plain.toLowerCase().split('::');
	const first = head === '' ? [] : head.split(':');
	const last = tail === undefined || tail === '' ? [] : tail.split(':');
	const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
	const groups = [...first, ...Array.from({ length: gap }, () => '0'), ...last];
	return groups
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':');
}

interface Line {
	inside: number;
	waiting: (() => void)[];
}

export class VisitorTurns {
	readonly #limits: TurnLimits;
	readonly #lines = new Map<string, Line>();

	constructor(limits: TurnLimits) {
		this.#limits = limits;
	}

	/** How many visitors are known now: those who have something open. */
	get size(): number {
		return this.#lines.size;
	}

	/**
	 * Runs `work` when it is this visitor's turn.
	 * @throws {TooMany} when too much of his waits already; `work` is not begun then.
	 */
	async run<T>(address: string, work: () => Promise<T>): Promise<T> {
		const leave = await this.enter(address);
		try {
			return await work();
		} finally {
			leave();
		}
	}

	/**
	 * Takes a turn, for what does not end with a promise.
	 * @returns gives the turn back; to be called in the end, whatever happens
	 * @throws {TooMany} when too much of this visitor's waits already
	 */
	async enter(address: string): Promise<() => void> {
		const key = lineOf(address);
		const line = this.#lines.get(key) ?? { inside: 0, waiting: [] };
		if (line.inside < this.#limits.inside) line.inside += 1;
		else if (line.waiting.length >= this.#limits.waiting) throw new TooMany();
		else await this.#turn(line);
		this.#lines.set(key, line);
		let isInside = true;
		return () => {
			if (!isInside) return;
			isInside = false;
			const next = line.waiting.shift();
			if (next) next();
			else {
				line.inside -= 1;
				if (line.inside === 0) this.#lines.delete(key);
			}
		};
	}

	/**
	 * Who leaves hands his place on, so that nobody slips in between.
	 * @throws {TooMany} when nobody leaves for too long
	 */
	#turn(line: Line): Promise<void> {
		return new Promise((resolve, reject) => {
			const begin = () => {
				clearTimeout(timer);
				resolve();
			};
			const timer = setTimeout(() => {
				line.waiting.splice(line.waiting.indexOf(begin), 1);
				reject(new TooMany());
			}, this.#limits.patience);
			line.waiting.push(begin);
		});
	}
}

/** Turns of single visitors, and wider ones of an address behind which there may be many. */
export function turnsOf(limits: { visitor: TurnLimits; shared: TurnLimits }) {
	const [visitors, shared] = [new VisitorTurns(limits.visitor), new VisitorTurns(limits.shared)];
	return ({ address, isShared }: { address: string; isShared: boolean }) =>
		(isShared ? shared : visitors).enter(address);
}
