/** `mm-review paths FILE:FUNCTION`: the paths of a function with the count of every object at each step. */

import { type Command, Option } from 'commander';
import { indexLines, type LineIndex } from '../kernel-c/line-index.ts';
import { readSource } from '../kernel-c/source-file.ts';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { readText } from '../kernel-tree/read-file.ts';
import { pathsOfFunction, type ToldObject } from '../refs/balance/function-paths.ts';
import { type EffectPack, KnownEffects } from '../refs/effects.ts';
import { jsonText } from '../report/foreign-text.ts';
import { pathsDot } from '../report/paths-dot.ts';
import { pathsText, toldJson } from '../report/paths-text.ts';
import { svgOf } from '../report/svg.ts';
import { packsOf } from './options.ts';
import { writeText } from './output.ts';
import { UsageError } from './usage-error.ts';

interface PathsOptions {
	readonly effects: readonly EffectPack[];
	readonly format: 'text' | 'json' | 'dot' | 'svg';
	readonly object: string | undefined;
}

/** Adds the command. */
export function addPaths(program: Command): void {
	program
		.command('paths')
		.description('the paths of a function, with the count of every object at each step')
		.argument('<file:function>')
		.addOption(new Option('--effects <packs>', 'references that are followed: mm, or mm,core').argParser(packsOf).default(['mm'], 'mm'))
		.addOption(new Option('--format <format>', 'form of the paths').choices(['text', 'json', 'dot', 'svg']).default('text'))
		.option('--object <name>', 'only the objects of this name')
		.action(async (place: string, options: PathsOptions) => writeText(1, await paths(place, options)));
}

async function paths(place: string, options: PathsOptions): Promise<string> {
	const colon = place.lastIndexOf(':');
	if (colon < 1) throw new UsageError(`${place}: give a file and a function, FILE:FUNCTION`);
	const file = place.slice(0, colon);
	const name = place.slice(colon + 1);
	const read = readText(file);
	if (!read.ok) throw new UsageError(`${file} ${read.reason}`);
	const source = readSource(read.text, await loadParser());
	const items = source.main.items.filter((item) => item.kind === 'function' && item.name === name);
	if (items.length === 0) throw new UsageError(`${file} has no function ${name}`);
	const lines = indexLines(read.text);
	const told = items.flatMap((item) => {
		const objects = pathsOfFunction(source, item, new KnownEffects(options.effects));
		if (objects === null) throw new UsageError(`${name}() in ${file} does not parse: its paths are not known`);
		return objects.filter((object) => options.object === undefined || object.birth.path === options.object).map((object) => ({ object, start: item.start }));
	});
	if (told.length === 0 && options.object !== undefined) throw new UsageError(`${name}() has no object ${options.object} whose count is known`);
	if (options.format === 'dot' || options.format === 'svg') {
		const dot = drawing(told, read.text, lines);
		return options.format === 'dot' ? dot : await svgOf(dot);
	}
	const objects = told.map(({ object, start }) => toldJson(object, (offset) => lines.positionAt(start + offset).line + 1));
	if (options.format === 'json') return jsonText({ formatVersion: 1, file, function: name, objects });
	return pathsText(name, objects);
}

/** The graphs of the objects with findings; where there are none, of all. */
function drawing(told: readonly { readonly object: ToldObject; readonly start: number }[], text: string, lines: LineIndex): string {
	const wrong = told.filter(({ object }) => object.imbalances.length > 0);
	const shown = wrong.length > 0 ? wrong : told;
	return pathsDot(
		shown.map(({ object, start }) => ({
			object,
			lineOf: (offset) => lines.positionAt(start + offset).line + 1,
			textOf: (from, to) => text.slice(start + from, start + to),
		})),
	);
}
