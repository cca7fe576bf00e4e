/** What the engine has of a text beside findings: the states of objects, and what callers of its functions are told. */
import { FileSummaries } from '../../server/src/analysis/summaries/file-summaries.ts';
import { parametersOf } from '../../server/src/analysis/summaries/of-body.ts';
import { pathsOfFunction } from '../../server/src/analysis/typestate/function-paths.ts';
import { Callees, KnownContracts } from '../../server/src/contracts/callees.ts';
import type { EffectPack } from '../../server/src/contracts/packs.ts';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { readSource } from '../../server/src/kernel-c/source-file.ts';
import { summaryText } from '../../server/src/report/summary-text.ts';
import { testParser } from './engine.ts';

/** The states of an object after what begins at a place; line and column 0-based, of the text. */
export interface PlacedStates {
	readonly line: number;
	readonly start: number;
	readonly texts: readonly string[];
}

/** The states in a text, and how summaries of its functions read, facts parted by semicolons. */
export async function engineOn(text: string, packs: readonly EffectPack[]): Promise<{ states: PlacedStates[]; summaryOf: (name: string) => string }> {
	const source = readSource(text, await testParser());
	const known = new KnownContracts(packs);
	const bodies = new FileSummaries(source, known);
	const callees = new Callees(known, bodies);
	const lines = indexLines(text);
	const states = source.main.items
		.filter(({ kind }) => kind === 'function')
		.flatMap((item) =>
			(pathsOfFunction(source, item, callees)?.objects ?? []).flatMap((object) =>
				object.states.map(({ syntax, texts }) => {
					const { line, character } = lines.positionAt(item.start + syntax.start);
					return { line, start: character, texts };
				}),
			),
		);
	const summaryOf = (name: string) => {
		const item = source.main.items.find((each) => each.name === name);
		const parameters = item === undefined ? [] : parametersOf(source.syntaxOf(item).root, text.slice(item.start, item.end));
		const uses = parameters.map((_, argument) => bodies.use(name, argument));
		return summaryText(name, { contract: bodies.contract(name), uses }, known.kinds)
			.split('\n')
			.slice(1)
			.map((line) => line.trim())
			.filter((line) => line !== '')
			.join('; ');
	};
	return { states, summaryOf };
}
