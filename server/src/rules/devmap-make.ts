import { bits, configSymbol, entryTests, isDevmapName, makers, pfnTest, symbol } from '../analysis/dax/devmap-names.ts';
import { isPureCall } from '../contracts/table.ts';
import { argumentsOf, calleeOf, operatorOf, textOf } from '../kernel-c/calls.ts';
import type { Item } from '../kernel-c/items.ts';
import { symbolUses } from '../kernel-c/kconfig.ts';
import { isBailOut, placeOf } from '../kernel-c/rewrite/condition-shape.ts';
import { groupOfOnly, itemsOutside, keepBranch } from '../kernel-c/rewrite/conditional-group.ts';
import { dropOperand, simplifyConstant } from '../kernel-c/rewrite/constant-condition.ts';
import { removeLines } from '../kernel-c/rewrite/lines.ts';
import type { TextEdit } from '../kernel-c/rewrite/text-edit.ts';
import type { SourceFile } from '../kernel-c/source-file.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';
import { DIRECTIVE } from '../kernel-c/tokens.ts';
import { inSeries } from './drafts/sources.ts';
import type { Draft, Fix } from './raw-finding.ts';
import { allSchemes, type FileContext, type Rule, type RuleContext } from './rule.ts';

/** Patch 13 of the series removes the page-table bit and all that makes or defines it. */
export const devmapMake: Rule = {
	id: 'devmap-make',
	group: 'scheme',
	summary: 'A devmap page-table entry is made, or the means to make one is defined',
	severity: 'warning',
	severityIn: { devmap: 'info' },
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 13/13] mm: Remove devmap related functions and page table bits')],
	words: [[...makers, pfnTest, ...bits, ...entryTests, configSymbol]],
	kconfig: [symbol],
	fix: 'review',
	readsParts: true,
	nodes: ['identifier'],
	*check(context, node) {
		const name = textOf(node, context.text);
		if (isOwnDefinition(context.item)) {
			if (name === context.item.name && isHeadOf(node)) yield definition(context.source, context.item, context.item.start + node.start, name);
			return;
		}
		if (name !== pfnTest && !includes(makers, name) && !includes(bits, name)) {
			if (includes(entryTests, name) && isPrototype(node)) yield definition(context.source, context.item, context.item.start + node.start, name);
			return;
		}
		if (isPrototype(node)) yield definition(context.source, context.item, context.item.start + node.start, name);
		else if (!isDenied(node, context.text)) yield use(context, node, name);
	},
	*checkFile(context) {
		if (context.source === null) yield* checkKconfig(context);
		else yield* checkDirectives(context.source);
	},
};

function includes(list: readonly string[], name: string): boolean {
	return list.includes(name);
}

function isOwnDefinition(item: Item): boolean {
	return item.kind !== 'declaration' && isDevmapName(item.name);
}

/** `WARN_ON(pfn_t_devmap(pfn))` says that there are none. */
function isDenied(node: SyntaxNode, text: string): boolean {
	const call = node.parent?.type === 'call_expression' ? node.parent : null;
	const around = call?.parent?.type === 'argument_list' ? call.parent.parent : null;
	return around !== null && /^(?:VM_)?(?:WARN|BUG)_ON(?:_\w+)?$/.test(calleeOf(around, text));
}

function isHeadOf(node: SyntaxNode): boolean {
	return node.parent?.type === 'function_declarator' && node.field === 'declarator';
}

/** The name in `pte_t pte_mkdevmap(pte_t pte);`. */
function isPrototype(node: SyntaxNode): boolean {
	if (!isHeadOf(node)) return false;
	let at = node.parent;
	while (at !== null && /declarator$/.test(at.type)) at = at.parent;
	return at?.type === 'declaration';
}

/** A definition or prototype: one note each, since it goes with its last user. */
function definition(source: SourceFile, item: Item, start: number, name: string): Draft {
	const isWhole = (other: Item) => isOwnDefinition(other) || (other.kind === 'declaration' && declaresDevmapName(source, other));
	const group = groupOfOnly(source, item, isWhole);
	const edits = group === null ? [removeLines(source.text, commentedStart(source, item), item.end)] : keepBranch(source, group, -1);
	const draft = {
		start,
		end: start + name.length,
		message: `${name} exists for devmap entries only and goes when nothing uses it any more`,
		severity: 'info' as const,
	};
	return edits === null || isUsedOutside(source, name, edits)
		? draft
		: { ...draft, fix: { title: `Remove ${name}${group === null ? '' : ' and the guard around it'} (check that nothing uses it)`, edits, safety: 'review' } };
}

