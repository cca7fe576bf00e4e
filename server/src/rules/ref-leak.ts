import type { Violation } from '../analysis/typestate/trace.ts';
import { textOf } from '../kernel-c/calls.ts';
import { lineStartAt, tabsBefore } from '../kernel-c/rewrite/lines.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inKernel } from './drafts/sources.ts';
import { balanceWords, coreBalanceWords, draftOf, hasOwnRule, referenceOf } from './drafts/violations.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** Two of three reference bugs that were fixed in the kernel are a missing put, most of them on an error path. */
export const refLeak: Rule = {
	id: 'ref-leak',
	group: 'balance',
	needs: 'paths',
	summary: 'A reference is taken and on some path neither dropped, returned, stored nor handed on',
	severity: 'error',
	schemes: allSchemes,
	sources: [
		inKernel('userfaultfd/shmem: fix minor fault page leak', 'mm/shmem.c'),
		inKernel('nouveau/svm: fix missing folio unlock + put after make_device_exclusive_range()', 'drivers/gpu/drm/nouveau/nouveau_svm.c'),
	],
	words: [balanceWords],
	packWords: { core: coreBalanceWords },
	fix: 'review',
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.balance().violations) {
			if ((found.kind !== 'leak' && found.kind !== 'never-put') || hasOwnRule(context, found)) continue;
			yield draftOf(context, found, leakMessage(context, found), leakFix(context, found));
		}
	},
};

/** What a leak's message says: which reference, where it is still held, how others do it. */
export function leakMessage(context: RuleContext, found: Violation): string {
	const reference = referenceOf(context, found);
	if (found.kind === 'never-put') return `${reference} is dropped on no path, and nothing here keeps it: who drops it?`;
	const way = found.returned === 'error' ? 'this error path leaves' : 'this path leaves';
	const right = found.rightWay === null ? '' : `; another path does ${textOf(found.rightWay, context.text).replace(/\s+/g, ' ').replace(/;$/, '')}`;
	return `${reference} is still held where ${way}${right}`;
}

/** The release of the other path before the `return` or `goto` by which this one leaves. */
export function leakFix(context: RuleContext, found: Violation): Fix | null {
	const { text } = context;
	const { at, rightWay } = found;
	if (!found.isHeldOnEveryWay || rightWay === null || rightWay.type !== 'call_expression' || !/^(?:return|goto)_statement$/.test(at.type)) return null;
	const release = `${textOf(rightWay, text).replace(/\s+/g, ' ')};`;
	if (!new RegExp(`[(&]${found.name.replace(/\W/g, '\\$&')}\\b`).test(release) || readsName(at, found.name, text)) return null;
	const label = labelThatDrops(rightWay, at, text);
	if (label !== null) {
		const edits = context.inFile([{ start: at.start, end: at.end, newText: `goto ${label};` }]);
		return { title: `goto ${label}, which does ${release.slice(0, -1)} and returns the same`, edits, safety: 'review' };
	}
	const edit = insertBefore(at, release, text);
	return edit === null
		? null
		: {
				title: `${release.slice(0, -1)} before it leaves (check that nothing else drops it)`,
				edits: context.inFile([edit]),
				safety: 'review',
			};
}

/** The label behind which there is nothing but the release and the same `return`: `out: put_page(page); return err;`. */
function labelThatDrops(release: SyntaxNode, leaving: SyntaxNode, text: string): string | null {
	const statement = release.parent;
	const labelled = statement?.parent;
	if (leaving.type !== 'return_statement' || statement?.type !== 'expression_statement' || labelled?.type !== 'labeled_statement') return null;
	const siblings = labelled.parent?.children ?? [];
	const next = siblings[siblings.indexOf(labelled) + 1];
	const label = childOf(labelled, 'label');
	const isSame = next !== undefined && next.type === 'return_statement' && textOf(next, text) === textOf(leaving, text);
	return isSame && label !== null && leaving.end <= labelled.start ? textOf(label, text) : null;
}

/** `return PTR_ERR(folio);` reads what would be dropped. */
function readsName(statement: SyntaxNode, name: string, text: string): boolean {
	return new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).test(textOf(statement, text));
}

function insertBefore(statement: SyntaxNode, release: string, text: string) {
	const tabs = '\t'.repeat(tabsBefore(text, statement.start));
	const isOnOwnLine = text.slice(lineStartAt(text, statement.start), statement.start).trim() === '';
	if (!isOnOwnLine) return null;
	const parent = statement.parent;
	if (parent?.type === 'compound_statement' || parent?.type === 'case_statement' || parent?.type === 'labeled_statement') {
		return { start: statement.start, end: statement.start, newText: `${release}\n${tabs}` };
	}
	if (parent?.type !== 'if_statement' || statement.field !== 'consequence' || parent.children.at(-1) !== statement) return null;
	// The branch of an `if` without braces gets them.
	const head = /[ \t]*\n[ \t]*$/.exec(text.slice(0, statement.start))?.[0];
	if (head === undefined) return null;
	const body = `${release}\n${tabs}${textOf(statement, text)}`;
	return { start: statement.start - head.length, end: statement.end, newText: ` {\n${tabs}${body}\n${tabs.slice(1)}}` };
}
