/**
 * What becomes of C when a call in a condition is known to be false (or true): the operand goes, and what it decided goes with it,
 * exactly as C's precedence has it. The rules are those of patch 12 of "fs/dax: Fix FS DAX page reference counts".
 */
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../calls.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../syntax.ts';
import { healAround, removeStatement, replaceByBranch } from './branches.ts';
import type { TextEdit } from './text-edit.ts';

/** Macros that give back the truth of their argument: `unlikely(x)`, `WARN_ON(x)`. */
const TRANSPARENT = /^(?:likely|unlikely|(?:VM_)?WARN_ON(?:_ONCE)?(?:_\w+)?)$/;
/** Macros that do nothing when their argument is false. */
const ASSERTION = /^(?:(?:VM_)?(?:BUG_ON|WARN_ON|WARN)\w*|BUILD_BUG_ON\w*|ASSERT)$/;

/**
 * What besides the test is lost: `nothing`; a `branch` that can no longer be taken; a `call` that may do more than tell; the `value`, 0 or 1,
 * where more than its truth may count.
 */
export type Loss = 'nothing' | 'branch' | 'call' | 'value';

/** How a condition is simplified. */
export interface Simplified {
	readonly edits: readonly TextEdit[];
	readonly loses: Loss;
}

/** Functions that only tell something: dropping a call of one loses nothing. */
const TELLS =
	/^(?:p(?:te|md|ud|4d|gd)p?_\w+|is_\w+|\w+_(?:is|test|has)_\w+|(?:hash|radix)__\w+|IS_ENABLED|READ_ONCE|likely|unlikely|\w*(?:pmd|pud|pte)_\w+|vma_\w+|folio_test_\w+|pfn_\w+)$/;

/** Words in a name that say that the function does something. */
const ACTS = /lock|alloc|clear|free|set|(?:^|_)(?:get|put|inc|dec|take|flush|wait)(?:_|$)/;

/** What of an expression would be lost if it were dropped: `nothing`, maybe something that a `call` does, or surely a `write`. */
function lossOf(dropped: readonly SyntaxNode[], text: string): 'nothing' | 'call' | 'write' {
	let loss: 'nothing' | 'call' = 'nothing';
	for (const expression of dropped) {
		for (const node of descendantsOf(expression, new Set(['assignment_expression', 'update_expression', 'call_expression']))) {
			if (node.type !== 'call_expression') return 'write';
			const name = calleeOf(node, text);
			if (!TRANSPARENT.test(name) && (!TELLS.test(name) || ACTS.test(name))) loss = 'call';
		}
	}
	return loss;
}

/** Whether a statement holds a label or a case, which is reached from elsewhere. */
function holdsLabel(statement: SyntaxNode, kept: SyntaxNode | null): boolean {
	for (const label of descendantsOf(statement, new Set(['labeled_statement', 'case_statement']))) {
		if (kept === null || label.start < kept.start || kept.end < label.end) return true;
	}
	return false;
}

/** The edits when `call`, in an item with this text, is always `value`; null where the place is none that can be simplified. */
export function simplifyConstant(call: SyntaxNode, value: boolean, text: string): Simplified | null {
	const dropped: SyntaxNode[] = [...argumentsOf(call)];
	const simplified = simplify(call, value, text, dropped);
	const loss = simplified === null ? 'nothing' : lossOf(dropped, text);
	if (simplified === null || loss === 'write') return null;
	return loss === 'call' ? { ...simplified, loses: 'call' } : simplified;
}

function simplify(call: SyntaxNode, value: boolean, text: string, dropped: SyntaxNode[]): Simplified | null {
	let node = call;
	let truth = value;
	for (;;) {
		const parent = node.parent;
		if (parent === null) return null;
		switch (parent.type) {
			case 'parenthesized_expression':
				if (isConditionOf(parent)) return decideBranch(parent, truth, text);
				node = parent;
				continue;
			case 'unary_expression':
				if (operatorOf(parent) !== '!') return literal(node, truth, text);
				truth = !truth;
				node = parent;
				continue;
			case 'binary_expression': {
				const operator = operatorOf(parent);
				if (operator !== '&&' && operator !== '||') return literal(node, truth, text);
				if (truth === (operator === '||')) {
					dropped.push(...namedChildren(parent).filter((operand) => operand !== node));
					node = parent;
					continue;
				}
				// Outside of conditions `a || D` is 0 or 1 and `a` may be more.
				return { ...dropOperand(parent, node, text), loses: isTruth(parent, text) ? 'nothing' : 'value' };
			}
			case 'conditional_expression':
				return chooseValue(parent, node, truth, text);
			case 'argument_list': {
				const outer = parent.parent as SyntaxNode;
				const name = calleeOf(outer, text);
				const isStatement = outer.parent?.type === 'expression_statement';
				if (isStatement && ASSERTION.test(name)) return { edits: [removeStatement(outer.parent, text)], loses: 'nothing' };
				if (!TRANSPARENT.test(name)) return literal(node, truth, text);
				node = outer;
				continue;
			}
			default:
				return literal(node, truth, text);
		}
	}
}

/** Whether only the truth of an expression counts where it stands. */
function isTruth(node: SyntaxNode, text: string): boolean {
	const parent = node.parent;
	if (parent === null) return false;
	if (parent.type === 'parenthesized_expression') return isConditionOf(parent) || isTruth(parent, text);
	if (parent.type === 'unary_expression') return operatorOf(parent) === '!';
	if (parent.type === 'binary_expression') return /^(?:&&|\|\|)$/.test(operatorOf(parent));
	if (parent.type === 'conditional_expression') return node.field === 'condition';
	if (parent.type === 'return_statement') return /\bbool\b/.test(text.slice(0, text.indexOf('{')));
	if (parent.type !== 'argument_list') return false;
	const name = calleeOf(parent.parent as SyntaxNode, text);
	return ASSERTION.test(name) || TRANSPARENT.test(name);
}

