/** `mm-review paths FILE:FUNCTION`: the paths of a function with the count of every object at each step. */

import { type Command, Option } from 'commander';
import { FileSummaries } from '../analysis/summaries/file-summaries.ts';
import { parametersOf } from '../analysis/summaries/of-body.ts';
import { pathsOfFunction, type ReportedObject } from '../analysis/typestate/function-paths.ts';
import { Callees } from '../contracts/callees.ts';
import type { Item } from '../kernel-c/items.ts';
import { indexLines, type LineIndex } from '../kernel-c/line-index.ts';
import { readSource, type SourceFile } from '../kernel-c/source-file.ts';
import { findTree } from '../kernel-tree/find-tree.ts';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { readText } from '../kernel-tree/read-file.ts';
import { jsonText, visible } from '../report/foreign-text.ts';
import { pathsDot } from '../report/paths-dot.ts';
import { pathsText, reportedJson } from '../report/paths-text.ts';
import { type Summary, summaryText } from '../report/summary-text.ts';
import { svgOf } from '../report/svg.ts';
import type { Note } from '../review/finding.ts';
import { knownContracts } from '../review/settings.ts';
import { treeSetups } from './check.ts';
import { packsOf, parserOption, type TreeOptions, treeHelpersOption } from './options.ts';
import { openText } from './output.ts';
import { UsageError } from './usage-error.ts';

interface PathsOptions extends TreeOptions {
	readonly format: 'text' | 'json' | 'dot' | 'svg';
	readonly object: string | undefined;
	readonly output?: string;
	readonly states?: boolean;
	readonly summary?: boolean;
}

/** Adds the command. */
export function addPaths(program: Command): void {
	program
		.command('paths')
		.description('the paths of a function as the checker followed them, with the count of every object at each step')
		.argument('<file:function>')
		.addOption(new Option('--effects <packs>', 'references that are followed: mm, or mm,core (default: as for check)').argParser(packsOf))
		.addOption(new Option('--format <format>', 'form of the paths').choices(['text', 'json', 'dot', 'svg']).default('text'))
		.option('--object <name>', 'only the objects of this name')
		.option('--states', 'what the object is after every line too')
		.option('--summary', 'what callers of the function are told of it')
		.option('--config <file>', "configuration instead of the tree's")
		.addOption(treeHelpersOption())
		.option('--output <file>', 'write them there')
		.addOption(parserOption())
		.action(async (place: string, options: PathsOptions) => {
			const text = openText({ color: 'never', ...(options.output === undefined ? {} : { output: options.output }) });
			text.data(await paths(place, options, (notes) => text.notes(notes)));
			text.close();
		});
}

async function paths(place: string, options: PathsOptions, tell: (notes: readonly Note[]) => void): Promise<string> {
	const colon = place.lastIndexOf(':');
	if (colon < 1) throw new UsageError(`${place}: give a file and a function, FILE:FUNCTION`);
	const file = place.slice(0, colon);
	const name = place.slice(colon + 1);
	const read = readText(file);
	if (!read.ok) throw new UsageError(`${file} ${read.reason}`);
	const source = readSource(read.text, await loadParser(options.parser));
	const items = source.main.items.filter((item) => item.kind === 'function' && item.name === name);
	if (items.length === 0) throw new UsageError(`${file} has no function ${name}`);
	// The same that check knows of the tree.
	const setup = await treeSetups(options).of(findTree(file));
	tell(setup.notes);
	const known = knownContracts(setup.settings);
	const bodies = new FileSummaries(source, known);
	const callees = new Callees(known, bodies);
	const lines = indexLines(read.text);
	const unknownCallees = new Set<string>();
	const found = items.flatMap((item) => {
		const paths = pathsOfFunction(source, item, callees);
		const { unread } = source.syntaxOf(item);
		if (paths === null) throw new UsageError(`${name}() in ${file} ${unread === '' ? 'does not parse' : `was left out: ${unread}`}: its paths are not known`);
		for (const each of paths.unknownCallees) unknownCallees.add(each);
		return paths.objects
			.filter((object) => options.object === undefined || object.acquisition.path === options.object)
			.map((object) => ({ object, start: item.start }));
	});
	if (found.length === 0 && options.object !== undefined) throw new UsageError(`${name}() has no object ${options.object} whose count is known`);
	if (options.format === 'dot' || options.format === 'svg') {
		const dot = drawing(found, read.text, lines);
		return visible(options.format === 'dot' ? dot : await svgOf(dot));
	}
	const objects = found.map(({ object, start }) => reportedJson(object, (offset) => lines.positionAt(start + offset).line + 1));
	const summary = options.summary === true ? summaryOf(source, items, bodies) : null;
	if (options.format === 'json') {
		const told = options.states === true ? objects : objects.map(({ states: _, ...rest }) => rest);
		return jsonText({ formatVersion: 1, file, function: name, objects: told, unknownCallees: [...unknownCallees], ...(summary === null ? {} : { summary }) });
	}
	const text = pathsText(name, objects, [...unknownCallees], options.states === true);
	return visible(summary === null ? text : `${text}${summaryText(name, summary, known.kinds)}`);
}

function summaryOf(source: SourceFile, items: readonly Item[], bodies: FileSummaries): Summary {
	const [item] = items;
	const name = item?.name ?? '';
	const parameters = item === undefined ? [] : parametersOf(source.syntaxOf(item).root, source.text.slice(item.start, item.end));
	return { contract: bodies.contract(name), uses: parameters.map((_, argument) => bodies.use(name, argument)) };
}

/** The graphs of the objects with findings; where there are none, of all. */
function drawing(found: readonly { readonly object: ReportedObject; readonly start: number }[], text: string, lines: LineIndex): string {
	const wrong = found.filter(({ object }) => object.violations.length > 0);
	const shown = wrong.length > 0 ? wrong : found;
	return pathsDot(
		shown.map(({ object, start }) => ({
			object,
			lineOf: (offset) => lines.positionAt(start + offset).line + 1,
			textOf: (from, to) => text.slice(start + from, start + to),
		})),
	);
}
