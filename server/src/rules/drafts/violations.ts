/** What the rules of the group `balance` share: the findings of the path checker as drafts of one rule. */

import type { Violation } from '../../analysis/typestate/trace.ts';
import { defaultKinds, type Kind } from '../../contracts/kinds.ts';
import { namesInPack } from '../../contracts/table.ts';
import { textOf } from '../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Draft, Fix } from '../raw-finding.ts';
import type { RuleContext } from '../rule.ts';

/** Words of which a function with counted pages holds one. */
export const balanceWords: readonly string[] = namesInPack('mm', ({ effects }) => effects.some(({ counts }) => defaultKinds.of(counts).rule === ''));

/** The same for the general references. */
export const coreBalanceWords: readonly string[] = namesInPack('core', () => true);

/** Steps that a reader can follow; of a longer path the first and the last. */
const MOST_STEPS = 12;

/** A finding of the path checker as a draft: where, along which path. */
export function draftOf(context: RuleContext, found: Violation, message: string, fix: Fix | null = null): Draft {
	const place = (node: SyntaxNode) => ({ start: context.item.start + node.start, end: context.item.start + node.end });
	const steps = found.steps.length <= MOST_STEPS ? found.steps : [found.steps[0], ...found.steps.slice(1 - MOST_STEPS)];
	return {
		...place(found.at),
		message,
		// What no path drops another function may; what came from a call that is not known may hold none.
		...(found.acquisition.certainty === 'known' && found.acquisition.isDoubtful !== true && found.kind !== 'never-put' ? {} : { severity: 'warning' as const }),
		steps: steps.flatMap((step) => (step === undefined ? [] : [{ ...place(step.syntax), message: step.message }])),
		...(fix === null ? {} : { fix }),
	};
}

/** The kind of a name, as the review knows it. */
export function kindOf(context: RuleContext, counts: string): Kind {
	return context.kinds.of(counts);
}

/** Whether a rule of its own reports what is wrong with such an object: pagemaps and page tables. */
export function hasOwnRule(context: RuleContext, { acquisition }: Violation): boolean {
	return kindOf(context, acquisition.counts).rule !== '';
}

/** The function that gave what a finding is about, or ''. */
export function takenBy(context: RuleContext, { acquisition: { call } }: Violation): string {
	return call === null ? '' : (/^\w+/.exec(textOf(call, context.text))?.[0] ?? '');
}

/** How a finding speaks of its object: `the reference on np that of_parse_phandle() took`. */
export function referenceOf(context: RuleContext, found: Violation): string {
	const { noun } = kindOf(context, found.acquisition.counts);
	const callee = takenBy(context, found);
	const name = found.name.endsWith('[]') ? `the elements of ${found.name.slice(0, -2)}` : found.name;
	const on = name === '' || name === 'it' ? '' : ` on ${name}`;
	if (callee === '') return `the ${noun}${on}`;
	return `the ${noun}${on} that ${callee}() ${found.acquisition.certainty === 'known' ? 'took' : 'gave'}`;
}