/** Whether code of the file that is no definition of devmap names, and that the edits leave, uses a name. */
function isUsedOutside(source: SourceFile, name: string, edits: readonly TextEdit[]): boolean {
	for (const { index } of source.text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))) {
		if (edits.some((edit) => edit.start <= index && index < edit.end) || isComment(source, index)) continue;
		const item = source.main.items.find((candidate) => candidate.start <= index && index < candidate.end);
		// Directives that ask for the name are no items.
		if (item !== undefined && !isOwnDefinition(item) && !(item.kind === 'declaration' && declaresDevmapName(source, item))) return true;
	}
	return false;
}

function isComment(source: SourceFile, offset: number): boolean {
	const { comments } = source.tokens;
	for (let i = 0; i < comments.length; i += 2) if ((comments[i] as number) <= offset && offset < (comments[i + 1] as number)) return true;
	return false;
}

/** The start of a definition with the comment right above it, where that is about devmap entries. */
function commentedStart(source: SourceFile, item: Item): number {
	const { comments } = source.tokens;
	for (let i = 0; i < comments.length; i += 2) {
		const start = comments[i] as number;
		const end = comments[i + 1] as number;
		if (end > item.start) break;
		if (/^[ \t]*\n[ \t]*$/.test(source.text.slice(end, item.start)) && /devmap/i.test(source.text.slice(start, end))) return start;
	}
	return item.start;
}

