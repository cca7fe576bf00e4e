/** `mm-review paths FILE:FUNCTION`: the paths of a function with the count of every object at each step. */
import { type Command, Option } from 'commander';
import { indexLines, type LineIndex } from '../kernel-c/line-index.ts';
import { readSource } from '../kernel-c/source-file.ts';
import { loadParser } from '../kernel-tree/node-parser.ts';
import { readText } from '../kernel-tree/read-file.ts';
import { pathsOfFunction, type ToldObject } from '../refs/balance/function-paths.ts';
import type { EffectPack } from '../refs/effects.ts';
import { packsOf } from './options.ts';
import { writeAll } from './output.ts';
import { UsageError } from './usage-error.ts';

interface PathsOptions {
	readonly effects: readonly EffectPack[];
	readonly format: 'text' | 'json';
}

/** Adds the command. */
export function addPaths(program: Command): void {
	program
		.command('paths')
		.description('the paths of a function, with the count of every object at each step')
		.argument('<file:function>')
		.addOption(new Option('--effects <packs>', 'references that are followed: mm, or mm,core').argParser(packsOf).default(['mm'], 'mm'))
		.addOption(new Option('--format <format>', 'form of the paths').choices(['text', 'json']).default('text'))
		.action(async (place: string, options: PathsOptions) => writeAll(1, await paths(place, options)));
}

async function paths(place: string, options: PathsOptions): Promise<string> {
	const colon = place.lastIndexOf(':');
	if (colon < 1) throw new UsageError(`${place}: give a file and a function, as in mm/gup.c:try_grab_folio`);
	const file = place.slice(0, colon);
	const name = place.slice(colon + 1);
	const read = readText(file);
	if (!read.ok) throw new UsageError(`${file} ${read.reason}`);
	const source = readSource(read.text, await loadParser());
	const items = source.main.items.filter((item) => item.kind === 'function' && item.name === name);
	if (items.length === 0) throw new UsageError(`${file} has no function ${name}`);
	const lines = indexLines(read.text);
	const told = items.flatMap((item) => {
		const objects = pathsOfFunction(source, item, new Set(options.effects));
		if (objects === null) throw new UsageError(`${name}() in ${file} does not parse: its paths are not known`);
		return objects.map((object) => toldJson(object, item.start, lines));
	});
	if (options.format === 'json') return `${JSON.stringify({ formatVersion: 1, file, function: name, objects: told }, null, '\t')}\n`;
	return told.length === 0 ? `${name}() takes and drops no reference that is known\n` : told.map(objectText).join('\n');
}

type ToldJson = ReturnType<typeof toldJson>;

function toldJson({ birth, paths, isCut }: ToldObject, start: number, lines: LineIndex) {
	const lineOf = (offset: number) => lines.positionAt(start + offset).line + 1;
	return {
		name: birth.path,
		counts: birth.counts,
		certainty: birth.certainty,
		line: birth.call === null ? null : lineOf(birth.call.start),
		isCut,
		paths: paths.map(({ outcome, returned, steps }) => ({
			outcome,
			returned,
			steps: steps.map((step) => ({ line: lineOf(step.syntax.start), message: step.message })),
		})),
	};
}

function objectText(object: ToldJson): string {
	const from = object.line === null ? 'from the caller' : `line ${object.line}`;
	const head = `${object.name === '' ? 'what is returned' : object.name} (${object.counts}, ${from}): ${object.paths.length} paths${object.isCut ? ', and more than can be walked' : ''}\n`;
	const body = object.paths.map(
		(path, index) =>
			`  path ${index + 1}: ${path.outcome}${path.returned === 'none' ? '' : `, returns ${path.returned}`}\n${path.steps.map((step) => `    ${step.line}: ${step.message}\n`).join('')}`,
	);
	return head + body.join('');
}
