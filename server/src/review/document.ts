/** Reviews one file as it is. No input or output: the text, the tree and the settings come in, findings go out. */

import type { TreeProfile } from '../contracts/tree-profile.ts';
import { indexLines } from '../kernel-c/line-index.ts';
import { readSource, type SourceFile, SyntaxMemory } from '../kernel-c/source-file.ts';
import type { TextParser } from '../kernel-c/syntax.ts';
import { isKconfigPath } from '../kernel-tree/file-kinds.ts';
import type { Draft } from '../rules/raw-finding.ts';
import type { Rule } from '../rules/rule.ts';
import { type Decision, decide } from './decide.ts';
import { addStats, type Note, noStats, type Stats } from './finding.ts';
import { attempt, failureNote } from './net.ts';
import { type ReviewScope, type RuleFinding, runRules } from './run-rules.ts';
import { knownContracts, type ReviewSettings, selectRules } from './settings.ts';
import { findSuppressions, kconfigComments } from './suppressions.ts';

/** A file to review. */
export interface ReviewInput {
	/** How findings name it. */
	readonly file: string;
	readonly text: string;
	readonly tree: TreeProfile;
	readonly settings: ReviewSettings;
}

/** A reviewed file. */
export interface DocumentReview extends Decision {
	readonly notes: readonly Note[];
	readonly stats: Stats;
}

/** A reviewed C file, with what was read of it, for hover and the like. */
export interface CodeReview extends DocumentReview {
	readonly source: SourceFile;
}

/** Reviews a file of either kind, by its name; what fails is a note of its own. */
export function reviewFile(input: ReviewInput, parser: TextParser): DocumentReview {
	try {
		return isKconfigPath(input.file) ? reviewKconfig(input) : reviewCode(input, parser);
	} catch (error) {
		return failedReview(input.file, error);
	}
}

/** What is left of a review that threw: a note. */
export function failedReview(file: string, error: unknown): DocumentReview {
	return { findings: [], silenced: [], notes: [failureNote(`the review of ${file}`, error, file)], stats: { ...noStats, files: 1, candidates: 1 } };
}

/** Reviews C. `memory` keeps the syntax of what does not change from one text of a document to the next. */
export function reviewCode(input: ReviewInput, parser: TextParser, memory: SyntaxMemory = new SyntaxMemory()): CodeReview {
	return reviewSource(input, readSource(input.text, parser, memory));
}

/** Reviews C that was read, or some items of it. */
export function reviewSource(input: ReviewInput, source: SourceFile, scope?: ReviewScope): CodeReview {
	const started = performance.now();
	const rules = selectRules(input.settings);
	const run = runRules(source, input.tree, rules, knownContracts(input.settings), scope);
	const lines = indexLines(input.text);
	const suppressions = findSuppressions(input.text, source.tokens.comments, lines);
	const decision = decide(run.findings, { file: input.file, text: input.text, lines }, suppressions, input.tree, input.settings, applicable(rules, input.tree));
	return {
		...decision,
		source,
		notes: run.notes.map((note) => ({ ...note, message: `${input.file}: ${note.message}`, file: input.file })),
		stats: addStats(noStats, {
			files: 1,
			candidates: run.functions > 0 || run.findings.length > 0 ? 1 : 0,
			functions: run.functions,
			functionsWithParseErrors: run.functionsWithParseErrors,
			functionsSkipped: run.functionsSkipped,
			milliseconds: performance.now() - started,
		}),
	};
}

function applicable(rules: readonly Rule[], tree: TreeProfile): Rule[] {
	return rules.filter((rule) => rule.schemes.includes(tree.scheme));
}

/** Reviews a Kconfig file. */
export function reviewKconfig(input: ReviewInput): DocumentReview {
	const started = performance.now();
	const rules = applicable(selectRules(input.settings), input.tree).filter((rule) => rule.kconfig !== undefined);
	const found: RuleFinding[] = [];
	const notes: Note[] = [];
	for (const rule of rules) {
		if (!(rule.kconfig ?? []).some((word) => input.text.includes(word))) continue;
		attempt(`${input.file}: rule ${rule.id}`, input.file, notes, undefined, () => {
			const drafts: Iterable<Draft> = rule.checkFile?.({ tree: input.tree, text: input.text, source: null }) ?? [];
			for (const draft of drafts) found.push({ rule, draft, function: '' });
		});
	}
	const lines = indexLines(input.text);
	const suppressions = findSuppressions(input.text, kconfigComments(input.text), lines);
	const decision = decide(found, { file: input.file, text: input.text, lines }, suppressions, input.tree, input.settings, rules);
	return { ...decision, notes, stats: { ...noStats, files: 1, candidates: found.length > 0 ? 1 : 0, milliseconds: performance.now() - started } };
}
