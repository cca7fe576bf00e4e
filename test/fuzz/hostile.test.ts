/**
 * Whatever comes from outside, damaged and made up: files, nesting, mails, configurations, a client's messages. Nothing throws but into a
 * note, nothing hangs, everything is answered. CI gives each some seconds; MM_REVIEW_FUZZ_SECONDS=720 makes an hour of it.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import { globMatcher } from '../../server/src/kernel-tree/globs.ts';
import { listFiles } from '../../server/src/kernel-tree/list-files.ts';
import { readMails } from '../../server/src/patch/mail/read-mails.ts';
import { seriesOf } from '../../server/src/patch/series.ts';
import { mailReplies } from '../../server/src/report/mail-reply.ts';
import { patchText } from '../../server/src/report/patch-text.ts';
import { findingText } from '../../server/src/report/text.ts';
import { parseConfig } from '../../server/src/review/config.ts';
import { reviewFile } from '../../server/src/review/document.ts';
import { noStats } from '../../server/src/review/finding.ts';
import { type ReviewedPatch, reviewSeries } from '../../server/src/review/patches/review-series.ts';
import { defaultSettings, type ReviewSettings } from '../../server/src/review/settings.ts';
import { kernelTree } from '../corpus/kernels.ts';
import { profileOf, testParser, treeFolder } from '../support/engine.ts';
import { leak } from '../support/hard-inputs.ts';
import { LspClient } from '../support/lsp-client.ts';
import { randomNumbers } from './random.ts';
import { rounds } from './time.ts';

type Random = (below: number) => number;
const settings: ReviewSettings = { ...defaultSettings, effects: ['mm', 'core'] };
/** Milliseconds of the processor's that one text may take, however busy the machine is; the slowest file of a kernel takes a fifth of it. */
const LONGEST = 10_000;

/** What is said of failures, which nothing may cause. */
function failures(notes: readonly { readonly level: string; readonly message: string }[]): string[] {
	return notes.filter(({ level, message }) => level === 'error' || /failed/.test(message)).map(({ message }) => message);
}

function quick(started: NodeJS.CpuUsage): void {
	const took = process.cpuUsage(started).user / 1000;
	assert.ok(took < LONGEST, `took ${Math.round(took)} ms`);
}

async function reviewed(text: string, file = 'mm/fuzz.c'): Promise<void> {
	const parser = await testParser();
	const started = process.cpuUsage();
	const review = reviewFile({ file, text, tree: profileOf('devmap'), settings }, parser);
	assert.deepEqual(failures(review.notes), []);
	for (const finding of review.findings) findingText(finding, text, { colour: true });
	quick(started);
}

const pieces =
	'( ) [ ] { } " \' /* */ // \\ # ; , : ? -> . * & ! = == && || << if(a) else for(;;) while(a) do switch(a){case goto return struct union enum typedef sizeof typeof asm __attribute__(( static get_page(page) put_page(page) folio_put(f) page=compound_head(page) set_pte_at(a,b,c,d) pmd_devmap(p) #if #ifdef #else #endif #define \n \t \0 \u{1f600} \ud800 \u2028'
		.split(' ')
		.concat(' ', '\n', '\r\n');

function damaged(text: string, random: Random): string {
	const at = random(text.length + 1);
	const piece = pieces[random(pieces.length)] as string;
	const line = () => text.lastIndexOf('\n', random(text.length + 1)) + 1;
	switch (random(12)) {
		case 0:
			return text.slice(0, at);
		case 1:
			return text.slice(at);
		case 2:
			return text.slice(0, at) + piece.repeat(1 + random(2000)) + text.slice(at);
		case 3:
			return text.slice(0, at) + text.slice(at + random(3000));
		case 4:
			return text.slice(0, line()) + text.slice(line());
		case 5:
			return text.replaceAll('\n', random(2) === 0 ? '\r' : ' ');
		case 6:
			return text.replaceAll(';', random(2) === 0 ? '' : ';;');
		case 7:
			return text.replaceAll(/[{}]/g, (brace) => (random(30) === 0 ? '' : brace));
		case 8:
			return text.replaceAll(/[()]/g, (bracket) => (random(60) === 0 ? '' : bracket));
		case 9:
			return text.slice(0, at) + String.fromCharCode(...Array.from({ length: random(200) }, () => random(65536))) + text.slice(at);
		case 10:
			return text.slice(0, at) + text.slice(random(text.length), random(text.length)) + text.slice(at);
		default:
			return text.replaceAll(/\b[a-z]\w{2,}\b/g, (word) => (random(200) === 0 ? (pieces[random(pieces.length)] as string) : word));
	}
}

