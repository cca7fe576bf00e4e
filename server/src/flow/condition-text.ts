/** What an edge of a flow graph tells, in words: `err is not 0`, `folio_test_lru(folio) is true`, `page is NULL`, `nr < 0`. */
import { bareExpression, operatorOf, textOf } from '../kernel-c/calls.ts';
import { variablesOf } from '../kernel-c/declarations.ts';
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';

const opposites: Readonly<Record<string, string>> = { '==': '!=', '!=': '==', '<': '>=', '>=': '<', '>': '<=', '<=': '>' };

/** A longer expression is cut. In UTF-16 code units. */
const LONGEST = 60;

/** A condition with its truth. `root` and `text` are those of the function item around it. */
export function conditionText(condition: SyntaxNode, truth: boolean, root: SyntaxNode, text: string): string {
	const bare = bareExpression(condition);
	const operator = operatorOf(bare);
	const left = childOf(bare, 'left');
	const right = childOf(bare, 'right');
	const opposite = bare.type === 'binary_expression' ? opposites[operator] : undefined;
	if (opposite !== undefined && left !== null && right !== null) {
		const [a, b] = [shown(left, text), shown(right, text)];
		const holds = truth ? operator : opposite;
		if (/^(?:0|NULL|true|false)$/.test(b) && /^[!=]=$/.test(holds)) return `${a} is ${holds === '==' ? '' : 'not '}${b}`;
		return `${a} ${holds} ${b}`;
	}
	const expression = shown(bare, text);
	if (bare.type === 'identifier') {
		const variable = variablesOf(root, text).find(({ name }) => name === expression);
		if (variable?.isPointer === true) return `${expression} is ${truth ? 'not ' : ''}NULL`;
		if (variable !== undefined && variable.type !== 'bool') return `${expression} is ${truth ? 'not ' : ''}0`;
	}
	return `${bare.type === 'assignment_expression' || bare.type === 'binary_expression' ? `(${expression})` : expression} is ${truth}`;
}

/** An expression on one line, without what stands in the middle of a long one. */
function shown(expression: SyntaxNode, text: string): string {
	const line = textOf(bareExpression(expression), text).replace(/\s+/g, ' ').trim();
	return line.length <= LONGEST ? line : `${line.slice(0, LONGEST - 20)}…${line.slice(-18)}`;
}
