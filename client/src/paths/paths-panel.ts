/** The paths panel: the paths of a function as a picture beside the code. */
import { type Disposable, Selection, TextEditorRevealType, Uri, ViewColumn, type WebviewPanel, window, workspace } from 'vscode';
import type { PathsAnswer } from '../../../server/src/lsp/protocol.ts';
import type { Server } from '../server.ts';
import type { PageMessage, ShowPaths } from './messages.ts';

/** Shows one function at a time. */
export class PathsPanel implements Disposable {
	readonly #server: Server;
	readonly #extension: Uri;
	#panel: WebviewPanel | null = null;
	#answer: PathsAnswer | null = null;
	/** The object that is drawn; -1: the first with a finding. */
	#object = -1;
	#isReady = false;

	constructor(server: Server, extension: Uri) {
		this.#server = server;
		this.#extension = extension;
	}

	dispose(): void {
		this.#panel?.dispose();
	}

	/** Shows the function at the cursor. */
	async showHere(): Promise<void> {
		const editor = window.activeTextEditor;
		if (editor === undefined) return;
		await this.show(editor.document.uri.toString(), editor.selection.active.line);
	}

	/** Shows a function of a document, by its name or a line in it (0-based). */
	async show(uri: string, place: string | number): Promise<void> {
		this.#object = -1;
		const answer = await this.#server.ask<PathsAnswer>('mmReview.showPaths', uri, place, this.#object);
		if (answer === undefined) return;
		this.#open();
		this.#take(answer);
	}

	/** A document was reviewed again: what it shows of it is drawn anew. */
	reviewed(uri: string): void {
		if (this.#panel?.visible === true && this.#answer?.uri === uri) void this.#again();
	}

	async #again(): Promise<void> {
		const shown = this.#answer;
		if (shown === null) return;
		try {
			const answer = await this.#server.run<PathsAnswer>('mmReview.showPaths', [shown.uri, shown.function, this.#object]);
			// Another function may have been asked for meanwhile.
			if (this.#answer === shown) this.#take(answer);
		} catch {
			// The function is gone, or half written: what was shown stays.
		}
	}

	#open(): void {
		if (this.#panel !== null) {
			this.#panel.reveal(undefined, true);
			return;
		}
		const dist = Uri.joinPath(this.#extension, 'dist');
		const media = Uri.joinPath(this.#extension, 'media');
		const panel = window.createWebviewPanel(
			'mmReview.paths',
			'Paths',
			{ viewColumn: ViewColumn.Beside, preserveFocus: true },
			{ enableScripts: true, localResourceRoots: [dist, media], retainContextWhenHidden: true },
		);
		this.#isReady = false;
		panel.webview.onDidReceiveMessage((message: PageMessage) => this.#heard(message));
		panel.onDidChangeViewState(({ webviewPanel }) => {
			// Reviews that came while it was hidden.
			if (webviewPanel.visible) void this.#again();
		});
		panel.onDidDispose(() => {
			this.#panel = null;
		});
		panel.iconPath = Uri.joinPath(media, 'paths.svg');
		this.#panel = panel;
		panel.webview.html = page(
			panel.webview.cspSource,
			panel.webview.asWebviewUri(Uri.joinPath(media, 'paths.css')),
			panel.webview.asWebviewUri(Uri.joinPath(dist, 'paths-page.js')),
		);
	}

	#take(answer: PathsAnswer): void {
		this.#answer = answer;
		this.#send();
	}

	#send(): void {
		const [panel, answer] = [this.#panel, this.#answer];
		if (panel === null || answer === null || !this.#isReady) return;
		const { function: name, objects, drawn, uri } = answer;
		panel.title = `Paths: ${name}()`;
		const file = Uri.parse(uri).path.split('/').at(-1) ?? '';
		void panel.webview.postMessage({ kind: 'show', paths: { function: name, objects, drawn }, file } satisfies ShowPaths);
	}

	async #heard(message: PageMessage): Promise<void> {
		switch (message.kind) {
			case 'ready':
				this.#isReady = true;
				this.#send();
				return;
			case 'jump':
				return this.#jump(message.line);
			case 'object':
				this.#object = message.index;
				return this.#again();
			case 'export':
				return this.#export();
		}
	}

	async #jump(line: number): Promise<void> {
		if (this.#answer === null) return;
		const uri = Uri.parse(this.#answer.uri);
		const shown = window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
		const editor = await window.showTextDocument(uri, { viewColumn: shown?.viewColumn ?? ViewColumn.One });
		const { range } = editor.document.lineAt(Math.min(line, editor.document.lineCount) - 1);
		editor.selection = new Selection(range.start.translate(0, indentOf(editor.document.getText(range))), range.end);
		editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
	}

	/** Saves the picture as it was drawn. */
	async #export(): Promise<void> {
		const { drawn, uri, function: name } = this.#answer ?? {};
		if (drawn === undefined || drawn === null || uri === undefined) return;
		const defaultUri = Uri.joinPath(Uri.parse(uri), '..', `${name}.svg`);
		const target = await window.showSaveDialog({ title: 'Export SVG', filters: { SVG: ['svg'] }, defaultUri });
		if (target !== undefined) await workspace.fs.writeFile(target, new TextEncoder().encode(drawn.svg));
	}
}

function indentOf(line: string): number {
	return line.length - line.trimStart().length;
}

function page(source: string, style: Uri, script: Uri): string {
	// No image, no style, no script, no connection but what the extension ships.
	const policy = `default-src 'none'; style-src ${source}; script-src ${source}`;
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Paths</title>
<link rel="stylesheet" href="${style.toString()}">
</head>
<body>
<header>
<h1 id="title"></h1>
<label>Object <select id="object"></select></label>
<span class="tools">
<button type="button" id="smaller" aria-label="Smaller">−</button>
<button type="button" id="larger" aria-label="Larger">+</button>
<button type="button" id="export">Export SVG</button>
</span>
</header>
<p id="legend"><span class="wrong">a path that is wrong</span> <span class="right">one that is right</span></p>
<main>
<section id="picture" aria-label="The paths, as a picture" tabindex="-1"></section>
<section id="list" aria-label="The paths, step by step"></section>
</main>
<script src="${script.toString()}"></script>
</body>
</html>
`;
}
