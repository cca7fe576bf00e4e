/** Probes a kernel tree on disk. */
import { join } from 'node:path';
import type { TreeProfile } from '../contracts/tree-profile.ts';
import { versionOf } from './find-tree.ts';
import { probeFiles, type TreeOverrides } from './probe.ts';
import { readText } from './read-file.ts';

/** The profile of the tree at `root`. A file that is not there answers no. */
export function probeTree(root: string, overrides: TreeOverrides = {}): TreeProfile {
	const texts = new Map<string, string>();
	const read = (file: string): string => {
		const known = texts.get(file);
		if (known !== undefined) return known;
		// Links are followed, also out of the tree: some trees are made of links. No more than a match of a probe is told of the file.
		const found = readText(join(root, file));
		// A tree without the file has none of what the file would declare.
		const text = found.ok ? found.text : '';
		texts.set(file, text);
		return text;
	};
	return probeFiles(read, versionOf(root), overrides);
}
