import { changedLines, changedNames, nameAround } from './drafts/changed-names.ts';
import type { PatchContext } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Every patch of a series must build: git bisect stops at any of them. */
export const usedBeforeDefined: Rule = {
	id: 'used-before-defined',
	group: 'patch',
	summary: 'A patch uses what only a later patch of the series adds',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('patch 06')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		const own = new Set(changedNames(context, 'after').map(({ name }) => name));
		const told = new Set<string>();
		for (const { changed, text, start, end } of changedLines(context, 'after')) {
			for (const match of text.text.slice(start, end).matchAll(/[A-Za-z_]\w*/g)) {
				const [name] = match;
				const later = told.has(name) || own.has(name) ? null : definedLater(context, name);
				const at = start + match.index;
				if (later === null || !isCodeAt(text.source.tokens.comments, at)) continue;
				told.add(name);
				yield {
					changed,
					side: 'after',
					start: at,
					end: at + name.length,
					name: nameAround(text, at),
					message: `${name} is used here and only patch ${later} adds it: this patch does not build, and the series does not bisect`,
				};
			}
		}
	},
};

/** The patch that adds a name that is nowhere yet; null where it is, or where that is not known. */
function definedLater({ series }: PatchContext, name: string): number | null {
	const later = series.laterDefinition(name);
	if (later === null || series.isShownBefore(name)) return null;
	const tree = series.inTree(name);
	return tree !== null && tree.definitions.length === 0 && tree.declarations.length === 0 ? later : null;
}

/** Whether an offset stands in no comment. */
function isCodeAt(comments: readonly number[], offset: number): boolean {
	for (let i = 0; i < comments.length; i += 2) if ((comments[i] as number) <= offset && offset < (comments[i + 1] as number)) return false;
	return true;
}
