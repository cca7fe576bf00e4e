/** The status item: the tree's scheme, the insert API and how long the last review took. */
import { type Disposable, MarkdownString, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import type { StatusNews } from '../../server/src/lsp/protocol.ts';

/** The item. */
export interface Status extends Disposable {
	/** `insertApi` '': as before. */
	show(update: Omit<StatusNews, 'uri'> & { readonly uri: string }): void;
	/** The document, or the root, that was told of last. */
	readonly uri: string;
}

/** Makes the item; it is hidden until the first review. */
export function createStatus(): Status {
	const item: StatusBarItem = window.createStatusBarItem('mmReview.status', StatusBarAlignment.Right, 90);
	item.name = 'mm-review';
	item.command = 'mmReview.showProbes';
	let insertApi = '';
	let last = '';
	return {
		show(update) {
			last = update.uri;
			insertApi = update.insertApi || insertApi;
			const time = update.milliseconds < 1000 ? `${Math.max(1, Math.round(update.milliseconds))} ms` : `${(update.milliseconds / 1000).toFixed(1)} s`;
			item.text = update.root === null ? `mm: no tree, ${time}` : `mm: ${update.scheme}, ${time}`;
			const tree =
				update.root === null
					? 'This file lies in no kernel tree.'
					: `Linux ${update.version} in ${update.root}: ${update.scheme} scheme${insertApi === '' ? '' : `, fixes map pages with ${insertApis[insertApi] ?? insertApi}`}.`;
			item.tooltip = new MarkdownString().appendText(tree).appendMarkdown(`\n\nLast review: ${time}. Click to see how the tree was probed.`);
			item.accessibilityInformation = { label: `mm-review: ${tree} Last review ${time}` };
			item.show();
		},
		get uri() {
			return last;
		},
		dispose: () => item.dispose(),
	};
}

const insertApis: Record<string, string> = {
	dax_insert_pfn: 'dax_insert_pfn()',
	mainline: 'vmf_insert_page_mkwrite() and vmf_insert_folio_pmd()',
};
