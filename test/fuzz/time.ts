/** How long each fuzz test goes on: MM_REVIEW_FUZZ_SECONDS, or as long as CI has for it. */
const seconds = Number(process.env['MM_REVIEW_FUZZ_SECONDS'] ?? 24);

/** Runs rounds until the time is over, at least one; each has a number of its own to begin with. Gives how many there were. */
export async function rounds(run: (seed: number) => Promise<void> | void): Promise<number> {
	const first = Number(process.env['MM_REVIEW_FUZZ_SEED'] ?? 1);
	const end = performance.now() + seconds * 1000;
	let done = 0;
	do {
		const seed = first + done;
		try {
			await run(seed);
		} catch (error) {
			throw new Error(`MM_REVIEW_FUZZ_SEED=${seed}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, { cause: error });
		}
		done++;
	} while (performance.now() < end);
	return done;
}
