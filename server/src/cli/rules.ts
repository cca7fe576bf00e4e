/** `mm-review rules`: the list of rules. */

import { type Command, Option } from 'commander';
import { jsonText } from '../report/foreign-text.ts';
import { rules } from '../rules/index.ts';
import { writePlain } from './output.ts';

/** Adds the command. */
export function addRules(program: Command): void {
	program
		.command('rules')
		.description('list the rules')
		.addOption(new Option('--format <format>', 'form of the list').choices(['text', 'json']).default('text'))
		.action((options: { readonly format: 'text' | 'json' }) => writePlain(1, options.format === 'json' ? rulesJson() : rulesText()));
}

function rulesJson(): string {
	const list = rules.map(({ id, group, severity, summary, schemes, fix, sources }) => ({ id, group, severity, summary, schemes, fix, sources }));
	return jsonText({ formatVersion: 1, rules: list });
}

function rulesText(): string {
	const width = Math.max(...rules.map((rule) => rule.id.length));
	return rules.map((rule) => `${rule.id.padEnd(width)}  ${(rule.severityIn === undefined ? rule.severity : 'by tree').padEnd(7)}  ${rule.summary}\n`).join('');
}
