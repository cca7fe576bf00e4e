import { namesInPack } from '../contracts/table.ts';
import { calleeOf } from '../kernel-c/calls.ts';
import { inKernel } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const names = new Set(namesInPack('mm', ({ mustTest }) => mustTest === true));
const coreNames = namesInPack('core', ({ mustTest }) => mustTest === true);

/** A reference that may not have been taken must be asked for. */
export const uncheckedTryGet: Rule = {
	id: 'unchecked-try-get',
	group: 'balance',
	summary: 'Nobody asks whether a reference that is only tried for was taken',
	severity: 'error',
	schemes: allSchemes,
	sources: [inKernel('The kernel-doc of folio_try_get(): "If this returns false the folio may be freed"', 'include/linux/page_ref.h')],
	words: [[...names]],
	packWords: { core: coreNames },
	fix: 'none',
	nodes: ['call_expression'],
	*check(context, node) {
		const name = calleeOf(node, context.text);
		if (!names.has(name) && !coreNames.includes(name)) return;
		const isDropped =
			node.parent?.type === 'expression_statement' || (node.parent?.type === 'cast_expression' && node.parent.parent?.type === 'expression_statement');
		// A macro's body is a statement by itself; what it gives back may be used where the macro is.
		if (!isDropped || context.item.kind !== 'function') return;
		yield context.at(
			node,
			`${name}() takes a reference only where it succeeds, and nothing looks at the result: what follows may use an object that is being freed`,
		);
	},
};
