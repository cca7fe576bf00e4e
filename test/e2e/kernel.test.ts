/** A real kernel tree in a real VS Code: how long one waits, how much memory it takes, and whether one can type meanwhile. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { kernelTree } from '../corpus/kernels.ts';
import { packagedExtension, Workbench } from './workbench.ts';

const root = kernelTree('before');

/** Opens mm/memory.c by its name. */
async function openMemory({ page }: Workbench, path = 'memory.c'): Promise<void> {
	await page.keyboard.press('Control+P');
	await page.locator('.quick-input-widget:visible input').fill(path);
	await page.locator('.quick-input-list .monaco-list-row', { hasText: 'memory.c' }).first().waitFor({ timeout: 60_000 });
	await page.keyboard.press('Enter');
}

/** Waits for diagnostics in the count of problems. */
async function diagnostics({ page }: Workbench): Promise<void> {
	await page.locator('.statusbar-item[id="status.problems"]', { hasText: /[1-9]/ }).waitFor({ timeout: 60_000 });
}

describe('a folder of linux 6.12 in VS Code', () => {
	let workbench: Workbench;
	before(async () => {
		// Nothing in it begins the extension before a C file is opened.
		workbench = await Workbench.open(packagedExtension(), join(root, 'mm'));
	});
	after(() => workbench?.close());

	it('has the first diagnostics of mm/memory.c soon after the activation', async () => {
		const { page } = workbench;
		// VS Code itself has begun.
		await page.waitForTimeout(5000);
		await openMemory(workbench);
		await diagnostics(workbench);
		await workbench.shot('kernel-memory');
		const [, text = ''] = /first review (\d+) ms after the activation began/.exec(workbench.log()) ?? [];
		console.log(workbench.log().trim());
		// The figure is what counts (bar: 1500 ms, on a machine that does nothing else); that something is broken fails.
		assert.ok(Number(text) > 0 && Number(text) < 6000, `${text} ms`);
	});
});

describe('linux 6.12 in VS Code', () => {
	let workbench: Workbench;
	before(async () => {
		workbench = await Workbench.open(packagedExtension(), root);
		await openMemory(workbench, 'mm/memory.c');
		await workbench.page.locator('.statusbar-item', { hasText: 'mm: devmap' }).waitFor();
	});
	after(() => workbench?.close());

	/** Milliseconds from a letter that is typed to the letter on the screen. */
	const echo = async (letter: string) => {
		const { page } = workbench;
		const line = page.locator('.editor-group-container.active .view-line').first();
		const before = (await line.textContent()) ?? '';
		const started = performance.now();
		await page.keyboard.type(letter);
		await page.waitForFunction((old) => document.querySelector('.editor-group-container.active .view-line')?.textContent !== old, before, { polling: 'raf' });
		return performance.now() - started;
	};

	it('stays responsive while the tree is audited', async () => {
		const { page } = workbench;
		await workbench.command('mm-review: Audit Kernel Tree');
		await page.locator('.notification-toast', { hasText: 'auditing the kernel tree' }).waitFor();
		await page.locator('.editor-group-container.active .view-line').first().click();
		const times: number[] = [];
		for (const letter of 'keystrokes') {
			times.push(await echo(letter));
			await page.waitForTimeout(200);
		}
		await workbench.shot('kernel-audit');
		times.sort((a, b) => a - b);
		console.log(`keystroke to echo during the audit: median ${Math.round(times[5] ?? 0)} ms, worst ${Math.round(times.at(-1) ?? 0)} ms`);
		assert.ok((times[5] ?? 0) < 1000, `${times.map(Math.round).join(' ')}`);
		await page
			.locator('.notification-toast .notification-list-item-message', { hasText: /mm-review: \d+ findings in \d+ files/ })
			.waitFor({ timeout: 120_000 });
		await workbench.shot('kernel-audited');
	});

	it('leaves the server with less than 700 MB', () => {
		const id = workbench.processId('mm-review.js');
		assert.ok(id !== null, 'the server runs');
		const megabytes = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]) / 1024;
		console.log(`the server after the audit: ${Math.round(megabytes)} MB`);
		assert.ok(megabytes < 700, `${Math.round(megabytes)} MB`);
	});
});
