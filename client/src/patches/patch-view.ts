/** The list of patches in the side bar, each with its files and findings. */
import { EventEmitter, ThemeIcon, type TreeDataProvider, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Finding, PatchAnswer, ReviewedPatchAnswer } from '../../../server/src/lsp/protocol.ts';
import { count, severityIcon, worstIcon } from '../finding-place.ts';
import type { PatchedFile } from './patch-images.ts';
import type { ChosenSource } from './patch-source.ts';

/** A reviewed series. */
export interface ReviewedSeries {
	readonly chosen: ChosenSource;
	readonly answer: PatchAnswer;
}

/** A node: a patch, a file that it changes, or a finding in that. */
export type PatchNode =
	| { readonly kind: 'patch'; readonly place: number; readonly patch: ReviewedPatchAnswer }
	| { readonly kind: 'file'; readonly file: PatchedFile }
	| { readonly kind: 'finding'; readonly file: PatchedFile; readonly finding: Finding };

/** Shows the series that was reviewed last. */
export class PatchTree implements TreeDataProvider<PatchNode> {
	readonly #changed = new EventEmitter<void>();
	readonly onDidChangeTreeData = this.#changed.event;
	#series: ReviewedSeries | null = null;

	get series(): ReviewedSeries | null {
		return this.#series;
	}

	/** Shows a series. */
	show(series: ReviewedSeries): void {
		this.#series = series;
		this.#changed.fire();
	}

	getChildren(node?: PatchNode): PatchNode[] {
		const series = this.#series;
		if (series === null) return [];
		if (node === undefined) return series.answer.patches.map((patch, place) => ({ kind: 'patch', place, patch }));
		if (node.kind === 'patch') return filesOf(series.answer.review, node.place, node.patch).map((file) => ({ kind: 'file', file }));
		return node.kind === 'file' ? node.file.findings.map((finding) => ({ kind: 'finding', file: node.file, finding })) : [];
	}

	getTreeItem(node: PatchNode): TreeItem {
		if (node.kind === 'patch') return patchItem(node.place, node.patch);
		return node.kind === 'file' ? fileItem(node.file) : findingItem(node.file, node.finding);
	}
}

/** The files of a patch, those with findings first. */
export function filesOf(review: number, place: number, patch: ReviewedPatchAnswer): PatchedFile[] {
	const { subject, files, findings } = patch;
	const all = [...new Set(files)].map((path) => ({ review, place, subject, path, findings: findings.filter(({ file }) => file === path) }));
	return [...all.filter((file) => file.findings.length > 0), ...all.filter((file) => file.findings.length === 0)];
}

const applied: Record<string, string> = { clean: '', fuzz: ', applies with fuzz', fragment: ', from its own lines' };

function patchItem(place: number, patch: ReviewedPatchAnswer): TreeItem {
	const { subject, findings, failed, hunks } = patch;
	const item = new TreeItem(subject || `patch ${place + 1}`, TreeItemCollapsibleState.Collapsed);
	const how = failed > 0 && failed < hunks ? `, ${failed} of ${hunks} hunks do not apply` : (applied[patch.applied] ?? '');
	item.description = `${findings.length === 0 ? '' : findings.length}${how}`.replace(/^, /, '');
	item.iconPath = worstIcon(findings);
	item.tooltip = `${subject}\n${count(findings.length, 'finding')}${how}${patch.messageId === '' ? '' : `\n${patch.messageId}`}`;
	item.contextValue = findings.length === 0 ? 'patch' : 'patch.findings';
	item.accessibilityInformation = { label: `${subject}, ${count(findings.length, 'finding')}` };
	item.id = `${place}`;
	return item;
}

function fileItem(file: PatchedFile): TreeItem {
	const state = file.findings.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded;
	const item = new TreeItem(file.path, state);
	item.iconPath = new ThemeIcon('diff');
	item.description = file.findings.length === 0 ? '' : String(file.findings.length);
	item.command = { command: 'mmReview.openPatchedFile', title: 'Open the Diff', arguments: [file] };
	return item;
}

function findingItem(file: PatchedFile, finding: Finding): TreeItem {
	const item = new TreeItem(`${finding.range.start.line}: ${finding.rule}`, TreeItemCollapsibleState.None);
	item.description = finding.message;
	item.tooltip = finding.message;
	item.iconPath = severityIcon(finding.severity);
	item.contextValue = 'patch.finding';
	item.accessibilityInformation = { label: `${finding.severity}: ${finding.rule}, line ${finding.range.start.line}: ${finding.message}` };
	item.command = { command: 'mmReview.openPatchedFile', title: 'Open the Diff', arguments: [file, finding] };
	return item;
}
