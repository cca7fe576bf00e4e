/** Drives VS Code's workbench in a browser; the selectors are those of VS Code 1.100. */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot, type TreeName, treeFolder } from '../support/engine.ts';
import { installVsCode, playwright, vscodeFolder } from './install.ts';

type Browser = import('playwright-core').Browser;
type Page = import('playwright-core').Page;

const chromiumFlags = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
const STEP = 15_000;

/** How a VS Code is opened. */
export interface OpenOptions {
	/** Which extension host runs the extension: a process beside the tree, or a web worker of the browser. */
	readonly host?: 'node' | 'web';
	readonly settings?: object;
	readonly isTrusted?: boolean;
}

/** The extension as it is shipped, with a VS Code to run it. */
export function packagedExtension(): string {
	const vsix = join(projectRoot, 'mm-review.vsix');
	assert.ok(existsSync(vsix), 'there is no mm-review.vsix: npm run package makes it');
	installVsCode();
	return vsix;
}

/** A VS Code with the extension installed and a folder open. */
export class Workbench {
	readonly page: Page;
	readonly #browser: Browser;
	readonly #server: ChildProcess;
	readonly #data: string;

	private constructor(page: Page, browser: Browser, server: ChildProcess, data: string) {
		this.page = page;
		this.#browser = browser;
		this.#server = server;
		this.#data = data;
	}

