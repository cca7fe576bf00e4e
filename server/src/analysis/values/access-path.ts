/** Names for places: `page`, `vmf->page`, `args.np`. The same expression has the same name wherever it is written. */
import { bareExpression, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, descendantsOf, type SyntaxNode } from '../../kernel-c/syntax.ts';

/** Whether an address stands for itself and not for the structure around it: `&toy->left`, where `&toy->right` is another object. */
export type IsPart = (address: string) => boolean;

const isNoPart: IsPart = () => false;

/** The access path of an expression, or '' where it is none: a call, a sum. `text` is the item's. */
export function accessPath(expression: SyntaxNode, text: string, isPart: IsPart = isNoPart): string {
	const bare = bareExpression(expression);
	switch (bare.type) {
		case 'identifier':
			return textOf(bare, text);
		case 'field_expression': {
			const owner = childOf(bare, 'argument');
			const field = childOf(bare, 'field');
			const path = owner === null ? '' : accessPath(owner, text, isPart);
			return path === '' || field === null ? '' : `${path}${operatorOf(bare)}${textOf(field, text)}`;
		}
		case 'subscript_expression':
		case 'pointer_expression': {
			const inner = childOf(bare, 'argument');
			if (bare.type === 'pointer_expression' && operatorOf(bare) === '&') {
				const path = inner === null ? '' : accessPath(inner, text, isPart);
				return path !== '' && isPart(`&${path}`) ? `&${path}` : containerOf(path);
			}
			for (const { type } of descendantsOf(bare, new Set(['call_expression', 'assignment_expression', 'update_expression']))) {
				// `pages[--n]` is some element.
				const array = type === 'update_expression' && bare.type === 'subscript_expression' && inner !== null ? accessPath(inner, text, isPart) : '';
				return array === '' ? '' : `${array}[?]`;
			}
			return textOf(bare, text).replace(/\s+/g, '');
		}
		default:
			return '';
	}
}

/** `&pdev->dev` and `&page->lru` stand for `pdev` and `page`: who holds a part holds the whole. A variable's own address is no such part. */
export function containerOf(path: string): string {
	const arrow = path.lastIndexOf('->');
	if (arrow > 0) return path.slice(0, arrow);
	const dot = path.lastIndexOf('.');
	return dot > 0 ? path.slice(0, dot) : '';
}

/** Whether a path is read through another: `np->name`, or the address `&np->kobj`, through `np`. */
export function isThrough(path: string, base: string): boolean {
	const bare = path.startsWith('&') ? path.slice(1) : path;
	return bare.startsWith(base) && bare.length > base.length && /^(?:->|\.|\[)/.test(bare.slice(base.length));
}

/** The variable that a path begins with. */
export function rootOfPath(path: string): string {
	return /^[*&(]*(\w+)/.exec(path)?.[1] ?? '';
}

/** Whether the place of an element changes with a variable: `pages[i]` with `i`. */
export function isIndexedBy(path: string, variable: string): boolean {
	const at = path.indexOf('[');
	return at >= 0 && new RegExp(`\\b${variable}\\b`).test(path.slice(at));
}

/** The access paths that an expression reads. */
export function* pathsIn(expression: SyntaxNode, text: string): Generator<string> {
	for (const node of descendantsOf(expression, new Set(['identifier', 'field_expression', 'pointer_expression']))) {
		const path = accessPath(node, text);
		if (path !== '') yield path;
	}
}
