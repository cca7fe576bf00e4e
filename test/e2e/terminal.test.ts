/** A still of a terminal for the README: what the first command of the README shows, coloured as it is there. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import AnsiToHtml from 'ansi-to-html';
import { projectRoot, treeFolder } from '../support/engine.ts';
import { mmReview } from '../support/run.ts';
import { playwright } from './install.ts';
import { packagedExtension } from './workbench.ts';

describe('a terminal', () => {
	it('shows an audit in colours', async () => {
		// Installs the browser's driver.
		packagedExtension();
		const run = mmReview(['audit', treeFolder('devmap'), '--color', 'always', '--severity', 'warning']);
		assert.ok(run.stdout.includes('\u001b['), 'there are colours');
		const text = `$ mm-review audit linux --severity warning\n${run.stdout}`;
		const html = new AnsiToHtml({ fg: '#ddd', bg: '#1e1e1e', escapeXML: true }).toHtml(text);
		const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
		const browser = await playwright().chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
		const page = await browser.newPage({ viewport: { width: 1100, height: 400 } });
		await page.setContent(
			`<body style="margin:0;background:#1e1e1e"><pre style="margin:0;padding:16px;font:14px/1.4 monospace;color:#ddd;white-space:pre-wrap">${html}</pre></body>`,
		);
		mkdirSync(join(projectRoot, 'test-output'), { recursive: true });
		await page.screenshot({ path: join(projectRoot, 'test-output/terminal.png'), fullPage: true });
		await browser.close();
	});
});
