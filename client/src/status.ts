/** The status item: the tree's scheme and how long the last review took. */
import { type Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';

/** What the server tells after a review. */
export interface StatusUpdate {
	readonly root: string | null;
	readonly version: string;
	readonly scheme: string;
	readonly milliseconds: number;
}

/** The item. */
export interface Status extends Disposable {
	show(update: StatusUpdate): void;
}

/** Makes the item; it is hidden until the first review. */
export function createStatus(): Status {
	const item: StatusBarItem = window.createStatusBarItem('mmReview.status', StatusBarAlignment.Right, 90);
	item.name = 'mm-review';
	item.command = 'mmReview.auditTree';
	return {
		show(update) {
			const time = update.milliseconds < 1000 ? `${Math.max(1, Math.round(update.milliseconds))} ms` : `${(update.milliseconds / 1000).toFixed(1)} s`;
			item.text = update.root === null ? `mm: no tree, ${time}` : `mm: ${update.scheme}, ${time}`;
			const tree = update.root === null ? 'This file lies in no kernel tree.' : `Linux ${update.version} in ${update.root}: ${update.scheme} scheme.`;
			item.tooltip = new MarkdownString(`${tree} Last review: ${time}. Click to audit the tree.`);
			item.show();
		},
		dispose: () => item.dispose(),
	};
}
