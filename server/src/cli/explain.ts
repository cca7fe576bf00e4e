/** `mm-review explain RULE|API`: why, with source. */
import type { Command } from 'commander';
import { noTree } from '../contracts/tree-profile.ts';
import { findTree } from '../kernel-tree/find-tree.ts';
import { probeTree } from '../kernel-tree/probe-tree.ts';
import { apiNames, apiText } from '../report/api-text.ts';
import { pageIds, rulePage } from '../report/rule-pages.ts';
import { writePlain } from './output.ts';
import { UsageError } from './usage-error.ts';

/** Adds the command. */
export function addExplain(program: Command): void {
	program
		.command('explain')
		.description('why a rule exists, or what an API does to a count')
		.argument('<rule or api>')
		.option('--tree <tree>', 'the tree whose scheme counts; default: the one around the current folder')
		.action((name: string, options: { readonly tree?: string }) => writePlain(1, explain(name, options.tree)));
}

function explain(name: string, tree: string | undefined): string {
	const page = rulePage(name) ?? rulePage(name.replaceAll('_', '-'));
	if (page !== null) return page;
	const root = findTree(tree ?? '.');
	if (tree !== undefined && root === null) throw new UsageError(`${tree} is no kernel tree`);
	const text = apiText(name, root === null ? noTree : probeTree(root));
	if (text !== null) return `${text}\n`;
	const close = [...pageIds, ...apiNames].filter((known) => known.includes(name) || name.includes(known)).slice(0, 5);
	throw new UsageError(
		`there is no rule and no known API ${name}${close.length > 0 ? `; do you mean ${close.join(', ')}?` : '; "mm-review rules" lists the rules, "mm-review paths FILE:FUNCTION" says what a function of a tree does'}`,
	);
}
