/** What the rules of page tables share: a path that was found as the steps of a finding, and the words that call for such a rule. */

import type { EventKind } from '../../analysis/page-tables/events.ts';
import type { FoundPath } from '../../analysis/page-tables/path-search.ts';
import { namesOf } from '../../analysis/page-tables/roles.ts';
import { conditionText } from '../../flow/condition-text.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { Draft } from '../raw-finding.ts';
import type { RuleContext } from '../rule.ts';

/** Names of what sets or clears an entry, or keeps count of what is mapped. */
export const mappingWords: readonly string[] = namesOf('rmap-add', 'rmap-remove', 'counter', 'set', 'clear', 'clear-flush');

/** Steps that a reader can follow; of a longer path the last ones. */
const MOST_STEPS = 10;

/** What is told of an event on a path. */
const meanings: Partial<Record<EventKind, string>> = {
	'rmap-add': 'the mapping is added',
	'rmap-remove': 'the mapping is taken away',
	counter: 'counted here',
	set: 'the entry is set',
	'set-access': 'the entry is set',
	clear: 'the entry is cleared',
	'clear-flush': 'the entry is cleared',
	'clear-table': 'the table is taken away',
	'clear-other': 'the entry is cleared',
	'make-entry': 'the entry is made of the page',
	'make-raw-entry': 'the entry is made',
	mkwrite: 'made writable',
	take: 'the reference is taken here',
	'try-grab': 'the reference is taken here',
	drop: 'dropped here',
	'count-read': 'asked here',
	'compare-entry': 'the entry is read again',
	deposit: 'the table is deposited',
	withdraw: 'the table is withdrawn',
	populate: 'the table is put into use',
	unlock: 'the lock is dropped',
	'walk-step': 'found here',
	unshare: 'the table is given up',
};

/** A path as steps: what its conditions were, what is met on it, and where it ends; `ending` '' where that says nothing. */
export function stepsOf(context: RuleContext, path: FoundPath, ending: string): NonNullable<Draft['steps']> {
	const place = (node: SyntaxNode, message: string) => ({ start: context.item.start + node.start, end: context.item.start + node.end, message });
	const met = path.met.map(({ syntax, kind, name }) => place(syntax, meanings[kind] ?? `${name}() is called`));
	const conditions = path.conditions.map(({ condition, truth }) => place(condition, conditionText(condition, truth, context.root, context.text)));
	// What an expression holds comes before the expression.
	const steps = [...met, ...conditions].sort((a, b) => a.end - b.end);
	const seen = new Set<string>();
	const once = steps.filter(({ start, end, message }) => seen.size !== seen.add(`${start} ${end} ${message}`).size);
	const isTold = path.met.some(({ syntax }) => path.end !== null && syntax.start >= path.end.start && syntax.end <= path.end.end);
	const end = path.end === null || ending === '' || isTold ? [] : [place(path.end, ending)];
	// What is met is told in any case.
	const isMet = (step: (typeof steps)[number]) => met.some(({ start, message }) => start === step.start && message === step.message);
	const least = once.length - (MOST_STEPS - met.length);
	return [...once.filter((step, at) => isMet(step) || at >= least), ...end];
}
