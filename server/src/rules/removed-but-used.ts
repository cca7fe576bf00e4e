import { atName, type ChangedName, changedNames, isStatic } from './drafts/changed-names.ts';
import type { ChangedText, NameUse, PatchContext, PatchDraft } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patches 11 and 13: what they take away the rest of the tree must not use any more. */
export const removedButUsed: Rule = {
	id: 'removed-but-used',
	group: 'patch',
	summary: 'A function, macro or configuration symbol is removed while the tree still uses it',
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
		yield* removedSymbols(context);
	},
};

const symbolLine = /^\s*(?:menu)?config\s+(\w+)/;

/** Configuration symbols that a Kconfig file defines no more while something asks for them. */
function* removedSymbols({ files, series }: PatchContext): Generator<PatchDraft> {
	const kconfig = files.filter(({ path }) => /(?:^|\/)Kconfig[\w.-]*$/.test(path));
	const added = new Set(kconfig.flatMap(({ after }) => (after === null ? [] : symbolsIn(after).map(({ symbol }) => symbol))));
	for (const changed of kconfig) {
		for (const { symbol, start } of changed.before === null ? [] : symbolsIn(changed.before)) {
			const tree = added.has(symbol) ? null : series.symbolInTree(symbol);
			// A hunk that does not apply leaves its definition in the tree that was read.
			const left = tree?.definitions.filter(({ file }) => changed.isWhole || file !== changed.path) ?? [];
			if (tree === null || left.length > 0 || tree.uses.length === 0 || series.laterUse(`CONFIG_${symbol}`) !== null) continue;
			const message = `${symbol} is removed here and still asked for in ${placesText(tree.uses)}`;
			yield { changed, side: 'before', start, end: start + symbol.length, name: '', message };
		}
	}
}

/** The symbols that changed lines of a Kconfig file define. */
function symbolsIn(text: ChangedText): { readonly symbol: string; readonly start: number }[] {
	const found: { symbol: string; start: number }[] = [];
	for (let line = 0; line < text.lines.lineCount; line++) {
		const start = text.lines.lineStart(line);
		const match = text.isChanged(line) ? symbolLine.exec(text.text.slice(start, text.lines.lineEnd(line))) : null;
		if (match !== null) found.push({ symbol: match[1] as string, start: start + match[0].length - (match[1] as string).length });
	}
	return found;
}

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
