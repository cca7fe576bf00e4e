/** Conditions in one spelling, by which a path recognises one that it has passed. */
import { isFleeting, isPureCall } from '../../contracts/table.ts';
import { isPredicate } from '../../contracts/words.ts';
import { calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { descendantsOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';

/** A condition in one spelling, that of `==`, `<` and `<=` for their opposites too. */
export interface ConditionKey {
	/** '' where asking again may give another answer. */
	readonly key: string;
	/** Whether the condition is the opposite of the key. */
	readonly isOpposite: boolean;
}

const opposites = new Map([
	['!=', '=='],
	['>=', '<'],
	['>', '<='],
]);

/** The key of a condition; `text` is that of the item whose syntax it is. */
export function conditionKey(condition: SyntaxNode, text: string): ConditionKey {
	const key = spelling(condition, text);
	const opposite = condition.type === 'binary_expression' ? opposites.get(operatorOf(condition)) : undefined;
	const [left, right] = namedChildren(condition);
	if (key === '' || opposite === undefined || left === undefined || right === undefined) return { key, isOpposite: false };
	return { key: `${spelling(left, text)}${opposite}${spelling(right, text)}`, isOpposite: true };
}

function spelling(condition: SyntaxNode, text: string): string {
	for (const node of descendantsOf(condition, new Set(['call_expression', 'assignment_expression', 'update_expression']))) {
		if (node.type !== 'call_expression') return '';
		const name = calleeOf(node, text);
		if (isFleeting(name) || (!isPureCall(name) && !isPredicate(name))) return '';
	}
	return textOf(condition, text).replace(/\s+/g, '');
}
