/**
 * What becomes of C when a call in a condition is known to be false (or true): the operand goes, and what it decided goes with it,
 * exactly as C's precedence has it. The rules are those of patch 12 of "fs/dax: Fix FS DAX page reference counts".
 */
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../calls.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../syntax.ts';
import { healAround, replaceByBranch } from './branches.ts';
import { type IsPure, removeStatement } from './removal.ts';
import type { TextEdit } from './text-edit.ts';
import { isAssertion, isBoolPlace, isConditionOf, isTransparent, isTruth, isZeroOrOne } from './truth.ts';

/**
 * What besides the test is lost: `nothing`; a `branch` that can no longer be taken; a `call` that may do more than tell; a `warning` that
 * would now always come; the rest of an `assertion` that says nothing without the test; a `comment` beside the operand.
 */
export type Loss = 'nothing' | 'branch' | 'call' | 'warning' | 'assertion' | 'comment';

/** How a condition is simplified. */
export interface Simplified {
	readonly edits: readonly TextEdit[];
	readonly loses: Loss;
}

/** What simplifying goes by. */
interface Work {
	/** The text of the item. */
	readonly text: string;
	readonly isPure: IsPure;
	/** Words of a comment that goes with a statement. */
	readonly about: RegExp | null;
	/** Expressions that are no longer evaluated. */
	readonly dropped: SyntaxNode[];
	/** Whether a warning goes that would now always come. */
	losesWarning: boolean;
}

/**
 * The edits when `call`, in an item with this text, is always `value`; null where the place is none that can be simplified.
 * `isPureCall` tells of functions by name whether a call does nothing but tell.
 */
export function simplifyConstant(call: SyntaxNode, value: boolean, text: string, isPureCall: (name: string) => boolean): Simplified | null {
	const effects = (expression: SyntaxNode) => effectOf(expression, text, isPureCall);
	const subject = calleeOf(call, text).split('_').at(-1) ?? '';
	const about = /^\w+$/.test(subject) ? new RegExp(subject, 'i') : null;
	const work: Work = { text, isPure: (expression) => effects(expression) === 'none', about, dropped: [...argumentsOf(call)], losesWarning: false };
	const simplified = simplify(call, value, work);
	if (simplified === null || work.dropped.some((expression) => effects(expression) === 'write')) return null;
	if (work.losesWarning) return { ...simplified, loses: 'warning' };
	if (work.dropped.some((expression) => effects(expression) === 'call')) return { ...simplified, loses: 'call' };
	return simplified;
}

/** What an expression does: nothing, maybe something that a `call` does, or surely a `write`. */
function effectOf(expression: SyntaxNode, text: string, isPureCall: (name: string) => boolean): 'none' | 'call' | 'write' {
	let effect: 'none' | 'call' = 'none';
	for (const node of descendantsOf(expression, new Set(['assignment_expression', 'update_expression', 'call_expression', 'compound_statement']))) {
		if (node.type === 'compound_statement') effect = 'call';
		else if (node.type !== 'call_expression') return 'write';
		else if (!isPureCall(calleeOf(node, text))) effect = 'call';
	}
	return effect;
}

