/** The last reviews of series, so that their files can be shown. */
import type { Patch } from '../patch/series.ts';
import type { SeriesBase } from '../review/patches/review-series.ts';

/** So many reviews are remembered. */
const MOST_REVIEWS = 8;

/** What is needed to show the files of a review. */
interface Remembered {
	readonly patches: readonly Patch[];
	readonly base: SeriesBase | null;
}

/** The reviews of series, in the order in which they were asked for. */
export class PatchReviews {
	readonly #remembered = new Map<number, Remembered>();
	/** Numbers of a server that was started again are others: an editor may still show what it was told before. */
	#last = Date.now();

	/** Takes a review and numbers it. */
	remember(review: Remembered): number {
		this.#remembered.set(++this.#last, review);
		this.#remembered.delete(this.#last - MOST_REVIEWS);
		return this.#last;
	}

	/** A review by its number. */
	of(number: number): Remembered | undefined {
		return this.#remembered.get(number);
	}
}
