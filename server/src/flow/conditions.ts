/** Takes conditions and choices apart: `&&`, `||`, `!`, `?:` and statement expressions become ways through the graph. */
import { argumentsOf, calleeOf, operatorOf, textOf } from '../kernel-c/calls.ts';
import { isTransparent } from '../kernel-c/rewrite/truth.ts';
import { childOf, descendantsOf, namedChildren, type SyntaxNode } from '../kernel-c/syntax.ts';
import type { GraphDraft, Place } from './graph-draft.ts';

/** Where a condition leads; null for a way that is never taken. */
export interface Ways {
	readonly whenTrue: Place | null;
	readonly whenFalse: Place | null;
}

/** Builds the statements of a statement expression. */
type BuildBlock = (block: SyntaxNode, place: Place | null) => Place | null;

/** The ways out of a condition. Where the place cannot be reached, neither can they. */
export function lowerCondition(draft: GraphDraft, expression: SyntaxNode, text: string, place: Place | null, block: BuildBlock): Ways {
	if (place === null) return { whenTrue: null, whenFalse: null };
	const inner = (node: SyntaxNode, at: Place | null) => lowerCondition(draft, node, text, at, block);
	const [first, second] = namedChildren(expression);
	switch (expression.type) {
		case 'parenthesized_expression':
			if (first === undefined || first.type === 'compound_statement') break;
			return inner(first, place);
		case 'unary_expression':
			if (operatorOf(expression) === '!' && first !== undefined) {
				const { whenTrue, whenFalse } = inner(first, place);
				return { whenTrue: whenFalse, whenFalse: whenTrue };
			}
			break;
		case 'binary_expression': {
			const operator = operatorOf(expression);
			if (first === undefined || second === undefined) break;
			if (operator === '&&') {
				const left = inner(first, place);
				const right = inner(second, left.whenTrue);
				return { whenTrue: right.whenTrue, whenFalse: draft.join([left.whenFalse, right.whenFalse]) };
			}
			if (operator === '||') {
				const left = inner(first, place);
				const right = inner(second, left.whenFalse);
				return { whenTrue: draft.join([left.whenTrue, right.whenTrue]), whenFalse: right.whenFalse };
			}
			break;
		}
		case 'comma_expression':
			if (first === undefined || second === undefined) break;
			return inner(second, evaluate(draft, first, text, place, block));
		case 'call_expression': {
			const argument = argumentsOf(expression)[0];
			if (argument !== undefined && isTransparent(calleeOf(expression, text))) return inner(argument, place);
			break;
		}
		case 'number_literal':
		case 'true':
		case 'false': {
			const isTrue = expression.type === 'true' || (expression.type === 'number_literal' && Number(textOf(expression, text).replace(/[uUlL]+$/, '')) !== 0);
			return isTrue ? { whenTrue: place, whenFalse: null } : { whenTrue: null, whenFalse: place };
		}
		default:
			break;
	}
	const at = evaluate(draft, expression, text, place, block) ?? place;
	return {
		whenTrue: draft.under(at, { kind: 'condition', condition: expression, truth: true }),
		whenFalse: draft.under(at, { kind: 'condition', condition: expression, truth: false }),
	};
}

function evaluate(draft: GraphDraft, expression: SyntaxNode, text: string, place: Place, block: BuildBlock): Place | null {
	const lowered = lowerExpression(draft, expression, text, place, block);
	return lowered === null ? null : draft.node('evaluate', expression, lowered);
}

/** Takes the choices inside an expression out of it, in the order of the text; what is left of it has yet to be evaluated. */
export function lowerExpression(draft: GraphDraft, expression: SyntaxNode, text: string, place: Place | null, block: BuildBlock): Place | null {
	let at = place;
	for (const choice of choicesIn(expression)) {
		if (at === null) return null;
		draft.lowered.add(choice);
		at = lowerChoice(draft, choice, text, at, block);
	}
	return at;
}

function lowerChoice(draft: GraphDraft, choice: SyntaxNode, text: string, place: Place, block: BuildBlock): Place | null {
	if (choice.type === 'compound_statement') return lowerStatementExpression(draft, choice, place, block);
	if (choice.type === 'binary_expression') {
		const { whenTrue, whenFalse } = lowerCondition(draft, choice, text, place, block);
		return draft.join([
			whenTrue === null ? null : draft.under(whenTrue, { kind: 'choice', of: choice, value: true }),
			whenFalse === null ? null : draft.under(whenFalse, { kind: 'choice', of: choice, value: false }),
		]);
	}
	const condition = childOf(choice, 'condition') as SyntaxNode;
	const { whenTrue, whenFalse } = lowerCondition(draft, condition, text, place, block);
	const chosen = (value: SyntaxNode | null, at: Place | null) => {
		if (at === null) return null;
		const evaluated = value === null ? at : evaluate(draft, value, text, at, block);
		// `a ?: b`: the condition is the value.
		return evaluated === null ? null : draft.under(evaluated, { kind: 'choice', of: choice, value: value ?? condition });
	};
	return draft.join([chosen(childOf(choice, 'consequence'), whenTrue), chosen(childOf(choice, 'alternative'), whenFalse)]);
}

/** `({ …; value; })`: its last expression is its value. */
function lowerStatementExpression(draft: GraphDraft, choice: SyntaxNode, place: Place, block: BuildBlock): Place | null {
	const last = namedChildren(choice).at(-1);
	const value = last?.type === 'expression_statement' ? namedChildren(last)[0] : undefined;
	const end = block(choice, place);
	return end === null || value === undefined ? end : draft.under(end, { kind: 'choice', of: choice, value });
}

const effects: ReadonlySet<string> = new Set(['call_expression', 'assignment_expression', 'update_expression', 'compound_statement']);

/** The outermost choices of an expression that have to be taken apart. */
function* choicesIn(expression: SyntaxNode): Generator<SyntaxNode> {
	if (expression.type === 'sizeof_expression') return;
	if (expression.type === 'conditional_expression' || expression.type === 'compound_statement') {
		yield expression;
		return;
	}
	if (expression.type === 'binary_expression' && /^(?:&&|\|\|)$/.test(operatorOf(expression)) && hasEffects(expression)) {
		yield expression;
		return;
	}
	for (const child of expression.children) yield* choicesIn(child);
}

function hasEffects(expression: SyntaxNode): boolean {
	for (const _ of descendantsOf(expression, effects)) return true;
	return false;
}
