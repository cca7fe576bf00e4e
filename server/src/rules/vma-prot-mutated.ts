import { protWriters, writtenProt } from '../analysis/page-tables/roles.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../kernel-c/calls.ts';
import { variablesOf } from '../kernel-c/declarations.ts';
import type { Item } from '../kernel-c/items.ts';
import { lineStartAt } from '../kernel-c/rewrite/lines.ts';
import type { TextEdit } from '../kernel-c/rewrite/text-edit.ts';
import { type SourceFile, wordsOf } from '../kernel-c/source-file.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { inSeries } from './drafts/sources.ts';
import type { Fix } from './raw-finding.ts';
import { allSchemes, type Rule, type RuleContext } from './rule.ts';

/** Patch 08 lets a fault change the protection of the whole VMA, without the lock that this needs. */
export const vmaProtMutated: Rule = {
	id: 'vma-prot-mutated',
	group: 'mapping',
	summary: 'A function that changes the protection it is given gets that of the VMA',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 08/13] huge_memory: Allow mappings of PMD sized pages')],
	words: [['vm_page_prot'], ['pgprot_t', ...protWriters]],
	fix: 'review',
	readsParts: true,
	nodes: ['call_expression'],
	*check(context, node) {
		const { text } = context;
		const name = calleeOf(node, text);
		for (const [place, given] of argumentsOf(node).entries()) {
			const member = vmaProt(given, text);
			if (member === null || (writtenProt(name) ?? writtenPlace(context, name)) !== place) continue;
			const fix = localCopy(context, given, member);
			yield context.at(
				given,
				`${name}() writes through this: a fault changes the protection of the whole VMA, which needs the mmap lock for writing; give it a copy`,
				fix === null ? {} : { fix },
			);
		}
	},
};

/** Which parameter (0-based) a function of the file writes a protection through, where it is not for an mmap handler, which has the VMA for itself. */
function writtenPlace({ source, item: own, root, text }: RuleContext, name: string): number | null {
	if (isSetUp(source, own, root, text)) return null;
	const item = source.main.items.find((each) => each.kind === 'function' && each.name === name);
	if (item === undefined) return null;
	const body = source.text.slice(item.start, item.end);
	const parameters = variablesOf(source.syntaxOf(item).root, body).filter(({ node }) => node.parent?.type === 'parameter_declaration');
	const at = parameters.findIndex((each) => each.type === 'pgprot_t' && each.isPointer && new RegExp(`\\*\\s*${each.name}\\s*\\)?\\s*[|&^]?=[^=]`).test(body));
	return at < 0 ? null : at;
}

const users = new WeakMap<SourceFile, ReadonlyMap<string, readonly Item[]>>();

/** For each function of a file the functions that hold its name; found once. */
function usersIn(source: SourceFile): ReadonlyMap<string, readonly Item[]> {
	const known = users.get(source);
	if (known !== undefined) return known;
	const functions = source.main.items.filter(({ kind }) => kind === 'function');
	const found = new Map<string, Item[]>(functions.map(({ name }) => [name, []]));
	for (const item of functions) for (const word of new Set(wordsOf(source, item))) found.get(word)?.push(item);
	users.set(source, found);
	return found;
}

/** Whether a function sets up a new VMA: an mmap handler, by its name or because it is given the file, or what only such functions call. */
function isSetUp(source: SourceFile, own: Item, root: SyntaxNode, text: string, depth = 0, asked = new Set<string>()): boolean {
	if (/mmap/.test(own.name) || variablesOf(root, text).some(({ type }) => type === 'struct file')) return true;
	// The first no is the answer: who is asked again has said yes.
	const key = `${depth} ${own.name}`;
	if (asked.has(key)) return true;
	asked.add(key);
	if (depth > 2) return false;
	const callers = (usersIn(source).get(own.name) ?? []).filter((each) => each !== own);
	return (
		callers.length > 0 &&
		callers.every((caller) => isSetUp(source, caller, source.syntaxOf(caller).root, source.text.slice(caller.start, caller.end), depth + 1, asked))
	);
}

/** `vma->vm_page_prot` in `&vma->vm_page_prot`, or null. */
function vmaProt(given: SyntaxNode, text: string): SyntaxNode | null {
	const bare = bareExpression(given);
	if (bare.type !== 'pointer_expression' || operatorOf(bare) !== '&') return null;
	const member = childOf(bare, 'argument');
	const inner = member === null ? null : bareExpression(member);
	const field = inner?.type === 'field_expression' ? childOf(inner, 'field') : null;
	return inner !== null && field !== null && textOf(field, text) === 'vm_page_prot' ? inner : null;
}

/** A local copy, which is given to the function and used in place of the member from there on. */
function localCopy(context: RuleContext, given: SyntaxNode, member: SyntaxNode): Fix | null {
	const { text, root } = context;
	const definition = root.children.find(({ type }) => type === 'function_definition');
	const body = definition === undefined ? null : childOf(definition, 'body');
	const owner = childOf(member, 'argument');
	if (body === null || owner === null || /\bpgprot\b/.test(text)) return null;
	const statements = body.children.filter(({ named, type }) => named && type !== 'comment');
	const firstCode = statements.findIndex(({ type }) => type !== 'declaration');
	const last = statements[firstCode < 0 ? statements.length - 1 : firstCode - 1];
	const name = textOf(owner, text);
	// The copy can be declared with its value only where what holds it has its own by then.
	const isReady =
		last !== undefined &&
		(isParameter(definition as SyntaxNode, name, text) ||
			new RegExp(`\\b${name.replace(/\W.*$/, '')}\\s*=[^=]`).test(text.slice(body.start, last.end)) ||
			name.includes('->'));
	if (last === undefined || !isReady) return null;
	const indent = /^[ \t]*/.exec(text.slice(lineStartAt(text, last.start)))?.[0] ?? '\t';
	const wanted = textOf(member, text);
	const edits: TextEdit[] = [{ start: last.end, end: last.end, newText: `\n${indent}pgprot_t pgprot = ${wanted};` }];
	for (const field of descendantsOf(body, new Set(['field_expression']))) {
		if (field.start < given.start || textOf(field, text) !== wanted) continue;
		edits.push({ start: field.start, end: field.end, newText: 'pgprot' });
	}
	return { title: 'A copy of the protection (check that it is read after the VMA is known)', edits: context.inFile(edits), safety: 'review' };
}

function isParameter(definition: SyntaxNode, name: string, text: string): boolean {
	for (const parameter of descendantsOf(definition, new Set(['parameter_declaration'])))
		if (new RegExp(`\\b${name.replace(/\W.*$/, '')}\\b`).test(textOf(parameter, text))) return true;
	return false;
}