function simplify(call: SyntaxNode, value: boolean, work: Work): Simplified | null {
	const { text } = work;
	let node = call;
	let truth = value;
	for (;;) {
		const parent = node.parent;
		if (parent === null) return null;
		switch (parent.type) {
			case 'parenthesized_expression':
				if (isConditionOf(parent)) return decideBranch(parent, truth, work);
				node = parent;
				continue;
			case 'unary_expression':
				if (operatorOf(parent) !== '!') return literal(node, truth, work);
				truth = !truth;
				node = parent;
				continue;
			case 'binary_expression': {
				const operator = operatorOf(parent);
				if (operator === '==' || operator === '!=') {
					const folded = foldComparison(parent, node, truth, text);
					if (folded === null) return literal(node, truth, work);
					truth = folded;
					node = parent;
					continue;
				}
				if (operator !== '&&' && operator !== '||') return literal(node, truth, work);
				if (truth !== (operator === '||')) return dropOperand(parent, node, text, !isTruth(parent, text));
				// What stands to the left was evaluated before; what stands to the right never was.
				if (node.field === 'right') work.dropped.push(childOf(parent, 'left') as SyntaxNode);
				node = parent;
				continue;
			}
			case 'conditional_expression':
				return chooseValue(parent, node, truth, work);
			case 'argument_list': {
				const outer = parent.parent as SyntaxNode;
				const name = calleeOf(outer, text);
				const isFirst = argumentsOf(outer)[0] === node;
				if (isFirst && isAssertion(name) && outer.parent?.type === 'expression_statement') {
					if (truth) work.losesWarning = true;
					const edit = removeStatement(outer.parent, text, work.isPure, work.about);
					return edit === null ? null : { edits: [edit], loses: 'nothing' };
				}
				if (!isFirst || !isTransparent(name)) return literal(node, truth, work);
				if (truth && isAssertion(name)) work.losesWarning = true;
				node = outer;
				continue;
			}
			default:
				return literal(node, truth, work);
		}
	}
}

/** The truth of `D == 0`; null where the other side is no 0 or 1. */
function foldComparison(binary: SyntaxNode, node: SyntaxNode, truth: boolean, text: string): boolean | null {
	const other = namedChildren(binary).find((operand) => operand !== node);
	const written = other === undefined ? '' : textOf(bareExpression(other), text);
	if (!/^(?:0|1|true|false)$/.test(written)) return null;
	const isSame = truth === (written === '1' || written === 'true');
	return isSame === (operatorOf(binary) === '==');
}

/** Whether a statement holds a label or a case, which is reached from elsewhere. */
function holdsLabel(statement: SyntaxNode, kept: SyntaxNode | null): boolean {
	for (const label of descendantsOf(statement, new Set(['labeled_statement', 'case_statement']))) {
		if (kept === null || label.start < kept.start || kept.end < label.end) return true;
	}
	return false;
}

/** `if (0) A else B`, `while (0) A`. */
function decideBranch(condition: SyntaxNode, truth: boolean, work: Work): Simplified | null {
	const statement = condition.parent as SyntaxNode;
	const isDecided = statement.type === 'if_statement' || (statement.type === 'while_statement' && !truth);
	if (isDecided) {
		const branch = statement.type === 'while_statement' ? null : childOf(statement, truth ? 'consequence' : 'alternative');
		const kept = branch?.type === 'else_clause' ? (namedChildren(branch).find((child) => child.type !== 'comment') ?? null) : branch;
		const edits = holdsLabel(statement, kept) ? null : replaceByBranch(statement, kept, work.text, work.isPure, work.about);
		return edits === null ? null : { edits, loses: 'branch' };
	}
	const inner = namedChildren(condition)[0];
	return inner === undefined ? null : { edits: [{ start: inner.start, end: inner.end, newText: truth ? '1' : '0' }], loses: 'nothing' };
}

/** `D ? a : b`; an assignment that then changes nothing goes. */
function chooseValue(whole: SyntaxNode, node: SyntaxNode, truth: boolean, work: Work): Simplified | null {
	const { text } = work;
	if (node.field !== 'condition') return literal(node, truth, work);
	const kept = childOf(whole, truth ? 'consequence' : 'alternative');
	if (kept === null) return null;
	const newText = kept.type === 'comma_expression' ? `(${textOf(kept, text)})` : textOf(kept, text);
	const assignment = whole.parent;
	const target = assignment?.type === 'assignment_expression' && operatorOf(assignment) === '=' ? childOf(assignment, 'left') : null;
	if (target?.type === 'identifier' && textOf(target, text) === newText && assignment?.parent?.type === 'expression_statement') {
		const edit = removeStatement(assignment.parent, text, work.isPure, work.about);
		if (edit !== null) return { edits: [edit], loses: 'nothing' };
	}
	return { edits: [{ start: whole.start, end: whole.end, newText }], loses: 'nothing' };
}

