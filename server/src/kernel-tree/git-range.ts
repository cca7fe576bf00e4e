/** Commits of a repository as patches. Git is run only where the user asks for it, and nothing that the repository configures is run. */
import { spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { programPath } from './programs.ts';

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

/** What a repository may configure and git would run: said otherwise, since the command line wins over every file. */
const harmless = [
	'--no-pager',
	'--no-optional-locks',
	...[
		'core.fsmonitor=false',
		'core.hooksPath=/dev/null',
		'core.alternateRefsCommand=false',
		'core.sshCommand=false',
		'core.gitProxy=false',
		'core.askPass=false',
		'credential.helper=',
		'diff.external=',
		'gpg.program=false',
		'log.showSignature=false',
		'format.useAutoBase=false',
		'protocol.allow=never',
	].flatMap((setting) => ['-c', setting]),
];

/** An object that is missing is not fetched: no transport of any kind is allowed, whatever the repository says of single ones. */
const environment = { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_PAGER: 'cat' };

/** Milliseconds that git may take for one answer. */
const LONGEST_ANSWER = 120_000;

function run(folder: string, args: readonly string[]) {
	const git = programPath('git', folder);
	if (git === null) throw new GitError('git cannot be run: it is in no folder of PATH outside of the tree');
	return spawnSync(git, ['-C', folder, ...harmless, ...args], {
		maxBuffer: MOST_BYTES,
		timeout: LONGEST_ANSWER,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: { ...process.env, ...environment },
	});
}

function git(folder: string, args: readonly string[]): Buffer {
	const result = run(folder, args);
	if (result.error !== undefined) throw new GitError(`git cannot be run: ${result.error.message}`);
	if (result.status !== 0) throw new GitError(`git ${args[0]} failed in ${folder}: ${reasonIn(result.stderr.toString())}`);
	return result.stdout;
}

/** The line of git's complaint that says why. */
function reasonIn(complaint: string): string {
	const lines = complaint.trim().split('\n');
	return lines.find((line) => /^(?:fatal|error):/.test(line)) ?? lines[0] ?? '';
}

/** The folder that a repository is checked out in. One that says that it is elsewhere is not believed. */
function topLevel(folder: string): string {
	const root = git(folder, ['rev-parse', '--show-toplevel']).toString().trim();
	const from = relative(realpathSync(root), realpathSync(folder));
	if (from.startsWith('..') || isAbsolute(from)) throw new GitError(`${folder} is no part of ${root}, which its repository says it is`);
	return root;
}

/** The commits of a range; `REF` alone stands for what leads from there to HEAD, as with git format-patch. */
export function gitRange(folder: string, range: string): GitRange {
	if (range.startsWith('-')) throw new GitError(`"${range}" is no range of commits`);
	const root = topLevel(folder);
	const full = range.includes('..') ? range : `${range}..HEAD`;
	const mails = git(root, ['format-patch', '--stdout', '--no-ext-diff', '--no-textconv', '--no-signature', full]);
	const [first] = git(root, ['rev-list', '--reverse', '--no-merges', full]).toString().trim().split('\n');
	if (first === undefined || first === '') throw new GitError(`there is no commit in ${full}; the last commit alone is HEAD~1..`);
	return {
		root,
		mails,
		read(path) {
			const result = run(root, ['cat-file', 'blob', `${first}^:${path}`]);
			return result.status === 0 ? result.stdout.toString() : null;
		},
	};
}
