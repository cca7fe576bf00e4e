/** What the rules of the group `balance` share: the findings of the path checker as drafts of one rule. */

import type { Violation } from '../../analysis/typestate/trace.ts';
import { effectNamesOf } from '../../contracts/effects.ts';
import { textOf } from '../../kernel-c/calls.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Draft, Fix } from '../raw-finding.ts';
import type { RuleContext } from '../rule.ts';

/** Words of which a function with counted pages holds one. */
export const balanceWords: readonly string[] = effectNamesOf('mm', (effect) =>
	effect.effects.some(({ counts }) => !counts.startsWith('every') && counts !== 'table'),
);

/** The same for the general references. */
export const coreBalanceWords: readonly string[] = effectNamesOf('core', () => true);

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
		...(found.acquisition.certainty === 'known' && found.kind !== 'never-put' ? {} : { severity: 'warning' as const }),
		steps: steps.flatMap((step) => (step === undefined ? [] : [{ ...place(step.syntax), message: step.message }])),
		...(fix === null ? {} : { fix }),
	};
}

/** Whether a rule of its own reports what is wrong with such an object: pagemaps and page tables. */
export function hasOwnRule({ acquisition }: Violation): boolean {
	return acquisition.counts === 'pgmap' || acquisition.counts === 'table';
}

/** How a finding speaks of its object: `the reference on np that of_parse_phandle() took`. */
export function referenceOf(context: RuleContext, found: Violation): string {
	const what =
		found.acquisition.counts === 'pin'
			? 'pin'
			: found.acquisition.counts === 'pgmap'
				? 'pgmap reference'
				: found.acquisition.counts === 'table'
					? 'page table'
					: 'reference';
	const call = found.acquisition.call;
	const callee = call === null ? '' : (/^\w+/.exec(textOf(call, context.text))?.[0] ?? '');
	const name = found.name.endsWith('[]') ? `the elements of ${found.name.slice(0, -2)}` : found.name;
	const on = name === '' || name === 'it' ? '' : ` on ${name}`;
	if (callee === '') return `the ${what}${on}`;
	return `the ${what}${on} that ${callee}() ${found.acquisition.certainty === 'known' ? 'took' : 'gave'}`;
}