	/** Installs the .vsix into a fresh VS Code and opens a folder, or a workspace file, in it. */
	static async open(vsix: string, place: string, { host = 'node', settings = {}, isTrusted = true }: OpenOptions = {}): Promise<Workbench> {
		const data = mkdtempSync(join(tmpdir(), 'mm-review-vscode-'));
		const main = join(vscodeFolder, 'out/server-main.js');
		const common = ['--accept-server-license-terms', '--server-data-dir', data];
		mkdirSync(join(data, 'data/User'), { recursive: true });
		const inWorker = host === 'web' ? { 'remote.extensionKind': { 'mm-review.mm-review': ['web'] } } : {};
		writeFileSync(
			join(data, 'data/User/settings.json'),
			JSON.stringify({ 'files.autoSave': 'off', 'workbench.startupEditor': 'none', 'telemetry.telemetryLevel': 'off', ...inWorker, ...settings }),
		);
		execFileSync(process.execPath, [main, ...common, '--install-extension', vsix], { stdio: 'pipe' });
		const port = await freePort();
		const trust = isTrusted ? ['--disable-workspace-trust'] : [];
		const server = spawn(
			process.execPath,
			[main, ...common, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token', '--telemetry-level', 'off', ...trust],
			{ stdio: 'ignore' },
		);
		await answers(`http://127.0.0.1:${port}/version`);
		const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
		const browser = await playwright().chromium.launch({ executablePath, args: chromiumFlags });
		const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, permissions: ['clipboard-read', 'clipboard-write'] });
		const page = await context.newPage();
		page.setDefaultTimeout(STEP);
		await page.goto(`http://127.0.0.1:${port}/?${place.endsWith('.code-workspace') ? 'workspace' : 'folder'}=${place}`);
		await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
		if (isTrusted) await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
		return new Workbench(page, browser, server, data);
	}

	/** What the extension has written into its log. */
	log(): string {
		const files = readdirSync(join(this.#data, 'data/logs'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('mm-review.log'));
		return files.map((name) => readFileSync(join(this.#data, 'data/logs', name), 'utf8')).join('');
	}

	/** The process of the extension host's server, by what its command line holds; null where there is none. */
	processId(part: string): number | null {
		for (const id of descendantsOf(this.#server.pid ?? 0)) {
			if (readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(part)) return id;
		}
		return null;
	}

	async close(): Promise<void> {
		await this.#browser.close();
		this.#server.kill();
		if (process.env['KEEP_LOGS'] === undefined) rmSync(this.#data, { recursive: true, force: true });
	}

	/** Opens a kernel tree of the fixtures, as `prepare` leaves its copy, with the packaged extension. */
	static async openTree(
		tree: TreeName,
		prepare: (folder: string) => void,
		options: OpenOptions = {},
	): Promise<{ readonly workbench: Workbench; readonly folder: string }> {
		const folder = mkdtempSync(join(tmpdir(), 'mm-review-tree-'));
		cpSync(treeFolder(tree), folder, { recursive: true });
		prepare(folder);
		return { workbench: await Workbench.open(packagedExtension(), folder, options), folder };
	}

	/** Opens the side bar's container of the extension. */
	async openContainer(): Promise<void> {
		const tab = this.page.locator('.activitybar .action-item', { has: this.page.locator('a.action-label[aria-label^="mm-review"]') });
		if (!((await tab.getAttribute('class')) ?? '').includes('checked')) await tab.click();
	}

	/** A row of a view of the side bar, by its text. */
	row(view: 'Audit' | 'Patches', text: string | RegExp): import('playwright-core').Locator {
		const pane = this.page.locator('.pane', { has: this.page.locator(`.pane-header[aria-label^="${view}"]`) });
		return pane.locator('.pane-body .monaco-list-row', { hasText: text });
	}

	/** Unfolds a row of a view. */
	async openRow(view: 'Audit' | 'Patches', text: string | RegExp): Promise<void> {
		const row = this.row(view, text).first();
		await row.waitFor();
		if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
	}

	/** Takes an action of a row: those that show where the pointer is. */
	async rowAction(view: 'Audit' | 'Patches', text: string | RegExp, action: string): Promise<void> {
		const row = this.row(view, text).first();
		await row.hover();
		await row.locator(`.actions a.action-label[aria-label="${action}"]`).click();
	}

	/** The text in the clipboard. */
	clipboard(): Promise<string> {
		return this.page.evaluate(() => navigator.clipboard.readText());
	}

	/** Keeps a picture for a person to look at. */
	async shot(name: string): Promise<void> {
		const folder = join(projectRoot, 'test-output');
		mkdirSync(folder, { recursive: true });
		// Animations end first.
		await this.page.waitForTimeout(400);
		await this.page.screenshot({ path: join(folder, `${name}.png`) });
	}

	/** Types into the palette (`>command`) or Quick Open, and takes the row with the text. */
	async quickInput(text: string, row: string): Promise<void> {
		const input = this.page.locator('.quick-input-widget:visible .quick-input-box input');
		for (let attempt = 0; attempt < 5; attempt++) {
			await this.page.keyboard.press('F1');
			if (
				await input.waitFor({ timeout: 2000 }).then(
					() => true,
					() => false,
				)
			)
				break;
		}
		await input.fill(text);
		await this.page.locator('.quick-input-list .monaco-list-row', { hasText: row }).first().click();
	}

	/** Runs a command of the palette. */
	command(title: string): Promise<void> {
		return this.quickInput(`>${title}`, title);
	}

	/** Opens a file by its name. */
	async openFile(name: string): Promise<void> {
		await this.quickInput(name, name);
		await this.page.locator(`.tabs-container .tab[data-resource-name="${name}"].active`).waitFor();
		await this.page.locator('.editor-group-container.active .monaco-editor .view-line').first().waitFor();
	}

	/** The place in the editor that shows a text. */
	token(text: string): import('playwright-core').Locator {
		return this.page.locator('.editor-group-container.active .view-line span span', { hasText: text }).first();
	}

	/** Takes a row of the quick fix menu at a token. */
	async quickFix(token: string, title: string): Promise<void> {
		await this.token(token).click();
		await this.page.keyboard.press('Control+.');
		await this.page.locator('.action-widget .monaco-list-row.action', { hasText: title }).first().waitFor();
	}

	/** Saves the file that is shown. */
	async save(name: string): Promise<void> {
		const dirty = this.page.locator(`.tab.dirty[data-resource-name="${name}"]`);
		await dirty.waitFor();
		await this.page.keyboard.press('Control+S');
		await dirty.waitFor({ state: 'detached' });
	}
}

/** The processes that a process has started, and those that these have. */
function descendantsOf(root: number): number[] {
	const parents = new Map<number, number>();
	for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
		try {
			parents.set(Number(name), Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]));
		} catch {
			// It has ended since it was listed.
		}
	}
	const found: number[] = [];
	const open = [root];
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		for (const [child, parent] of parents) {
			if (parent !== id) continue;
			found.push(child);
			open.push(child);
		}
	}
	return found;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
		});
	});
}

async function answers(url: string): Promise<void> {
	for (let attempt = 0; attempt < 200; attempt++) {
		if (
			await fetch(url).then(
				(response) => response.ok,
				() => false,
			)
		)
			return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`${url} does not answer`);
}

/** Tries until it holds; the last failure is thrown. */
export async function eventually(check: () => void | Promise<void>): Promise<void> {
	for (let attempt = 0; ; attempt++) {
		try {
			await check();
			return;
		} catch (error) {
			if (attempt === 50) throw error;
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}
}
