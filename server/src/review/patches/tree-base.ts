/** A kernel tree on disk as the base of a series. */
import { availableParallelism } from 'node:os';
import type { TreeProfile } from '../../contracts/tree-profile.ts';
import type { GitRange } from '../../kernel-tree/git-range.ts';
import type { ParserChoice } from '../../kernel-tree/node-parser.ts';
import { readInTree } from '../../kernel-tree/read-file.ts';
import type { SeriesBase } from './review-series.ts';
import { searchNames } from './search-names.ts';

/** How the tree is read. */
export interface TreeBaseOptions {
	/** Whether the tree is searched for users of what patches change: some seconds. */
	readonly isSearched: boolean;
	readonly parser: ParserChoice;
	/** Files are those before the first commit of the range. */
	readonly range?: Pick<GitRange, 'read'> | null;
	readonly signal?: AbortSignal | undefined;
}

/** The tree at `root`. */
export function treeBase(root: string, profile: TreeProfile, { isSearched, parser, range, signal }: TreeBaseOptions): SeriesBase {
	return {
		profile,
		read(path) {
			if (range !== null && range !== undefined) return range.read(path);
			const read = readInTree(root, path);
			if (read.ok) return read.text;
			return read.reason === 'does not exist' ? null : { refused: read.reason };
		},
		search: async (names) => (isSearched ? searchNames({ root, tree: profile, workers: availableParallelism(), parser, signal }, names) : null),
	};
}
