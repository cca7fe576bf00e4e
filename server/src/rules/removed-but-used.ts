import { inSeries } from '../refs/sources.ts';
import { atName, type ChangedName, changedNames, isStatic } from './drafts/changed-names.ts';
import type { NameUse, PatchContext } from './drafts/patch-context.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patches 11 and 13: what they take away the rest of the tree must not use any more. */
export const removedButUsed: Rule = {
	id: 'removed-but-used',
	group: 'patch',
	summary: 'A function or macro is removed while the tree still uses it',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('patch 11'), inSeries('patch 13')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		const added = new Set(changedNames(context, 'after').map(({ name }) => name));
		const removed = changedNames(context, 'before').filter(({ name, role }) => role === 'definition' && !added.has(name));
		const told = new Set<string>();
		for (const name of removed) {
			const message = told.has(name.name) ? null : whoUses(context, name, removed);
			if (message === null) continue;
			told.add(name.name);
			yield atName(name, message);
		}
	},
};

/** Who still uses what is removed; null where nobody does, or another definition stays. */
function whoUses({ series }: PatchContext, changedName: ChangedName, removed: readonly ChangedName[]): string | null {
	const { name, item, changed } = changedName;
	const tree = series.inTree(name);
	if (tree === null) return null;
	// What other files call so is something else.
	const isOwn = changed.path.endsWith('.c') && (item.kind === 'macro' || isStatic(changedName));
	// A function is called, or stands in a table; else it is a variable of the same name.
	const isUse = (use: NameUse) => item.kind !== 'function' || use.isCall || use.function === '';
	const uses = tree.uses.filter((use) => isUse(use) && (!isOwn || use.file === changed.path));
	if (uses.length === 0) return null;
	// A hunk that does not apply leaves its definition in the tree that was read.
	const gone = removed.filter((each) => each.name === name && !each.changed.isWhole);
	const left = tree.definitions.filter(({ file }) => (!isOwn || file === changed.path) && !gone.some((each) => each.changed.path === file));
	if (left.length > 0) return null;
	if (series.laterUse(name) !== null) return null;
	const what = item.kind === 'function' ? `${name}()` : name;
	return `${what} is removed here and still used in ${placesText(uses)}`;
}

/** The first few places. */
function placesText(uses: readonly NameUse[]): string {
	const places = [...new Set(uses.map(({ file, line, function: name }) => (name === '' ? `${file}:${line}` : `${name}() in ${file}`)))];
	const shown = places.slice(0, 3).join(', ');
	return places.length > 3 ? `${shown} and ${places.length - 3} more places` : shown;
}
