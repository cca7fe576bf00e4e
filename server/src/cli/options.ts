/** Options that commands share, and what they mean together with the configuration file. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type EffectPack, effectPacks } from '../contracts/packs.ts';
import type { ParserChoice } from '../kernel-tree/node-parser.ts';
import { type Format, formats, type ReviewFormat } from '../report/report.ts';
import { configFileName, groupNames, ruleIds } from '../review/settings.ts';
import { suppressionRule } from '../review/suppressions.ts';
import type { SetupRequest } from '../review/tree-setup.ts';
import type { Severity } from '../rules/raw-finding.ts';

/** Options of every command that reviews. */
export interface ReviewOptions {
	readonly format: Format;
	readonly output?: string;
	readonly rule: readonly string[];
	readonly noRule: readonly string[];
	readonly group: readonly string[];
	readonly severity: Severity;
	readonly config?: string;
	readonly baseline?: string;
	readonly writeBaseline?: string;
	readonly effects: readonly EffectPack[] | undefined;
	readonly scheme: 'auto' | 'devmap' | 'normal';
	readonly insertApi: 'auto' | 'dax_insert_pfn' | 'mainline';
	readonly parser: ParserChoice;
	readonly color: 'auto' | 'always' | 'never';
	readonly quiet?: boolean;
	readonly keepGoing?: boolean;
	readonly treeHelpers?: boolean;
}

const collect = (value: string, previous: readonly string[]) => [...previous, value];

function knownRule(value: string, previous: readonly string[]): string[] {
	if (!ruleIds.has(value) && value !== suppressionRule) throw new InvalidArgumentError(`There is no such rule; "mm-review rules" lists them.`);
	return collect(value, previous);
}

function knownGroup(value: string, previous: readonly string[]): string[] {
	if (!groupNames.has(value)) throw new InvalidArgumentError(`There is no such group; there are ${[...groupNames].join(', ')}.`);
	return collect(value, previous);
}

/** `--no-rule`, which commander would take for the opposite of `--rule`. */
function leaveOut(): Option {
	const option = new Option('--no-rule <id>', 'leave this rule out (repeatable)');
	option.negate = false;
	option.attributeName = () => 'noRule';
	return option;
}

/** Adds the shared options to a command. `more`: forms of the report that only it has. */
export function withReviewOptions(command: Command, more: readonly string[] = []): Command {
	return command
		.addOption(new Option('--format <format>', 'form of the report').choices([...formats, ...more]).default('text'))
		.option('--output <file>', 'write the report there')
		.addOption(new Option('--rule <id>', 'run only this rule (repeatable)').argParser(knownRule).default([], 'all'))
		.addOption(leaveOut().argParser(knownRule).default([], 'none'))
		.addOption(
			new Option('--group <name>', `run only the rules of this group (repeatable): ${[...groupNames].join(', ')}`).argParser(knownGroup).default([], 'all'),
		)
		.addOption(new Option('--severity <lowest>', 'lowest severity shown').choices(['error', 'warning', 'info']).default('info'))
		.option('--config <file>', `configuration instead of the tree's ${configFileName}`)
		.option('--baseline <file>', 'do not show the findings of this file')
		.option('--write-baseline <file>', 'write the findings shown to this file')
		.addOption(new Option('--effects <packs>', 'references that the path rules follow: mm, or mm,core (default: mm)').argParser(packsOf))
		.addOption(new Option('--scheme <scheme>', 'how the tree counts FS DAX pages').choices(['auto', 'devmap', 'normal']).default('auto'))
		.addOption(new Option('--insert-api <api>', 'functions that fixes use').choices(['auto', 'dax_insert_pfn', 'mainline']).default('auto'))
		.addOption(parserOption())
		.addOption(new Option('--color <when>', 'colours in text').choices(['auto', 'always', 'never']).default('auto'))
		.option('--keep-going', 'exit by the findings even if a file could not be read')
		.option('--quiet', 'no progress, no summary');
}

/** The option of commands that read C. */
export const parserOption = () => new Option('--parser <parser>', 'tree-sitter binding').choices(['auto', 'wasm', 'native']).default('auto');

/** The option of commands that review a few files of a tree; the audit reads helpers always. */
export const treeHelpersOption = () => new Option('--tree-helpers', 'first read what functions of other files of the tree do, as an audit does: some seconds');

/** The packs of `mm,core`. */
export function packsOf(value: string): readonly EffectPack[] {
	return value.split(',').map((name) => {
		const pack = effectPacks.find((each) => each === name.trim());
		if (pack === undefined) throw new InvalidArgumentError(`There is no pack "${name.trim()}"; there are ${effectPacks.join(' and ')}.`);
		return pack;
	});
}

/** Options of `review`. */
export interface PatchReviewOptions extends Omit<ReviewOptions, 'format'> {
	readonly format: Format | ReviewFormat;
	readonly tree?: string;
	readonly git?: string;
	readonly all?: boolean;
	readonly backwards?: boolean;
	readonly quoted?: boolean;
	readonly checkpatch?: boolean;
}

/** The options that say how a tree is read; of a command that only looks at it some are not there. */
export type TreeOptions = Pick<ReviewOptions, 'parser' | 'effects'> & Partial<Omit<ReviewOptions, 'format' | 'output'>>;

/** What the options say of a tree, for its set-up. */
export function setupRequest(options: TreeOptions): SetupRequest {
	return {
		configPath: options.config,
		over: {
			scheme: options.scheme === 'auto' ? undefined : options.scheme,
			insertApi: options.insertApi === 'auto' ? undefined : options.insertApi,
			baseline: options.baseline,
			effects: options.effects === undefined ? undefined : [...options.effects],
		},
		baselineFolder: process.cwd(),
		selection: { only: options.rule ?? [], without: options.noRule ?? [], groups: options.group ?? [], lowest: options.severity ?? 'info' },
	};
}