/** C that may be anything, nested at random, of at most so many parts. */
function grown(random: Random, depth: number, parts: { left: number }): string {
	const inner = () => (depth <= 0 || parts.left-- <= 0 ? 'put_page(page)' : grown(random, depth - 1 - random(2), parts));
	switch (random(22)) {
		case 0:
			return `(${inner()})`;
		case 1:
			return `g(${inner()}, ${random(4) === 0 ? inner() : 'a'})`;
		case 2:
			return `if (${inner()}) ${inner()}; else ${random(3) === 0 ? inner() : 'x'};`;
		case 3:
			return `for (;;) { ${inner()}; }`;
		case 4:
			return `a ? ${inner()} : ${random(3) === 0 ? inner() : '1'}`;
		case 5:
			return `({ ${inner()}; })`;
		case 6:
			return `{ ${inner()} }`;
		case 7:
			return `\n#if A${random(3)}\n${inner()}\n#else\n${random(3) === 0 ? inner() : ''}\n#endif\n`;
		case 8:
			return `switch (${inner()}) { case 1: ${random(2) === 0 ? inner() : ''}; default: ; }`;
		case 9:
			return `(struct x *)${inner()}`;
		case 10:
			return `page = page_folio(${inner()})`;
		case 11:
			return `${inner()} && ${random(3) === 0 ? inner() : 'b'}`;
		case 12:
			return `l${random(5)}: ${inner()}; goto l${random(5)};`;
		case 13:
			return `list_for_each_entry(page, ${inner()}, b) ${random(2) === 0 ? inner() : ';'}`;
		case 14:
			return `do { ${inner()}; } while (${random(3) === 0 ? inner() : 'a'});`;
		case 15:
			return `get_page(${inner()})`;
		case 16:
			return `!${inner()}`;
		case 17:
			return `${inner()}->page[${random(3) === 0 ? inner() : 'i'}]`;
		case 18:
			return `struct page *p${random(5)} = ${inner()};`;
		case 19:
			return `return ${inner()};`;
		case 20:
			return `p${random(5)} = ${random(2) === 0 ? `p${random(5)}` : inner()};`;
		default:
			return `scoped_guard(mutex, ${inner()}) ${random(3) === 0 ? inner() : ';'}`;
	}
}

