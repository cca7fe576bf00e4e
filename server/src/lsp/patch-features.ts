/** What an editor shows in patches and mails: diagnostics on the lines of the mail, fixes that keep the hunks right, an outline. */
import {
	type CodeAction,
	CodeActionKind,
	type Diagnostic,
	type DocumentSymbol,
	type Hover,
	type Position,
	type Range,
	SymbolKind,
	type TextEdit,
} from 'vscode-languageserver';
import { pathOf as changedPath, type FileChange, type Hunk } from '../patch/diff/change.ts';
import { editHunk, type HunkEdit, headerOf } from '../patch/diff/edit-hunk.ts';
import type { Patch } from '../patch/series.ts';
import { apiText } from '../report/api-text.ts';
import type { Finding, ReportRange } from '../review/finding.ts';
import { covers, diagnosticOf, findingMarkdown, lspRange, openPageAction } from './finding-view.ts';
import type { ReviewedPatches } from './patch-documents.ts';

/** A finding with its place in the mail instead of its place in the file. */
function inMail(finding: Finding): Finding {
	const shown = finding.steps.flatMap((step) => (step.mailRange === undefined ? [] : [{ ...step, range: step.mailRange }]));
	return { ...finding, range: (finding.patch as { mailRange: ReportRange }).mailRange, steps: shown };
}

/** The diagnostics of the patches in a document. */
export function patchDiagnostics(review: ReviewedPatches, pageOf: (rule: string) => string): Diagnostic[] {
	return review.findings.map((finding) => diagnosticOf(inMail(finding), review.uri, pageOf));
}

/** The hover at a position of a document with patches. */
export function patchHover(review: ReviewedPatches, position: Position, withMessage: boolean): Hover | null {
	const parts = review.findings
		.map(inMail)
		.filter(({ range }) => covers(lspRange(range), position))
		.map((finding) => findingMarkdown(finding, review.setup.profile, withMessage));
	const line = review.text.split('\n')[position.line] ?? '';
	const word = `${/\w*$/.exec(line.slice(0, position.character))?.[0] ?? ''}${/^\w*/.exec(line.slice(position.character))?.[0] ?? ''}`;
	const api = /^[ +-]/.test(line) ? apiText(word, review.setup.profile) : null;
	if (api !== null) parts.push(api);
	return parts.length === 0 ? null : { contents: { kind: 'markdown', value: parts.join('\n\n---\n\n') } };
}

/** What can be done about the findings in a range. */
export function patchActions(review: ReviewedPatches, range: Range, pageOf: (rule: string) => string): CodeAction[] {
	const actions: CodeAction[] = [];
	for (const finding of review.findings) {
		const placed = inMail(finding);
		if (!covers(range, lspRange(placed.range).start) && !covers(lspRange(placed.range), range.start)) continue;
		const diagnostics = [diagnosticOf(placed, review.uri, pageOf)];
		const edits = fixEdits(review, finding);
		if (edits !== null && finding.fix !== undefined) {
			actions.push({
				title: finding.fix.title,
				kind: CodeActionKind.QuickFix,
				diagnostics,
				isPreferred: finding.fix.safety === 'safe',
				edit: { changes: { [review.uri]: edits } },
			});
		}
		actions.push(openPageAction(finding, diagnostics));
	}
	return actions;
}

/** A fix as edits of the mail: the hunk is written anew, those after it stand further down. Null where the mail does not show all of it. */
export function fixEdits(review: ReviewedPatches, finding: Finding): TextEdit[] | null {
	const patch = review.patches.find(({ index, subject }) => index === finding.patch?.index && subject === finding.patch?.subject);
	const edits = finding.fix?.edits ?? [];
	if (patch === undefined || edits.length === 0 || edits.some(({ mailRange }) => mailRange === undefined)) return null;
	const atOf = (line: number) => patch.mail.lines.findIndex(({ at }) => at === line - 1);
	const placed = edits.map(({ mailRange, newText }): HunkEdit => {
		const { start, end } = mailRange as ReportRange;
		// Without the sign.
		return { start: { at: atOf(start.line), column: start.column - 2 }, end: { at: atOf(end.line), column: end.column - 2 }, newText };
	});
	const change = patch.diff.changes.find(({ hunks }) => hunks.some((hunk) => placed.some((edit) => holds(hunk, edit))));
	return change === undefined ? null : hunkEdits(patch, change, placed);
}

function holds(hunk: Hunk, { start, end }: HunkEdit): boolean {
	return hunk.at < start.at && end.at <= (hunk.lines.at(-1)?.at ?? hunk.at);
}

function hunkEdits(patch: Patch, change: FileChange, edits: readonly HunkEdit[]): TextEdit[] | null {
	const result: TextEdit[] = [];
	let shift = 0;
	let used = 0;
	for (const hunk of change.hunks) {
		const own = edits.filter((edit) => holds(hunk, edit));
		const written = own.length === 0 ? null : editHunk(hunk, own, shift);
		if (own.length > 0 && written === null) return null;
		used += own.length;
		if (written !== null) result.push(replacement(patch, hunk.at, hunk.lines.at(-1)?.at ?? hunk.at, written.lines));
		else if (shift !== 0) result.push(replacement(patch, hunk.at, hunk.at, [headerOf(hunk, hunk.oldCount, hunk.newCount, shift)]));
		shift += written?.growth ?? 0;
	}
	return used === edits.length ? result : null;
}

/** Replaces lines of the mail's text, 0-based, both included. */
function replacement(patch: Patch, first: number, last: number, lines: readonly string[]): TextEdit {
	const lineOf = (at: number) => patch.mail.lines[at]?.at ?? 0;
	const end = patch.mail.lines[last]?.text.length ?? 0;
	return { range: { start: { line: lineOf(first), character: 0 }, end: { line: lineOf(last), character: end } }, newText: lines.join('\n') };
}

/** The outline of a document with patches: patch, file, hunk. */
export function patchSymbols({ patches }: ReviewedPatches): DocumentSymbol[] {
	return patches.map((patch) => {
		const line = (at: number) => Math.max(0, patch.mail.lines[at]?.at ?? 0);
		const lines = (first: number, last: number): Range => ({
			start: { line: line(first), character: 0 },
			end: { line: line(last), character: patch.mail.lines[last]?.text.length ?? 0 },
		});
		const whole: Range = {
			start: { line: patch.mail.firstLine, character: 0 },
			end: { line: Math.max(patch.mail.firstLine, patch.mail.endLine - 1), character: 0 },
		};
		const files = patch.diff.changes.map((change): DocumentSymbol => {
			const last = change.hunks.at(-1)?.lines.at(-1)?.at ?? change.at;
			const hunks = change.hunks.map((hunk): DocumentSymbol => {
				const range = lines(hunk.at, hunk.lines.at(-1)?.at ?? hunk.at);
				return { name: hunk.heading || `line ${hunk.newStart}`, kind: SymbolKind.Function, range, selectionRange: { start: range.start, end: range.start } };
			});
			const range = lines(change.at, last);
			return { name: changedPath(change), kind: SymbolKind.File, range, selectionRange: { start: range.start, end: range.start }, children: hunks };
		});
		return {
			name: patch.subject || 'patch',
			kind: SymbolKind.Package,
			range: whole,
			selectionRange: { start: whole.start, end: whole.start },
			children: files,
		};
	});
}
