/** A code lens on functions with findings about references: how many paths there are and how many leak, and the paths themselves. */
import { type CodeLens, ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { Item } from '../kernel-c/items.ts';
import { indexLines } from '../kernel-c/line-index.ts';
import { pathsOfFunction, type ToldObject } from '../refs/balance/function-paths.ts';
import { pathsDot } from '../report/paths-dot.ts';
import { pathsText, toldJson } from '../report/paths-text.ts';
import { knownEffects } from '../review/settings.ts';
import type { ReviewedDocument } from './documents.ts';
import type { Session } from './session.ts';

/** Shows the paths of a function; arguments are the document's URI and the function's name. */
export const showPathsCommand = 'mmReview.showPaths';

/** What {@link showPathsCommand} answers. */
export interface PathsAnswer {
	readonly text: string;
	/** The same as a graph, in the language of Graphviz. */
	readonly dot: string;
}

/** Registers code lenses. */
export function handleCodeLenses(session: () => Session): void {
	const { connection } = session();
	connection.onCodeLens(async ({ textDocument }) => {
		const { documents, trees } = session();
		const { codeLens } = await trees.display(textDocument.uri);
		const review = codeLens ? await documents.review(textDocument.uri) : null;
		return review === null ? [] : lensesOf(review);
	});
}

/** Rules whose findings are leaks. */
const leakRules: ReadonlySet<string> = new Set(['ref-leak', 'pgmap-ref-lifetime']);

function lensesOf(review: ReviewedDocument): CodeLens[] {
	// An info says that a function was not walked.
	const findings = review.findings.filter((finding) => finding.group === 'balance' && finding.severity !== 'info');
	const names = new Set(findings.map((finding) => finding.function));
	const lines = indexLines(review.text);
	return functionsNamed(review, names).flatMap((item) => {
		const paths = objectsOf(review, item).reduce((sum, object) => sum + object.paths.length, 0);
		const own = findings.filter((finding) => finding.function === item.name);
		const leaks = own.filter((finding) => leakRules.has(finding.rule)).length;
		const others = own.length === leaks ? '' : `, ${own.length - leaks} otherwise wrong`;
		const start = lines.positionAt(item.start);
		return {
			range: { start, end: start },
			command: { title: `references: ${paths} paths, ${leaks} leaks${others}`, command: showPathsCommand, arguments: [review.uri, item.name] },
		};
	});
}

function functionsNamed({ source }: ReviewedDocument, names: ReadonlySet<string>): Item[] {
	return source === null ? [] : source.main.items.filter((item) => item.kind === 'function' && names.has(item.name));
}

function objectsOf({ source, setup }: ReviewedDocument, item: Item): ToldObject[] {
	if (source === null) return [];
	return pathsOfFunction(source, item, knownEffects(setup.settings)) ?? [];
}

/** The paths of a function of an open document, as text and as a graph. */
export async function showPaths(session: Session, uri: unknown, name: unknown): Promise<PathsAnswer> {
	const review = typeof uri === 'string' ? await session.documents.review(uri) : null;
	const item = review === null || typeof name !== 'string' ? undefined : functionsNamed(review, new Set([name]))[0];
	if (review === null || item === undefined)
		throw new ResponseError(ErrorCodes.InvalidParams, `there is no function ${String(name)} in an open document ${String(uri)}`);
	const lines = indexLines(review.text);
	const lineOf = (offset: number) => lines.positionAt(item.start + offset).line + 1;
	const objects = objectsOf(review, item);
	return {
		text: pathsText(
			item.name,
			objects.map((object) => toldJson(object, lineOf)),
		),
		dot: pathsDot(objects.map((object) => ({ object, lineOf, textOf: (from, to) => review.text.slice(item.start + from, item.start + to) }))),
	};
}
