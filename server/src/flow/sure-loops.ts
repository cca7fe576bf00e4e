/** Loops whose body runs at least once, whatever their condition may seem to say. */
import { childOf, type SyntaxNode } from '../kernel-c/syntax.ts';

/** Whether a `for` statement counts from 0 to a constant: `for (i = 0; i < PAGES; i++)`. */
export function runsAtLeastOnce(statement: SyntaxNode, text: string): boolean {
	const written = (field: string) => {
		const node = childOf(statement, field);
		return node === null ? '' : text.slice(node.start, node.end).replace(/\s+/g, ' ');
	};
	const from = /(\w+) = 0;?$/.exec(written('initializer'))?.[1];
	const to = /^(\w+) (?:<|!=) (?:[A-Z][A-Z0-9_]*|[1-9]\d*|ARRAY_SIZE\(\w+\))$/.exec(written('condition'))?.[1];
	return from !== undefined && from === to;
}
