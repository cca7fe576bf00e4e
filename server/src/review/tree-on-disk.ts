/** The set-up of a tree on disk. */
import { resolve } from 'node:path';
import { probeTree } from '../kernel-tree/probe-tree.ts';
import { readInTree, readText } from '../kernel-tree/read-file.ts';
import { readSetup, type SetupRequest, type TreeFiles, type TreeSetup } from './tree-setup.ts';

const disk: TreeFiles = {
	read: async (path) => readText(path),
	readInside: async (folder, path) => readInTree(folder, path),
	resolve,
	probe: async (root, overrides) => probeTree(root, overrides),
};

/** Reads the configuration of a tree and probes it. `root` null: a file outside of any tree. */
export function setUpTree(root: string | null, request: SetupRequest): Promise<TreeSetup> {
	return readSetup(root, request, disk);
}
