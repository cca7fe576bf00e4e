/** Hover: what a finding means, and what an API does to a count. */

import type { Hover, Position } from 'vscode-languageserver';
import { FileSummaries } from '../analysis/summaries/file-summaries.ts';
import { Callees, noBodies } from '../contracts/callees.ts';
import type { Contract } from '../contracts/contract.ts';
import { indexLines } from '../kernel-c/line-index.ts';
import { WORD } from '../kernel-c/tokens.ts';
import { apiText } from '../report/api-text.ts';
import { knownContracts } from '../review/settings.ts';
import { unlessCancelled } from './cancellation.ts';
import type { ReviewedDocument } from './documents.ts';
import { covers, findingMarkdown, lspRange } from './finding-view.ts';
import { patchHover } from './patch-features.ts';
import type { Session } from './session.ts';

/** Registers hover. */
export function handleHover(session: () => Session): void {
	session().connection.onHover(
		unlessCancelled(async (params) => {
			const patches = await session().patches.review(params.textDocument.uri);
			if (patches !== null) return patchHover(patches, params.position, !session().abilities.showsStatus);
			const review = await session().documents.first(params.textDocument.uri);
			// Our own extension's editor shows the message of a diagnostic above the hover already.
			return review === null ? null : hoverAt(review, params.position, !session().abilities.showsStatus);
		}),
	);
}

/** The hover at a position. */
export function hoverAt(review: ReviewedDocument, position: Position, withMessage: boolean): Hover | null {
	const parts = review.findings
		.filter(({ range }) => covers(lspRange(range), position))
		.map((finding) => findingMarkdown(finding, review.setup.profile, withMessage));
	const word = wordAt(review, position);
	const api = word === null ? null : apiText(word.text, review.setup.profile, contractOf(review, word.text), knownContracts(review.setup.settings).kinds);
	if (api !== null) parts.push(api);
	if (parts.length === 0) return null;
	return { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
}

/** What the file's own function of a name does, or one of the tree, or one that the configuration names. */
function contractOf({ source, setup }: ReviewedDocument, name: string): Contract | null {
	const known = knownContracts(setup.settings);
	return new Callees(known, source === null ? noBodies : new FileSummaries(source, known)).contract(name);
}

/** The word of C at a position; words in comments and strings are none. */
function wordAt(review: ReviewedDocument, position: Position): { readonly text: string } | null {
	const { source, text } = review;
	if (source === null) return null;
	const offset = indexLines(text).lineStart(position.line) + position.character;
	const { tokens } = source;
	for (let i = 0; i < tokens.count; i++) {
		const start = tokens.start[i] as number;
		if (start > offset) return null;
		if (offset <= (tokens.end[i] as number) && tokens.kind[i] === WORD) return { text: text.slice(start, tokens.end[i]) };
		if (offset < (tokens.end[i] as number)) return directiveWord(text.slice(start, tokens.end[i]), offset - start);
	}
	return null;
}

/** The word at an offset of a directive. */
function directiveWord(directive: string, offset: number): { readonly text: string } | null {
	if (!directive.startsWith('#')) return null;
	const before = /\w*$/.exec(directive.slice(0, offset))?.[0] ?? '';
	const after = /^\w*/.exec(directive.slice(offset))?.[0] ?? '';
	return before + after === '' ? null : { text: before + after };
}
