/** What the rules of page tables share: a path that was found as the steps of a finding, and the words that call for such a rule. */
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { FoundPath } from '../../refs/page-tables/path-search.ts';
import { namesOf } from '../../refs/page-tables/roles.ts';
import type { Draft, RuleContext } from '../rule.ts';

/** Names of what sets or clears an entry, or keeps count of what is mapped. */
export const mappingWords: readonly string[] = namesOf('rmap-add', 'rmap-remove', 'counter', 'set', 'clear', 'clear-flush');

/** Steps that a reader can follow; of a longer path the last ones. */
const MOST_STEPS = 10;

/** A path as steps: what its conditions were, what is met on it with what that means, and where it ends. */
export function stepsOf(context: RuleContext, path: FoundPath, meanings: readonly string[], ending: string): NonNullable<Draft['steps']> {
	const place = (node: SyntaxNode, message: string) => ({ start: context.item.start + node.start, end: context.item.start + node.end, message });
	const met = path.met.map(({ syntax }, at) => place(syntax, meanings[at] ?? 'and this'));
	const conditions = path.conditions.map(({ condition, truth }) => place(condition, truth ? 'this holds' : 'this does not hold'));
	const steps = [...met, ...conditions].sort((a, b) => a.start - b.start);
	const seen = new Set<string>();
	const once = steps.filter(({ start, end, message }) => seen.size !== seen.add(`${start} ${end} ${message}`).size);
	const end = path.end === null || ending === '' ? [] : [place(path.end, ending)];
	// What is met is told in any case.
	const isMet = (step: (typeof steps)[number]) => met.some(({ start, message }) => start === step.start && message === step.message);
	const least = once.length - (MOST_STEPS - met.length);
	return [...once.filter((step, at) => isMet(step) || at >= least), ...end];
}