/** `D` that stands for itself, as in `return D;`. */
function literal(node: SyntaxNode, truth: boolean, work: Work): Simplified | null {
	const { text } = work;
	if (!/^(?:return_statement|assignment_expression|init_declarator|argument_list|(?:binary|unary|conditional)_expression)$/.test(node.parent?.type ?? '')) {
		// The body of a macro is a statement by itself; its semicolon is made up.
		const isMacroBody = node.parent?.type === 'expression_statement' && node.parent.end > text.length;
		if (!isMacroBody) return null;
	}
	const newText = isBoolPlace(node, text) ? String(truth) : truth ? '1' : '0';
	return { edits: [{ start: node.start, end: node.end, newText }], loses: 'nothing' };
}

/**
 * `a || D` becomes `a`; parentheses that then enclose nothing but an operand go too. `asNumber`: the value counts, and has to be 0 or 1 as
 * it was.
 */
export function dropOperand(binary: SyntaxNode, operand: SyntaxNode, text: string, asNumber = false): Simplified {
	const kept = childOf(binary, operand.field === 'left' ? 'right' : 'left') as SyntaxNode;
	const vacuous = vacuousRest(binary, kept, text);
	if (vacuous !== null) return { ...dropOperand(vacuous.binary, vacuous.operand, text), loses: 'assertion' };
	if (asNumber && !isZeroOrOne(kept)) {
		const isTight = /^(?:parenthesized|call|field|subscript|pointer|unary)_expression$|^identifier$/.test(kept.type);
		const inner = textOf(kept, text);
		return { edits: [healAround(outOfParentheses(binary), `!!${isTight ? inner : `(${inner})`}`, text)], loses: lostBeside(binary, kept, text) };
	}
	let whole = binary;
	while (
		whole.parent !== null &&
		whole.parent.type === 'parenthesized_expression' &&
		whole.parent.field !== 'condition' &&
		canLoseParentheses(whole.parent, kept)
	) {
		whole = whole.parent;
	}
	const bare = bareExpression(kept);
	if (operand.field === 'right') whole = withCommentBehind(whole, text);
	const isBare = kept.type === 'parenthesized_expression' && standsAlone(whole) && bare.type !== 'assignment_expression' && bare.type !== 'comma_expression';
	return { edits: [healAround(whole, textOf(isBare ? bare : kept, text), text)], loses: lostBeside(whole, kept, text) };
}

/** An expression with the comment between it and the parenthesis that closes around it: that is about its last operand. */
function withCommentBehind(whole: SyntaxNode, text: string): SyntaxNode {
	const behind = /^\s*\/\*(?:(?!\*\/)[\s\S])*\*\/(?=\s*\))/.exec(text.slice(whole.end, whole.parent?.end));
	return behind === null ? whole : { ...whole, end: whole.end + behind[0].length };
}

function lostBeside(whole: SyntaxNode, kept: SyntaxNode, text: string): Loss {
	return /\/[*/]/.test(text.slice(whole.start, kept.start) + text.slice(kept.end, whole.end)) ? 'comment' : 'nothing';
}

/** An expression with the parentheses around it, where they are not a condition's or an argument list's. */
function outOfParentheses(node: SyntaxNode): SyntaxNode {
	let at = node;
	while (at.parent?.type === 'parenthesized_expression' && at.parent.field !== 'condition' && at.parent.parent?.type !== 'expression_statement') at = at.parent;
	return at;
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
	return outer?.type === 'binary_expression' && operatorOf(outer) === operatorOf(inner) && /^(?:&&|\|\|)$/.test(operatorOf(inner));
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
		if (isAssertion(name)) return { binary: outer, operand };
		if (!isTransparent(name)) return null;
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
