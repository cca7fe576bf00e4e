import { atName, type ChangedName, changedNames, timesOnChangedLines } from './drafts/changed-names.ts';
import type { PatchContext } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Kara on patch 06: a declaration of prep_compound_page() that a later patch needs. */
export const declarationUnused: Rule = {
	id: 'declaration-unused',
	group: 'patch',
	summary: 'A patch adds a prototype or a macro that neither it nor the tree uses',
	severity: 'warning',
	schemes: allSchemes,
	sources: [inSeries('Jan Kara, reply to patch 06')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		for (const name of changedNames(context, 'after')) {
			const message = name.role === 'declaration' || isMacroWithBody(name) ? whyUnused(context, name) : null;
			if (message !== null) yield atName(name, message);
		}
	},
};

/** A macro that stands for something; others are asked for by directives. */
function isMacroWithBody({ name, item, changed, end }: ChangedName): boolean {
	const body = changed.after?.text.slice(end, item.end).trim() ?? '';
	// Names that are numbered are put together by other macros.
	return item.kind === 'macro' && body !== '' && body !== name && !/\d$/.test(name);
}

/** Why nothing uses what a patch declares; null where something does, or where that is not known. */
function whyUnused(context: PatchContext, { name, role }: ChangedName): string | null {
	// Something on the lines that the patch changes is its use, its definition, or what it was before.
	if (timesOnChangedLines(context, 'after', name) > 1 || timesOnChangedLines(context, 'before', name) > 0) return null;
	const { series } = context;
	const tree = series.inTree(name);
	const later = series.laterUse(name);
	const where = later === null ? 'neither this patch nor the tree uses it' : `nothing in this patch uses it: it belongs to patch ${later}`;
	const what = role === 'declaration' ? `${name}() is declared here` : `${name} is defined here`;
	if (tree === null) return later === null ? null : `${what} and ${where}`;
	// Who uses it already sees another declaration.
	const isSeen = role === 'declaration' ? tree.declarations.length > 1 : false;
	if (tree.uses.length > 0 && !(isSeen && later !== null)) return null;
	return later === null && role === 'declaration' && tree.definitions.length > 0 ? null : `${what} and ${where}`;
}