describe('fuzz', () => {
	it('damaged files of real kernels', async () => {
		const roots = [kernelTree('before'), kernelTree('after')];
		const files = roots.flatMap((root) =>
			['mm', 'fs', 'include/linux', 'drivers/dax', 'kernel'].flatMap((path) => listFiles(root, [path]).files.map((file) => [root, file] as const)),
		);
		const done = await rounds(async (seed) => {
			const random = randomNumbers(seed * 2_654_435);
			const [root, file] = files[random(files.length)] as readonly [string, string];
			let text = readFileSync(join(root, file), 'utf8').slice(0, 300_000);
			for (let times = 1 + random(4); times > 0; times--) text = damaged(text, random);
			await reviewed(text, file);
		});
		console.log(`damaged files: ${done}`);
	});

	it('nesting at random', async () => {
		const done = await rounds(async (seed) => {
			const random = randomNumbers(seed * 7919);
			const body = Array.from({ length: 1 + random(6) }, () => `\t${grown(random, 5 + random(150), { left: random(600) })};\n`).join('');
			await reviewed(`int f(struct page *page, int a)\n{\n${body}}\n${leak}`);
		});
		console.log(`nested texts: ${done}`);
	});

	it('mails with headers spelt in every way', async () => {
		const parser = await testParser();
		const ends = ['\n', '\r', '\r\n', '\n\n', '\u0085', '\u2028', '\0', '\x1b[2J'];
		const spell = (random: Random, text: string): string => {
			switch (random(8)) {
				case 0:
					return `=?utf-8?Q?${[...Buffer.from(text)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join('')}?=`;
				case 1:
					return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
				case 2:
					return `"${text.replace(/[\n\r"]/g, ' ')}"`;
				case 3:
					return `(${text.replace(/[\n\r]/g, ' ')})`;
				case 4:
					return text.replace(/[\n\r]+/g, '\n ');
				case 5:
					return `"=?utf-8?B?${Buffer.from(text).toString('base64')}?="`;
				case 6:
					return `=?${['utf-16', 'iso-2022-jp', 'x-none', 'utf-7'][random(4)]}?B?${Buffer.from(text).toString('base64')}?=`;
				default:
					return text.replace(/[\n\r]/g, ' ');
			}
		};
		const done = await rounds(async (seed) => {
			const random = randomNumbers(seed * 104_729);
			const evil = () => `a${ends[random(ends.length)]}Bcc: v@example.net${ends[random(ends.length)]}`;
			const names = ['From', 'To', 'Cc', 'Subject', 'Message-ID', 'References', 'In-Reply-To', 'Date', 'Reply-To', 'Sender', 'X-A'];
			const headers = Array.from(
				{ length: 3 + random(8) },
				() => `${names[random(names.length)]}: ${spell(random, evil())}${random(2) === 0 ? ' <a@example.org>' : ''}`,
			);
			const nestedParts =
				random(6) === 0 ? `${Array.from({ length: random(3000) }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`).join('')}` : '';
			const lines = leak.split('\n').slice(0, -1);
			const path = ['mm/x.c', '../../x.c', 'mm/\x1b[2J.c', '"mm/\\012x.c"'][random(4)];
			const text = `From: a <a@example.org>\nSubject: [PATCH] mm: x\n${headers.join('\n')}\n${nestedParts}\ntext\n---\ndiff --git a/${path} b/${path}\nnew file mode 100644\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1,${lines.length} @@\n${lines.map((line) => `+${line}`).join('\n')}\n`;
			const started = process.cpuUsage();
			const series = seriesOf(await readMails('fuzz', new TextEncoder().encode(text)), random(3) === 0);
			const patches: ReviewedPatch[] = [];
			for await (const patch of reviewSeries({
				patches: series.patches,
				base: null,
				overrides: {},
				settings,
				parser,
				all: random(2) === 0,
				backwards: false,
			})) {
				assert.deepEqual(failures(patch.notes), []);
				patches.push(patch);
			}
			const reply = mailReplies({ version: '', tree: null, findings: [], silenced: [], inventory: null, patches, notes: [], stats: noStats });
			for (const head of reply
				.split(/^From mboxrd@z.*\n/m)
				.filter((each) => each !== '')
				.map((each) => each.split('\n\n')[0] ?? ''))
				assert.deepEqual(
					head
						.split('\n')
						.filter((line) => !/^(?:To|Cc|Subject|In-Reply-To|References|MIME-Version|Content-Type|Content-Transfer-Encoding): \S|^\t\S/.test(line)),
					[],
				);
			const shown = patches.map((patch) => patchText(patch, { colour: false })).join('') + reply;
			assert.doesNotMatch(shown, /(?![\n\t])\p{Cc}/u);
			quick(started);
		});
		console.log(`mails: ${done}`);
	});

	it('configurations', async () => {
		const words = [
			'rules',
			'exclude',
			'effects',
			'scheme',
			'baseline',
			':',
			'- ',
			'[',
			']',
			'{',
			'}',
			'&a',
			'*a',
			'<<',
			'!!js',
			'|',
			'>',
			'"',
			"'",
			'\n',
			'  ',
			'\t',
			'#',
			'?',
			'---',
			'...',
			'ref-leak',
			'off',
			'mm',
			'**',
			'*(',
			'+(a)',
			'{a,b}',
			'[a-',
			'%',
			'@',
			'0x1f',
			'.inf',
			'null',
			'~',
			'\0',
			'__proto__',
			'constructor',
		];
		const done = await rounds((seed) => {
			const random = randomNumbers(seed * 15_485_863);
			const text = Array.from({ length: 1 + random(random(20) === 0 ? 20_000 : 60) }, () => words[random(words.length)]).join(random(2) === 0 ? '' : ' ');
			const started = process.cpuUsage();
			const { config, problems } = parseConfig(text);
			assert.ok(problems.length <= 120);
			globMatcher([...(config.exclude ?? []), text.slice(0, 900)])('a/'.repeat(random(500)));
			quick(started);
		});
		console.log(`configurations: ${done}`);
	});

	it("a client's messages, most of them taken back", async () => {
		const root = treeFolder('devmap');
		const client = await LspClient.start({ folders: [root], capabilities: { textDocument: { diagnostic: {} } } });
		const uris: string[] = [];
		for (let i = 0; i < 6; i++) uris.push(await client.open(join(root, 'mm', `fuzz-${i}.c`), `${leak}${'int a;\n'.repeat(i * 50)}`));
		uris.push(pathToFileURL('/nowhere/x.c').href, 'untitled:a', 'x:%%', '');
		let [answered, cancelled] = [0, 0];
		const done = await rounds(async (seed) => {
			const random = randomNumbers(seed * 32_452_843);
			const number = () => [0, 1, 5, 60, -1, 2 ** 31 - 1, 1e9][random(7)] as number;
			const place = () => ({ line: number(), character: number() });
			const requests = Array.from({ length: 40 }, async () => {
				const textDocument = { uri: uris[random(uris.length)] as string };
				const range = { start: place(), end: place() };
				if (random(4) === 0 && textDocument.uri.startsWith('file:')) {
					const text = ['', '\n', '}', '{', 'get_page(page);', leak][random(6)] as string;
					const change = random(4) === 0 ? { text } : { range, text };
					await client.connection.sendNotification('textDocument/didChange', {
						textDocument: { ...textDocument, version: random(1000) },
						contentChanges: [change],
					});
					return;
				}
				const methods = ['hover', 'codeAction', 'inlayHint', 'codeLens', 'diagnostic', 'documentSymbol'] as const;
				const source = new CancellationTokenSource();
				const answer = client.connection.sendRequest(
					`textDocument/${methods[random(methods.length)]}`,
					{ textDocument, position: place(), range, context: { diagnostics: [] } },
					source.token,
				);
				if (random(3) > 0) source.cancel();
				try {
					await answer;
					answered++;
				} catch (error) {
					assert.ok(error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled, String(error));
					cancelled++;
				}
			});
			await Promise.all(requests);
		});
		console.log(`client: ${done} rounds of 40 messages, ${answered} answered, ${cancelled} cancelled`);
		assert.ok(answered > 0 && cancelled > 0);
		assert.equal(await client.stop(), 0);
	});
});
