/** A code lens on functions with findings about references: how many paths there are and how many leak, and the paths themselves. */

import type { CodeLens } from 'vscode-languageserver';
import { indexLines } from '../kernel-c/line-index.ts';
import { unlessCancelled } from './cancellation.ts';
import type { ReviewedDocument } from './documents.ts';
import { isLong } from './long-files.ts';
import { functionsNamed, pathsOf, showPathsCommand } from './paths-command.ts';
import type { Session } from './session.ts';

/** Registers code lenses. */
export function handleCodeLenses(session: () => Session): void {
	const { connection } = session();
	connection.onCodeLens(
		unlessCancelled(async ({ textDocument }) => {
			const { documents, trees, abilities } = session();
			const { codeLens } = await trees.display(textDocument.uri);
			// They are asked for again when the paths are known.
			const review = !codeLens ? null : await (abilities.refreshesLenses ? documents.first(textDocument.uri) : documents.review(textDocument.uri));
			return review === null || review.isPartial || isLong(review) ? [] : lensesOf(review);
		}),
	);
}

/** Rules whose findings are leaks. */
const leakRules: ReadonlySet<string> = new Set(['ref-leak', 'pgmap-ref-lifetime']);

function lensesOf(review: ReviewedDocument): CodeLens[] {
	const findings = review.findings.filter((finding) => finding.group === 'balance');
	const names = new Set(findings.map((finding) => finding.function));
	const lines = indexLines(review.text);
	return functionsNamed(review, names).flatMap((item) => {
		const paths = pathsOf(review, item).objects.reduce((sum, object) => sum + object.paths.length, 0);
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
