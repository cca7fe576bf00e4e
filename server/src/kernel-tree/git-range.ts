/** Commits of a repository as patches. Git is run only where the user asks for it, and nothing that the repository configures is run. */
import { spawnSync } from 'node:child_process';

/** Git cannot do what it is asked to; the message is for users. */
export class GitError extends Error {}

/** A range of commits. */
export interface GitRange {
	readonly root: string;
	/** What `git format-patch --stdout` writes. */
	readonly mails: Uint8Array;
	/** A file as it is before the first commit of the range; null where it is not there. */
	read(path: string): string | null;
}

const MOST_BYTES = 1 << 30;
const harmless = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-c', 'diff.external=', '-c', 'format.useAutoBase=false'];

function git(folder: string, args: readonly string[]): Buffer {
	const result = spawnSync('git', ['-C', folder, ...harmless, ...args], { maxBuffer: MOST_BYTES });
	if (result.error !== undefined) throw new GitError(`git cannot be run: ${result.error.message}`);
	if (result.status !== 0) throw new GitError(`git ${args[0]} failed in ${folder}: ${result.stderr.toString().trim().split('\n')[0]}`);
	return result.stdout;
}

/** The commits of a range; `REF` alone stands for what leads from there to HEAD, as with git format-patch. */
export function gitRange(folder: string, range: string): GitRange {
	if (range.startsWith('-')) throw new GitError(`"${range}" is no range of commits`);
	const root = git(folder, ['rev-parse', '--show-toplevel']).toString().trim();
	const full = range.includes('..') ? range : `${range}..HEAD`;
	const mails = git(root, ['format-patch', '--stdout', '--no-ext-diff', '--no-textconv', '--no-signature', full]);
	const [first] = git(root, ['rev-list', '--reverse', '--no-merges', full]).toString().trim().split('\n');
	if (first === undefined || first === '') throw new GitError(`there is no commit in ${full}; the last commit alone is HEAD~1..`);
	return {
		root,
		mails,
		read(path) {
			const result = spawnSync('git', ['-C', root, ...harmless, 'cat-file', 'blob', `${first}^:${path}`], { maxBuffer: MOST_BYTES });
			return result.status === 0 ? result.stdout.toString() : null;
		},
	};
}
