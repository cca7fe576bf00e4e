/** Commands of an audit's list: the edits of one finding or of all of a rule, in files that need not be open; a case to report. */
import { ErrorCodes, ResponseError, type TextEdit, type WorkspaceEdit } from 'vscode-languageserver';
import { apiText } from '../report/api-text.ts';
import { schemeText } from '../report/scheme-text.ts';
import type { Finding } from '../review/finding.ts';
import { fixText } from '../review/fix.ts';
import { minimalCase } from '../review/minimal-case.ts';
import { suppression } from './code-actions.ts';
import type { ReviewedDocument } from './documents.ts';
import { lspRange } from './finding-view.ts';
import { insideOf } from './host/uris.ts';
import type { Session } from './session.ts';
import { smallestEdit } from './smallest-edit.ts';

/** Gives the edits that fix a finding; arguments are a document's URI and the finding's fingerprint. */
export const fixCommand = 'mmReview.fix';

/** Gives the edit that silences a finding; same arguments. */
export const suppressCommand = 'mmReview.suppress';

/** Gives the edits of all fixes of a rule in an audited tree; arguments are the URI of its root and the rule's id. */
export const fixRuleCommand = 'mmReview.fixRule';

/** Gives a text that reports a finding as wrong, with the least C that shows it; arguments as of {@link fixCommand}. */
export const reportCommand = 'mmReview.reportFalseAlarm';

/** Every command of this file. */
export const editCommands = [fixCommand, suppressCommand, fixRuleCommand, reportCommand] as const;

/** Edits that an editor can apply. */
export interface EditsAnswer {
	readonly edit: WorkspaceEdit;
	/** How many findings they fix. */
	readonly fixes: number;
	/** Whether somebody should look at them before they are saved. */
	readonly needsReview: boolean;
}

/** Runs one of {@link editCommands}; null where the finding is not there any more, or has no fix. */
export async function runEditCommand(session: Session, command: string, args: readonly unknown[]): Promise<EditsAnswer | string | null> {
	const [place, name] = args;
	if (typeof place !== 'string' || typeof name !== 'string') throw new ResponseError(ErrorCodes.InvalidParams, `${command} takes two strings`);
	if (command === fixRuleCommand) return fixRule(session, place, name);
	const review = await session.documents.reviewAny(session.host.uriOf(place));
	const finding = review?.findings.find(({ fingerprint }) => fingerprint === name);
	if (review === null || finding === undefined) return null;
	if (command === reportCommand) return reportText(session, review, finding);
	if (command === suppressCommand) return answer(review, [suppression(review, finding)], false);
	if (finding.fix === undefined) return null;
	const edits = finding.fix.edits.map((edit): TextEdit => ({ range: lspRange(edit.range), newText: edit.newText }));
	return answer(review, edits, finding.fix.safety !== 'safe');
}

function answer(review: ReviewedDocument, edits: TextEdit[], needsReview: boolean): EditsAnswer {
	return { edit: { changes: { [review.uri]: edits } }, fixes: 1, needsReview };
}

async function fixRule(session: Session, root: string, rule: string): Promise<EditsAnswer> {
	const changes: Record<string, TextEdit[]> = {};
	const concerned = session.audits.filesOf(root).filter(({ findings }) => findings.some((finding) => finding.rule === rule && finding.fix !== undefined));
	const all = concerned.flatMap(({ findings }) => findings.filter((finding) => finding.rule === rule && finding.fix !== undefined));
	let fixes = 0;
	for (const { file } of concerned) {
		const review = await session.documents.reviewAny(insideOf(root, file)).catch((error: unknown) => {
			session.connection.console.warn(`${file} is left out: ${error instanceof Error ? error.message : String(error)}`);
			return null;
		});
		if (review === null) continue;
		const settings = { ...review.setup.settings, only: [rule], groups: [] };
		const input = { file: review.file, text: review.text, tree: review.setup.profile, settings };
		const fixed = fixText(input, await session.documents.parser, (safety) => safety !== 'none');
		if (fixed.text !== review.text) changes[review.uri] = [smallestEdit(review.text, fixed.text)];
		fixes += fixed.applied;
	}
	return { edit: { changes }, fixes, needsReview: all.some(({ fix }) => fix?.safety !== 'safe') };
}

async function reportText(session: Session, review: ReviewedDocument, finding: Finding): Promise<string> {
	const { profile, settings } = review.setup;
	const input = { file: review.file, text: review.text, tree: profile, settings };
	const least = review.source === null ? null : minimalCase(input, finding, await session.documents.parser);
	const shown = least ?? review.text;
	const apis = [...new Set(shown.match(/\b[a-z_]\w*(?=\s*\()/g) ?? [])].filter((name) => apiText(name, profile) !== null);
	return [
		`A false alarm of ${finding.rule}, mm-review ${session.version}`,
		'',
		`It says: ${finding.message}`,
		`Where: ${review.file}:${finding.range.start.line}${finding.function === '' ? '' : `, ${finding.function}()`}`,
		`Tree: ${profile.version === '' ? 'none' : `linux ${profile.version}, ${schemeText(profile.scheme)}, ${profile.insertApi}`}`,
		`Effects: ${settings.effects.join(', ')}${settings.ownContracts.length === 0 ? '' : `, ${settings.ownContracts.length} of the configuration`}`,
		`Known here: ${apis.length === 0 ? 'no call' : apis.map((name) => `${name}()`).join(', ')}`,
		'',
		'Why it is wrong: FIXME',
		'',
		least === null ? 'Only the whole file shows it:' : 'The least that shows it:',
		'',
		'```c',
		shown.trimEnd(),
		'```',
		'',
	].join('\n');
}
