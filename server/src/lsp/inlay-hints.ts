/** Inlay hints: what calls do to a count, behind the call: `+1 folio`. */

import { type InlayHint, InlayHintKind } from 'vscode-languageserver';
import { FileSummaries } from '../analysis/summaries/file-summaries.ts';
import { Callees } from '../contracts/callees.ts';
import type { Change } from '../contracts/contract.ts';
import { calleeOf } from '../kernel-c/calls.ts';
import { indexLines } from '../kernel-c/line-index.ts';
import { descendantsOf } from '../kernel-c/syntax.ts';
import { effectText } from '../report/effect-text.ts';
import { knownContracts } from '../review/settings.ts';
import { unlessCancelled } from './cancellation.ts';
import type { ReviewedDocument } from './documents.ts';
import { isLong } from './long-files.ts';
import type { Session } from './session.ts';

/** Registers inlay hints. */
export function handleInlayHints(session: () => Session): void {
	session().connection.languages.inlayHint.on(
		unlessCancelled(async ({ textDocument, range }) => {
			const { documents, trees } = session();
			const { inlayHints } = await trees.display(textDocument.uri);
			const review = inlayHints ? await documents.first(textDocument.uri) : null;
			return review === null ? [] : hintsIn(review, range.start.line, range.end.line);
		}),
	);
}

/** The hints from one line to another, 0-based. */
function hintsIn(review: ReviewedDocument, firstLine: number, lastLine: number): InlayHint[] {
	const { source, setup, text } = review;
	if (source === null || isLong(review)) return [];
	const known = knownContracts(setup.settings);
	const callees = new Callees(known, new FileSummaries(source, known));
	const lines = indexLines(text);
	const hints: InlayHint[] = [];
	for (const item of source.main.items) {
		if (item.kind !== 'function' || lines.positionAt(item.end).line < firstLine || lines.positionAt(item.start).line > lastLine) continue;
		const code = text.slice(item.start, item.end);
		for (const call of descendantsOf(source.syntaxOf(item).root, new Set(['call_expression']))) {
			const position = lines.positionAt(item.start + call.end);
			if (position.line < firstLine || position.line > lastLine) continue;
			const name = calleeOf(call, code);
			const contract = callees.contract(name);
			const label = contract === null ? '' : contract.effects.map((change) => changeLabel(name, change)).join(', ');
			if (contract === null || label === '') continue;
			const tooltip = { kind: 'markdown' as const, value: effectText(name, contract, setup.profile, known.kinds) };
			hints.push({ position, label, kind: InlayHintKind.Type, paddingLeft: true, tooltip });
		}
	}
	return hints;
}

/** `+1 folio`; with a question mark where it depends on what the call gives back. */
function changeLabel(name: string, change: Change): string {
	const what = change.counts === 'page' && name.includes('folio') ? 'folio' : change.counts;
	const amount = change.times === undefined && change.of === undefined && change.count === undefined ? String(Math.abs(change.change)) : 'n';
	return `${change.change > 0 ? '+' : '−'}${amount} ${what}${isConditional(change) ? '?' : ''}`;
}

/** What is given is there or not, which every reader knows; what is done to an argument may not have happened. */
function isConditional(change: Change): boolean {
	return change.when !== undefined && change.on === 'argument';
}
