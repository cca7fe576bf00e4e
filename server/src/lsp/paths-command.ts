/** The command that shows the paths of a function: told as text, and one object's drawn. */

import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import { FileSummaries } from '../analysis/summaries/file-summaries.ts';
import { type FunctionPaths, pathsOfFunction, type ReportedObject } from '../analysis/typestate/function-paths.ts';
import { Callees } from '../contracts/callees.ts';
import type { Item } from '../kernel-c/items.ts';
import { indexLines } from '../kernel-c/line-index.ts';
import { blockLines, type DrawnObject, pathsDot } from '../report/paths-dot.ts';
import { nameOf, pathsText, reportedJson } from '../report/paths-text.ts';
import { svgOf } from '../report/svg.ts';
import { knownContracts } from '../review/settings.ts';
import type { ReviewedDocument } from './documents.ts';
import type { Session } from './session.ts';

/**
 * Shows the paths of a function; arguments are the document's URI, the function's name or a line in it (0-based), and, for clients that
 * show pictures, the object that is drawn: its place in the list, or -1 for the first with a finding.
 */
export const showPathsCommand = 'mmReview.showPaths';

/** An object with its paths. Lines are 1-based, of the file. */
export type ToldObjectAnswer = ReturnType<typeof reportedJson>;

/** A block of the drawing. */
export interface DrawnBlock {
	/** The id of its element in the picture. */
	readonly id: string;
	/** The line (1-based) of each of its lines of code that are drawn, in order. */
	readonly lines: readonly number[];
	/** What paths hold afterwards. */
	readonly held: readonly string[];
}

/** What the command answers. */
export interface PathsAnswer {
	readonly uri: string;
	readonly function: string;
	readonly text: string;
	/** The same as graphs, in the language of Graphviz. */
	readonly dot: string;
	readonly objects: readonly ToldObjectAnswer[];
	/** Null where no picture was asked for, or there is nothing to draw. */
	readonly drawn: { readonly object: number; readonly title: string; readonly svg: string; readonly blocks: readonly DrawnBlock[] } | null;
}

/** The functions of a document that have a name. */
export function functionsNamed({ source }: ReviewedDocument, names: ReadonlySet<string>): Item[] {
	return source === null ? [] : source.main.items.filter((item) => item.kind === 'function' && names.has(item.name));
}

/** The objects of a function; none where it does not parse. */
export function pathsOf({ source, setup }: ReviewedDocument, item: Item): FunctionPaths {
	if (source === null) return { objects: [], unknownCallees: [] };
	const known = knownContracts(setup.settings);
	return pathsOfFunction(source, item, new Callees(known, new FileSummaries(source, known))) ?? { objects: [], unknownCallees: [] };
}

/** Runs the command. */
export async function showPaths(session: Session, [uri, place, object]: readonly unknown[]): Promise<PathsAnswer> {
	const review = typeof uri === 'string' ? await session.documents.review(uri) : null;
	const item = review === null ? undefined : itemAt(review, place);
	if (review === null || item === undefined) {
		const what = typeof place === 'number' ? `function on line ${place + 1} of` : `function ${String(place)} in`;
		throw new ResponseError(ErrorCodes.InvalidParams, `there is no ${what} an open document ${String(uri)}`);
	}
	const lines = indexLines(review.text);
	const lineOf = (offset: number) => lines.positionAt(item.start + offset).line + 1;
	const { objects, unknownCallees } = pathsOf(review, item);
	const told = objects.map((each) => reportedJson(each, lineOf));
	const drawn = objects.map((each): DrawnObject => ({ object: each, lineOf, textOf: (from, to) => review.text.slice(item.start + from, item.start + to) }));
	return {
		uri: review.uri,
		function: item.name,
		text: pathsText(item.name, told, unknownCallees),
		dot: pathsDot(drawn),
		objects: told,
		drawn: typeof object === 'number' ? await draw(drawn, object >= 0 ? object : firstWrong(objects)) : null,
	};
}

function itemAt(review: ReviewedDocument, place: unknown): Item | undefined {
	if (typeof place === 'string') return functionsNamed(review, new Set([place]))[0];
	if (typeof place !== 'number') return undefined;
	const lines = indexLines(review.text);
	return review.source?.main.items.find(
		({ kind, start, end }) => kind === 'function' && lines.positionAt(start).line <= place && place <= lines.positionAt(end).line,
	);
}

function firstWrong(objects: readonly ReportedObject[]): number {
	return Math.max(
		0,
		objects.findIndex(({ violations }) => violations.length > 0),
	);
}

async function draw(objects: readonly DrawnObject[], place: number): Promise<PathsAnswer['drawn']> {
	const chosen = objects[place];
	if (chosen === undefined) return null;
	const { acquisition, graph } = chosen.object;
	return {
		object: place,
		title: `${nameOf(acquisition.path)} (${acquisition.counts})`,
		svg: await svgOf(pathsDot([chosen])),
		blocks: graph.blocks.map((block, at) => ({ id: `b0_${at}`, lines: blockLines(block, chosen).map(({ line }) => line), held: block.held })),
	};
}
