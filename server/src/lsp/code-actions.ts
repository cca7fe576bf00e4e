/** Quick fixes, fix all, suppress here, open the rule's page. */

import { type CodeAction, CodeActionKind, type Diagnostic, type Range, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { indexLines } from '../kernel-c/line-index.ts';
import type { Finding } from '../review/finding.ts';
import { fixText } from '../review/fix.ts';
import { unlessCancelled } from './cancellation.ts';
import { isKconfigUri, type ReviewedDocument } from './documents.ts';
import { diagnosticOf, lspRange, openPageAction } from './finding-view.ts';
import { patchActions } from './patch-features.ts';
import { showPathsCommand } from './paths-command.ts';
import type { Session } from './session.ts';
import { smallestEdit } from './smallest-edit.ts';

/** The kind of "fix all". */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.mmReview`;

/** Registers code actions. */
export function handleCodeActions(session: () => Session): void {
	session().connection.onCodeAction(
		unlessCancelled(async (params) => {
			const patches = await session().patches.review(params.textDocument.uri);
			const isFixWanted = (params.context.only ?? []).length === 0 || params.context.only?.includes(CodeActionKind.QuickFix) === true;
			if (patches !== null) return isFixWanted ? patchActions(patches, params.range, session().rulePage) : [];
			const review = await session().documents.review(params.textDocument.uri);
			if (review === null) return [];
			const only = params.context.only ?? [];
			const wants = (kind: string) => only.length === 0 || only.some((wanted) => kind === wanted || kind.startsWith(`${wanted}.`));
			const actions: CodeAction[] = [];
			if (wants(CodeActionKind.QuickFix)) {
				for (const finding of review.findings.filter((candidate) => touches(lspRange(candidate.range), params.range)))
					for (const each of actionsFor(review, finding, session())) actions.push(each);
			}
			if (only.length > 0 && wants(fixAllKind)) {
				const edit = await fixAll(session(), review);
				if (edit !== null) actions.push({ title: 'Fix all that is safe to fix', kind: fixAllKind, edit });
			}
			return actions;
		}),
	);
}

function touches(a: Range, b: Range): boolean {
	const isBefore = (x: Range, y: Range) => x.end.line < y.start.line || (x.end.line === y.start.line && x.end.character < y.start.character);
	return !isBefore(a, b) && !isBefore(b, a);
}

/** What can be done about one finding. */
function actionsFor(review: ReviewedDocument, finding: Finding, { rulePage, abilities }: Session): CodeAction[] {
	const diagnostics: Diagnostic[] = [diagnosticOf(finding, review.uri, rulePage)];
	const running = (title: string, command: string, args: unknown[]): CodeAction => ({
		title,
		kind: CodeActionKind.QuickFix,
		diagnostics,
		command: { title, command, arguments: args },
	});
	const actions: CodeAction[] = [];
	if (finding.fix !== undefined) {
		const edits = finding.fix.edits.map((edit): TextEdit => ({ range: lspRange(edit.range), newText: edit.newText }));
		actions.push({
			title: finding.fix.title,
			kind: CodeActionKind.QuickFix,
			diagnostics,
			isPreferred: finding.fix.safety === 'safe',
			edit: editOf(review, edits),
		});
	}
	if (finding.rule !== 'suppression') {
		actions.push({ title: `Ignore ${finding.rule} here`, kind: CodeActionKind.QuickFix, diagnostics, edit: editOf(review, [suppression(review, finding)]) });
	}
	if (finding.group === 'balance' && finding.function !== '')
		actions.push(running(`Show the paths of ${finding.function}()`, showPathsCommand, [review.uri, finding.function]));
	actions.push(openPageAction(finding, diagnostics));
	// A command of our own extension, which puts the case into the clipboard.
	if (abilities.showsAudits) actions.push(running('Report a false alarm', 'mmReview.reportFalseAlarmHere', [review.uri, finding.fingerprint]));
	return actions;
}

/** The comment that silences a finding, on a line of its own above it. In a macro it continues the line. */
export function suppression(review: ReviewedDocument, finding: Finding): TextEdit {
	const lines = indexLines(review.text);
	const line = finding.range.start.line - 1;
	const own = review.text.slice(lines.lineStart(line), lines.lineEnd(line));
	const indent = /^[ \t]*/.exec(own)?.[0] ?? '';
	const previous = line === 0 ? '' : review.text.slice(lines.lineStart(line - 1), lines.lineEnd(line - 1));
	const words = `mm-review: ignore ${finding.rule} -- FIXME: say why`;
	const comment = isKconfigUri(review.uri) ? `# ${words}` : `/* ${words} */${previous.endsWith('\\') ? ' \\' : ''}`;
	const lineEnd = review.text.startsWith('\r\n', lines.lineEnd(line)) ? '\r\n' : '\n';
	return { range: { start: { line, character: 0 }, end: { line, character: 0 } }, newText: `${indent}${comment}${lineEnd}` };
}

/** Every safe fix at once: the smallest range that covers all changes. */
async function fixAll(session: Session, review: ReviewedDocument): Promise<WorkspaceEdit | null> {
	const { profile, settings } = review.setup;
	const fixed = fixText({ file: review.file, text: review.text, tree: profile, settings }, await session.documents.parser, (safety) => safety === 'safe');
	if (fixed.text === review.text) return null;
	return editOf(review, [smallestEdit(review.text, fixed.text)]);
}

function editOf(review: ReviewedDocument, edits: TextEdit[]): WorkspaceEdit {
	return { changes: { [review.uri]: edits } };
}
