/** Where the kernel trees are that tests read: fetched by `scripts/fetch-kernel 6.12 new`, never copied into the project. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env['MM_REVIEW_KERNELS'] ?? '/var/tmp/mm-review-kernels';

/** A kernel tree of a kind: before the conversion of DAX, or after it. */
export function kernelTree(kind: 'before' | 'after'): string {
	const names = existsSync(folder) ? readdirSync(folder) : [];
	const name = names.find((candidate) => (kind === 'before' ? candidate === 'linux-6.12' : candidate.startsWith('linux-new')));
	if (name === undefined) {
		throw new Error(
			`NO KERNEL TREE: ${folder} holds no ${kind === 'before' ? 'linux-6.12' : 'linux-new-*'}; fetch them with "scripts/fetch-kernel 6.12 new", or name their folder in MM_REVIEW_KERNELS`,
		);
	}
	return join(folder, name);
}

/** The mail threads that rules come from, or the reason that they are not there. */
export function seedThread(name: string): string {
	const seeds = process.env['MM_REVIEW_SEEDS'] ?? new URL('../../../shared/seeds', import.meta.url).pathname;
	const path = join(seeds, name);
	if (!existsSync(path)) throw new Error(`NO MAIL THREAD: ${path} does not exist; name the folder of the threads in MM_REVIEW_SEEDS`);
	return path;
}
