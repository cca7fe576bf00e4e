/** The net under the review: what a file, a patch or a request throws ends no more than itself. */
import type { Note } from './finding.ts';

/** What the net caught, as a note. `what` says which part of the work it was, `file` whose. */
export function failureNote(what: string, error: unknown, file?: string): Note {
	const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
	return { level: 'error', message: `${what} failed: ${reason}`, ...(file === undefined ? {} : { file }) };
}

/** The result of a part of the work; where it throws, the note goes to `notes` and `otherwise` stands in. */
export function attempt<Result>(what: string, file: string, notes: Note[], otherwise: Result, run: () => Result): Result {
	try {
		return run();
	} catch (error) {
		notes.push(failureNote(what, error, file));
		return otherwise;
	}
}