const prototypePattern = /^[\w\s*]*?\b(\w+)\s*\(/;

function declaresDevmapName(source: SourceFile, item: Item): boolean {
	return isDevmapName(prototypePattern.exec(source.text.slice(item.start, item.end))?.[1] ?? '');
}

function use(context: RuleContext, node: SyntaxNode, name: string): Draft {
	const call = node.parent?.type === 'call_expression' && node.field === 'function' ? node.parent : null;
	const fix = name === pfnTest ? testFix(context, call) : call === null ? bitFix(context, node, name) : unwrapFix(context, call, name);
	const isBit = includes(bits, name);
	const what =
		name === pfnTest
			? `${name}() asks for a pfn that gets a devmap entry`
			: isBit
				? `${name} is the devmap bit of a page-table entry`
				: `${name}() makes a devmap entry, which stands for a page without a reference`;
	const { scheme } = context.tree;
	// In the middle of the conversion there are such entries still; a page that is mapped with a reference needs none.
	const why = scheme === 'converting' ? 'a DAX page that is mapped with a reference needs none' : 'DAX pages are mapped as any page and no entry has it';
	const message = scheme === 'devmap' ? what : `${what}; ${why}`;
	return context.at(node, message, fix === null ? {} : { fix });
}

function testFix(context: RuleContext, call: SyntaxNode | null): Fix | null {
	const simplified = call === null || refusesOthers(call, context.text) ? null : simplifyConstant(call, false, context.text, isPureCall);
	if (simplified === null) return null;
	return { title: `Simplify without ${pfnTest}()`, edits: context.inFile(simplified.edits), safety: 'review' };
}

/** `if (long && !pfn_t_devmap(pfn)) goto out;` refuses pfns that are not marked: without the test it would refuse all. */
function refusesOthers(call: SyntaxNode, text: string): boolean {
	const place = placeOf(call, text);
	const branch = place.statement === null ? null : childOf(place.statement, 'consequence');
	return branch !== null && place.operators.includes('!') && isBailOut(branch);
}

/** `x | _PAGE_DEVMAP` is `x`; `x & _PAGE_DEVMAP` is false. */
function bitFix(context: RuleContext, node: SyntaxNode, name: string): Fix | null {
	const parent = node.parent;
	if (parent === null || parent.type !== 'binary_expression') return null;
	const operator = operatorOf(parent);
	const simplified =
		operator === '|' ? dropOperand(parent, node, context.text) : operator === '&' ? simplifyConstant(parent, false, context.text, isPureCall) : null;
	if (simplified === null) return null;
	return { title: `Remove ${name}`, edits: context.inFile(simplified.edits), safety: 'review' };
}

/** `entry = pmd_mkdevmap(entry);` goes; elsewhere the entry itself stands for the call. */
function unwrapFix(context: RuleContext, call: SyntaxNode, name: string): Fix | null {
	const { text } = context;
	const argument = argumentsOf(call)[0];
	if (argument === undefined) return null;
	return { title: `Remove ${name}()`, edits: context.inFile([withoutCall(call, textOf(argument, text), text)]), safety: 'review' };
}

function withoutCall(call: SyntaxNode, argument: string, text: string): TextEdit {
	const assignment = call.parent;
	const statement = assignment?.parent;
	const target = assignment?.type === 'assignment_expression' ? childOf(assignment, 'left') : null;
	if (target !== null && textOf(target, text) === argument && statement?.type === 'expression_statement' && statement.parent?.type === 'compound_statement') {
		return removeLines(text, statement.start, statement.end);
	}
	return { start: call.start, end: call.end, newText: argument };
}

/** Macros of these names, and `#if`s that ask for the configuration symbol. */
function* checkDirectives(source: SourceFile): Iterable<Draft> {
	for (const item of source.main.items) {
		if (item.kind === 'macro' && isDevmapName(item.name))
			yield definition(source, item, item.start + source.text.slice(item.start, item.end).indexOf(item.name), item.name);
	}
	const { tokens, text } = source;
	for (let token = 0; token < tokens.count; token++) {
		if (tokens.kind[token] !== DIRECTIVE) continue;
		const directive = text.slice(tokens.start[token], tokens.end[token]);
		const at = directive.search(new RegExp(`\\b${configSymbol}\\b`));
		if (at < 0 || !/^#\s*(?:el)?if/.test(directive)) continue;
		const start = (tokens.start[token] as number) + at;
		const fix = guardFix(source, token);
		yield { start, end: start + configSymbol.length, message: `${configSymbol} guards what devmap entries need`, ...(fix === null ? {} : { fix }) };
	}
}

/** The group with the symbol taken for undefined. */
function guardFix(source: SourceFile, directive: number): Fix | null {
	const group = source.main.settled.groups.find((candidate) => candidate.branches[0]?.directive === directive);
	const condition = group?.branches[0]?.condition;
	if (group === undefined || condition === undefined || group.branches.length > 2) return null;
	const isPositive = condition === configSymbol || condition.split('&&').some((part) => part.trim() === `defined(${configSymbol})`);
	const isNegative = condition === `!${configSymbol}`;
	if (!isPositive && !isNegative) return null;
	const kept = isNegative ? 0 : 1;
	if (!itemsOutside(source, group, kept).every((item) => isAboutDevmap(source, item))) return null;
	const edits = keepBranch(source, group, kept);
	return edits === null ? null : { title: `Resolve the guard as without ${configSymbol} (check what it held)`, edits, safety: 'review' };
}

/** What is guarded but has nothing to do with devmap entries must not go with the guard. */
function isAboutDevmap(source: SourceFile, item: Item): boolean {
	return isOwnDefinition(item) || /devmap/.test(item.name) || (item.kind === 'declaration' && declaresDevmapName(source, item));
}

function* checkKconfig(context: FileContext): Iterable<Draft> {
	for (const found of symbolUses(context.text, symbol)) {
		const isDefinition = found.kind === 'config';
		const message = isDefinition
			? `${symbol} exists for devmap entries only and goes when nothing uses it any more`
			: `${symbol} says that page-table entries have a devmap bit`;
		const fix: Fix | null =
			found.edit === null
				? null
				: { title: `Remove the ${isDefinition ? 'entry' : 'line'} (check that nothing uses it)`, edits: [found.edit], safety: 'review' };
		yield { start: found.start, end: found.end, message, ...(isDefinition ? { severity: 'info' as const } : {}), ...(fix === null ? {} : { fix }) };
	}
}