function isConditionOf(node: SyntaxNode): boolean {
	return node.field === 'condition' && /^(?:if|while|do|switch)_statement$/.test(node.parent?.type ?? '');
}

/** `if (0) A else B`, `while (0) A`. */
function decideBranch(condition: SyntaxNode, truth: boolean, text: string): Simplified | null {
	const statement = condition.parent as SyntaxNode;
	if (statement.type === 'if_statement') {
		const branch = childOf(statement, truth ? 'consequence' : 'alternative');
		const kept = branch?.type === 'else_clause' ? (namedChildren(branch).find((child) => child.type !== 'comment') ?? null) : branch;
		return holdsLabel(statement, kept) ? null : { edits: replaceByBranch(statement, kept, text), loses: 'branch' };
	}
	if (statement.type === 'while_statement' && !truth && !holdsLabel(statement, null)) return { edits: replaceByBranch(statement, null, text), loses: 'branch' };
	const inner = namedChildren(condition)[0];
	return inner === undefined ? null : { edits: [{ start: inner.start, end: inner.end, newText: truth ? '1' : '0' }], loses: 'nothing' };
}

/** `D ? a : b`. */
function chooseValue(whole: SyntaxNode, node: SyntaxNode, truth: boolean, text: string): Simplified | null {
	if (node.field !== 'condition') return literal(node, truth, text);
	const kept = childOf(whole, truth ? 'consequence' : 'alternative');
	return kept === null ? null : { edits: [{ start: whole.start, end: whole.end, newText: textOf(kept, text) }], loses: 'nothing' };
}

/** `D` that stands for itself, as in `return D;`. */
function literal(node: SyntaxNode, truth: boolean, text: string): Simplified | null {
	if (
		!/^(?:return_statement|assignment_expression|init_declarator|argument_list|binary_expression|comma_expression|unary_expression)$/.test(
			node.parent?.type ?? '',
		)
	)
		return null;
	const isCounted = /^(?:binary|unary)_expression$/.test(node.parent?.type ?? '') || !/\bbool\b/.test(text.slice(0, text.indexOf('{')));
	return { edits: [{ start: node.start, end: node.end, newText: isCounted ? (truth ? '1' : '0') : String(truth) }], loses: 'nothing' };
}

/** `a || D` becomes `a`; parentheses that then enclose nothing but an operand go too. */
export function dropOperand(binary: SyntaxNode, operand: SyntaxNode, text: string): Simplified {
	const left = childOf(binary, 'left') as SyntaxNode;
	const right = childOf(binary, 'right') as SyntaxNode;
	const kept = operand === left ? right : left;
	const vacuous = vacuousRest(binary, kept, text);
	if (vacuous !== null) return dropOperand(vacuous.binary, vacuous.operand, text);
	let whole = binary;
	while (whole.parent !== null && whole.parent.type === 'parenthesized_expression' && !isConditionOf(whole.parent) && canLoseParentheses(whole.parent, kept)) {
		whole = whole.parent;
	}
	const inner = kept.type === 'parenthesized_expression' && standsAlone(whole) ? bareExpression(kept) : kept;
	return { edits: [healAround(whole, textOf(inner, text), text)], loses: 'nothing' };
}

/** Whether a node needs no parentheses of its own: a condition, an argument. */
function standsAlone(node: SyntaxNode): boolean {
	const parent = node.parent;
	return parent?.type === 'parenthesized_expression' || parent?.type === 'argument_list' || parent?.type === 'return_statement';
}

function canLoseParentheses(parentheses: SyntaxNode, inner: SyntaxNode): boolean {
	if (inner.type !== 'binary_expression')
		return /^(?:call_expression|identifier|field_expression|parenthesized_expression|unary_expression|subscript_expression)$/.test(inner.type);
	const outer = parentheses.parent;
	if (standsAlone(parentheses)) return true;
	return outer?.type === 'binary_expression' && operatorOf(outer) === operatorOf(inner);
}

/**
 * `BUG_ON((present && !D) || !present)`: without `D` the first conjunction says nothing about the entry but that it is there, and as
 * an assertion would always fire. It goes as a whole.
 */
function vacuousRest(binary: SyntaxNode, kept: SyntaxNode, text: string): { binary: SyntaxNode; operand: SyntaxNode } | null {
	if (operatorOf(binary) !== '&&' || !isPresenceTest(kept, text)) return null;
	const operand = binary.parent?.type === 'parenthesized_expression' ? binary.parent : binary;
	const outer = operand.parent;
	if (outer === null || outer.type !== 'binary_expression' || operatorOf(outer) !== '||') return null;
	for (let at: SyntaxNode | null = outer; at !== null; at = at.parent) {
		if (at.type !== 'call_expression') continue;
		const name = calleeOf(at, text);
		if (ASSERTION.test(name)) return { binary: outer, operand };
		if (!TRANSPARENT.test(name)) return null;
	}
	return null;
}

function isPresenceTest(node: SyntaxNode, text: string): boolean {
	const bare = bareExpression(node);
	if (bare.type === 'binary_expression' && operatorOf(bare) === '&&') {
		return namedChildren(bare).every((child) => isPresenceTest(child, text));
	}
	if (bare.type === 'unary_expression' && operatorOf(bare) === '!') return isPresenceTest(childOf(bare, 'argument') ?? bare, text);
	return bare.type === 'call_expression' && argumentsOf(bare).length === 1 && /_(?:present|none)$/.test(calleeOf(bare, text));
}
