/** Bounds on the work of walking paths, so that no function, and no file, takes longer than somebody waits. */

/**
 * Work that may be done, in visits of a node with a state (10 to 30 microseconds each). One that is part of a whole spends of the whole too:
 * a function of what is left for its file.
 */
export class WalkBudget {
	readonly #whole: WalkBudget | null;
	#left: number;

	constructor(most: number, whole: WalkBudget | null = null) {
		this.#left = most;
		this.#whole = whole;
	}

	/** How many visits may still be made. */
	get left(): number {
		return Math.max(0, Math.min(this.#left, this.#whole?.left ?? Number.POSITIVE_INFINITY));
	}

	get isSpent(): boolean {
		return this.left === 0;
	}

	/** Whether it is the whole that has nothing left, so that another time there may be more. */
	get isWholeSpent(): boolean {
		return this.#whole?.isSpent === true;
	}

	spend(visits: number): void {
		this.#left -= visits;
		this.#whole?.spend(visits);
	}
}

/** The bound on one function: of Linux 7.2 the largest whose paths are all walked takes 44,000. */
export const MOST_OF_FUNCTION = 200_000;

/** The bound on one file, with all that is asked about its helpers: of Linux 7.2 the largest takes 49,000. */
export const MOST_OF_FILE = 800_000;
