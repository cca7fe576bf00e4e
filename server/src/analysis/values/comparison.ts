/** What a comparison tells of what is compared. */
import { bareExpression, textOf } from '../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import { ANYTHING, ERROR, NOTHING, negated, SOMETHING, unknownValue, type Value, valueOfMask } from './value.ts';

/** Whether an operator compares. */
export function isComparison(operator: string): boolean {
	return /^(?:[=!]=|[<>]=?)$/.test(operator);
}

const mirrored = new Map([
	['<', '>'],
	['>', '<'],
	['<=', '>='],
	['>=', '<='],
]);

/** The operator where the operands change places: `NULL != p`. */
export function turned(operator: string): string {
	return mirrored.get(operator) ?? operator;
}

/** What `a operator b` is; `constant`: what `b` is where it is written as a constant, else null. */
export function compared(operator: string, a: Value, b: Value, constant: number | null): Value {
	const truth: Value = { ...unknownValue, mask: NOTHING | SOMETHING };
	const isEquality = operator === '==' || operator === '!=';
	if (a.constant !== undefined && b.constant !== undefined && isEquality)
		return valueOfMask((a.constant === b.constant) === (operator === '==') ? SOMETHING : NOTHING);
	if (constant !== null) {
		const masks = masksOf(operator, constant);
		if (masks === null) return truth;
		// A truth that is compared with 0 or 1 is itself or its opposite.
		if (a.test !== null && isEquality && (constant === NOTHING || constant === SOMETHING)) {
			const isSame = (operator === '==') === (constant === SOMETHING);
			return { ...truth, test: isSame ? a.test : negated(a.test) };
		}
		return { ...truth, test: { path: a.path, ...masks } };
	}
	const masks = (b.mask === NOTHING || b.mask === ERROR) && a.path !== '' ? masksOf(operator, b.mask) : null;
	return masks === null ? truth : { ...truth, test: { path: a.path, ...masks } };
}

/** What an expression is that is written as a constant; null where it is none. */
export function constantMask(expression: SyntaxNode, text: string): number | null {
	const written = textOf(bareExpression(expression), text).replace(/\s+/g, '');
	if (/^(?:0[xX]?0*|NULL|false)[uUlL]*$/.test(written)) return NOTHING;
	if (/^-(?:E[A-Z0-9]+|[1-9]\d*)$/.test(written)) return ERROR;
	return /^(?:[1-9]\d*[uUlL]*|0[xX][\da-fA-F]+|true)$/.test(written) ? SOMETHING : null;
}

function masksOf(operator: string, constant: number): { readonly whenTrue: number; readonly whenFalse: number } | null {
	switch (operator) {
		case '==':
			return { whenTrue: constant, whenFalse: constant === NOTHING ? ERROR | SOMETHING : ANYTHING };
		case '!=':
			return { whenTrue: constant === NOTHING ? ERROR | SOMETHING : ANYTHING, whenFalse: constant };
		case '<':
			if (constant === NOTHING) return { whenTrue: ERROR, whenFalse: NOTHING | SOMETHING };
			return constant === SOMETHING ? { whenTrue: ANYTHING, whenFalse: SOMETHING } : null;
		case '>=':
			if (constant === NOTHING) return { whenTrue: NOTHING | SOMETHING, whenFalse: ERROR };
			return constant === SOMETHING ? { whenTrue: SOMETHING, whenFalse: ANYTHING } : null;
		case '>':
			if (constant === NOTHING) return { whenTrue: SOMETHING, whenFalse: NOTHING | ERROR };
			return constant === SOMETHING ? { whenTrue: SOMETHING, whenFalse: ANYTHING } : null;
		case '<=':
			if (constant === NOTHING) return { whenTrue: NOTHING | ERROR, whenFalse: SOMETHING };
			return constant === SOMETHING ? { whenTrue: ANYTHING, whenFalse: SOMETHING } : null;
		default:
			return null;
	}
}
