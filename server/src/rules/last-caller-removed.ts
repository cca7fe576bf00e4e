import { changedLines, nameAround } from './drafts/changed-names.ts';
import type { PatchContext } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patch 11 removes what patch 10 left without a caller. */
export const lastCallerRemoved: Rule = {
	id: 'last-caller-removed',
	group: 'patch',
	summary: 'The patch removes the last caller of a function and leaves the function behind',
	severity: 'info',
	schemes: allSchemes,
	sources: [inSeries('patch 11')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		const told = new Set<string>();
		for (const { changed, text, start, end } of changedLines(context, 'before')) {
			for (const match of text.text.slice(start, end).matchAll(/\b([A-Za-z_]\w*)\s*\(/g)) {
				const name = match[1] as string;
				if (told.has(name) || !isLeftBehind(context, name)) continue;
				told.add(name);
				const at = start + match.index;
				const message = `this was the last caller of ${name}(), which stays behind without one`;
				yield { changed, side: 'before', start: at, end: at + name.length, name: nameAround(text, at), message };
			}
		}
	},
};

/** What more files hold is called by some of them. */
const MOST_FILES = 6;

/** Whether the tree after the patch defines a function and nothing calls it. */
function isLeftBehind({ series, files }: PatchContext, name: string): boolean {
	const tree = series.inTree(name, MOST_FILES);
	if (tree === null || tree.uses.length > 0 || tree.definitions.length !== 1) return false;
	if (series.laterRemoval(name) !== null || series.laterUse(name) !== null) return false;
	const [definition] = tree.definitions;
	// A macro is often there for who may need it; a hunk that did not apply leaves callers that were not read.
	return definition?.function === name && definition.file.endsWith('.c') && files.every(({ isWhole }) => isWhole);
}
