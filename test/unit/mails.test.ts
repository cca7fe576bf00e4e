/** Mails as they come: boxes, encodings, series, and many that were never meant for us. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Mail } from '../../server/src/patch/mail/mail.ts';
import { readMails } from '../../server/src/patch/mail/read-mails.ts';
import { readSubject, type Series, seriesOf } from '../../server/src/patch/series.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string | Uint8Array): Promise<Mail[]> => readMails('mail', typeof text === 'string' ? bytes(text) : text);
const series = async (text: string | Uint8Array, isQuoted = false): Promise<Series> => seriesOf(await read(text), isQuoted);

const diff = (path = 'mm/toy.c', word = 'one') =>
	`diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,3 +1,3 @@ int toy(void)\n a\n-b\n+${word}\n c\n-- \n2.43.0\n`;
const mail = (subject: string, body: string, headers = '') =>
	`From: Jane Doe <jane@example.org>\nTo: linux-mm@example.org, "Doe, John" <john@example.org>\nSubject: ${subject}\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nMessage-ID: <${subject.replace(/\W+/g, '-')}@example.org>\n${headers}\n${body}`;
const boxed = (...mails: string[]) => mails.map((each) => `From 0123456789abcdef Mon Sep 17 00:00:00 2001\n${each}\n`).join('');
const quotedPrintable = (text: string) =>
	[...bytes(text)]
		.map((byte) => (byte === 10 ? '\n' : byte === 61 || byte > 126 ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte)))
		.join('');

describe('subjects', () => {
	const cases: [string, ReturnType<typeof readSubject>][] = [
		['[PATCH 03/13] fs/dax: Wait', { isPatch: true, isReply: false, version: 1, index: 3, count: 13, title: 'fs/dax: Wait' }],
		['Re: [RFC PATCH v2 0/2] mm: x', { isPatch: true, isReply: true, version: 2, index: 0, count: 2, title: 'mm: x' }],
		['[net-next PATCH v10 1/1]y', { isPatch: true, isReply: false, version: 10, index: 1, count: 1, title: 'y' }],
		['[linux-next:master] BUILD', { isPatch: false, isReply: false, version: 1, index: null, count: null, title: 'BUILD' }],
		['AW: Re: hello', { isPatch: false, isReply: true, version: 1, index: null, count: null, title: 'hello' }],
	];
	for (const [subject, expected] of cases) it(subject, () => assert.deepEqual(readSubject(subject), expected));
});

describe('inputs', () => {
	it('takes what git format-patch writes, and knows where every line stands', async () => {
		const text = boxed(mail('[PATCH] a', `Text.\n---\n${diff()}`));
		const { patches } = await series(text);
		assert.equal(patches.length, 1);
		const [patch] = patches;
		assert.equal(patch?.mail.from?.address, 'jane@example.org');
		assert.deepEqual(
			patch?.mail.to.map(({ name }) => name),
			['', 'Doe, John'],
		);
		const added = patch?.diff.changes[0]?.hunks[0]?.lines.find(({ kind }) => kind === 'added');
		assert.equal(text.split('\n')[patch?.mail.lines[added?.at ?? 0]?.at ?? -1], '+one');
	});
	it('splits an mbox at its From lines only', async () => {
		const body = `From here on it is text.\n\nFrom what I see\n>From quoted\n\n---\n${diff()}`;
		const mails = await read(boxed(mail('[PATCH 1/2] a', body), mail('[PATCH 2/2] b', diff())));
		assert.deepEqual(
			mails.map(({ subject }) => subject),
			['[PATCH 1/2] a', '[PATCH 2/2] b'],
		);
		assert.ok(mails[0]?.lines.some(({ text }) => text === 'From quoted'));
	});
	it('decodes quoted-printable, base64 and charsets', async () => {
		const body = `Grüße\n---\n${diff('mm/toy.c', 'x = "ü=";')}`;
		const qp = await series(
			mail('=?utf-8?q?[PATCH]_gr=C3=BC?=', quotedPrintable(body), 'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n'),
		);
		const base64 = await series(
			mail(
				'[PATCH] b',
				Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\n'),
				'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n',
			),
		);
		const latin1 = await series(Buffer.from(mail('[PATCH] c', body, 'Content-Type: text/plain; charset=iso-8859-1\n'), 'latin1'));
		assert.equal(qp.patches[0]?.subject, '[PATCH] grü');
		for (const { patches } of [qp, base64, latin1]) assert.equal(patches[0]?.diff.changes[0]?.hunks[0]?.lines[2]?.text, 'x = "ü=";');
		const at = qp.patches[0]?.diff.changes[0]?.hunks[0]?.lines[2]?.at ?? -1;
		assert.ok((qp.patches[0]?.mail.lines[at]?.at ?? -1) > 0, 'the line of the input is known');
	});
	it('joins what format=flowed broke and takes its spaces away', async () => {
		const flowed = diff().replace(/^ /gm, '  ');
		const { patches } = await series(mail('[PATCH] a', `A long \nline.\n---\n${flowed}`, 'Content-Type: text/plain; charset=utf-8; format=flowed\n'));
		assert.deepEqual(
			patches[0]?.diff.changes[0]?.hunks[0]?.lines.map(({ kind, text }) => `${kind} ${text}`),
			['context a', 'removed b', 'added one', 'context c'],
		);
	});
	it('reads a patch that is attached', async () => {
		const attached = `--x\nContent-Type: text/plain\n\nSee the attachment.\n--x\nContent-Type: text/x-patch; name=a.patch\nContent-Disposition: attachment; filename=a.patch\nContent-Transfer-Encoding: base64\n\n${Buffer.from(diff()).toString('base64')}\n--x--\n`;
		const { patches } = await series(mail('[PATCH] a', attached, 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n'));
		assert.equal(patches[0]?.diff.changes[0]?.newPath, 'mm/toy.c');
	});
	it('takes CRLF, a plain diff, and two patches in one mail', async () => {
		const crlf = await series(mail('[PATCH] a', diff()).replaceAll('\n', '\r\n'));
		assert.equal(crlf.patches[0]?.diff.changes[0]?.hunks[0]?.lines[2]?.text, 'one');
		assert.equal((await series(diff())).patches.length, 1);
		const two = await series(mail('[PATCH] two', `${diff('mm/a.c')}\n${diff('mm/b.c')}`));
		assert.deepEqual(
			two.patches[0]?.diff.changes.map(({ newPath }) => newPath),
			['mm/a.c', 'mm/b.c'],
		);
	});
	it('reads new, deleted, renamed, mode-only and binary files, and names that git quotes', async () => {
		const text = [
			'diff --git a/n.c b/n.c\nnew file mode 100644\nindex 000..111\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1 @@\n+x\n\\ No newline at end of file',
			'diff --git a/d.c b/d.c\ndeleted file mode 100644\n--- a/d.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-x',
			'diff --git a/o.c b/r.c\nsimilarity index 90%\nrename from o.c\nrename to r.c\n--- a/o.c\n+++ b/r.c\n@@ -1 +1 @@\n-x\n+y',
			'diff --git a/m.sh b/m.sh\nold mode 100644\nnew mode 100755',
			'diff --git a/b.png b/b.png\nindex 1..2 100644\nGIT binary patch\nliteral 3\nKcmZ\n',
			'diff --git "a/f\\303\\274 x.c" "b/f\\303\\274 x.c"\n--- "a/f\\303\\274 x.c"\n+++ "b/f\\303\\274 x.c"\n@@ -1 +1 @@\n-x\n+y\n',
		].join('\n');
		const changes = (await series(text)).patches[0]?.diff.changes.map(({ kind, oldPath, newPath }) => `${kind} ${oldPath} ${newPath}`);
		assert.deepEqual(changes, ['new  n.c', 'deleted d.c ', 'renamed o.c r.c', 'mode m.sh m.sh', 'binary b.png b.png', 'modified fü x.c fü x.c']);
	});
});

describe('series', () => {
	it('orders by number, and takes a mail that comes twice once', async () => {
		const two = mail('[PATCH 2/2] b', diff());
		const { patches } = await series(boxed(two, mail('[PATCH 1/2] a', diff()), two));
		assert.deepEqual(
			patches.map(({ index }) => index),
			[1, 2],
		);
	});
	it('takes the last version, and says so', async () => {
		const { patches, notes } = await series(
			boxed(mail('[PATCH 1/1] a', diff('a.c')), mail('[PATCH v3 1/1] a', diff('c.c')), mail('[PATCH v2 1/1] a', diff('b.c'))),
		);
		assert.deepEqual(
			patches.map(({ diff: { changes } }) => changes[0]?.newPath),
			['c.c'],
		);
		assert.equal(notes.length, 2);
	});
	it('keeps series of the same sender apart, and drops all of a version that a later one replaces', async () => {
		const { patches } = await series(
			boxed(
				mail('[PATCH v3 2/2] dax: b', diff('b.c')),
				mail('[PATCH 1/2] mm: x', diff('x.c')),
				mail('[PATCH v3 1/2] dax: a', diff('a.c')),
				mail('[PATCH 2/2] mm: y', diff('y.c')),
				mail('[PATCH v2 1/3] dax: a', diff('old.c')),
				mail('[PATCH v2 2/3] dax: dropped', diff('old.c')),
			),
		);
		assert.deepEqual(
			patches.map(({ diff: { changes } }) => changes[0]?.newPath),
			['a.c', 'b.c', 'x.c', 'y.c'],
		);
	});
	it('does not take replies for patches, but where there is nothing else', async () => {
		const reply = mail('Re: [PATCH] a', `> ${diff().replaceAll('\n', '\n> ')}\nRather so:\n\n${diff('mm/b.c')}`);
		const thread = await series(boxed(mail('[PATCH] a', diff()), reply));
		assert.deepEqual(
			thread.patches.map(({ subject }) => subject),
			['[PATCH] a'],
		);
		assert.match(thread.notes[0]?.message ?? '', /a reply with a diff in it/);
		const alone = await series(reply);
		assert.equal(alone.patches.length, 1);
		assert.match(alone.notes[0]?.message ?? '', /is a reply/);
	});
	it('reads patches out of quotes where it is told to', async () => {
		const text = mail('Re: [PATCH] a', `On Monday Jane wrote:\n> ${diff().replaceAll('\n', '\n> ')}\nWhy?\n`);
		assert.equal((await series(text)).patches.length, 0);
		const { patches } = await series(text, true);
		assert.equal(patches[0]?.diff.changes[0]?.hunks[0]?.lines[2]?.text, 'one');
	});
});

describe('patches that stand in replies', () => {
	// As mailers leave them: a heading that is wrapped, context without its space, tabs lost, answers in between, an end that is cut.
	const first = [
		'On Monday Jane wrote:',
		'> > --- a/mm/toy.c',
		'> > +++ b/mm/toy.c',
		'> > @@ -10,5 +10,8 @@ static int toy_before(struct toy *toy, struct ',
		'> > page *page)',
		'> > return 0;',
		'> >  }',
		'> >',
		'> > +static void toy_new(void)',
		'> > +{',
		'> ',
		'> Why not inline?',
		'',
		'Because it is long.',
		'> ',
		'> > + toy_call_with_a_very_long_name_that_has_to_be_wrapped(first, second,',
		'> > third);',
		'> > +}',
		'> > @@ -90,7 +93,7 @@ int toy_last(void)',
		'> >  int a;',
		'> > - int b;',
		'> > + int c;',
	];
	const archive = (name: string, lines: readonly string[]) => `Re: [PATCH 2/2] mm: Toys\n\n2026-11-01 Thread ${name}\n${lines.join('\n')}\n\n`;

	it('are put together from lines of one depth', async () => {
		const { patches } = await series(archive('Jane Doe', first), true);
		assert.equal(patches.length, 1);
		const hunks = patches[0]?.diff.changes[0]?.hunks ?? [];
		assert.deepEqual(patches[0]?.diff.problems, []);
		assert.deepEqual(
			hunks.map(({ heading, oldCount, newCount, lines }) => [heading, oldCount, newCount, lines.map(({ kind, text }) => `${kind[0]}${text}`)]),
			[
				[
					'static int toy_before(struct toy *toy, struct page *page)',
					3,
					7,
					['creturn 0;', 'c}', 'c', 'astatic void toy_new(void)', 'a{', 'a toy_call_with_a_very_long_name_that_has_to_be_wrapped(first, second, third);', 'a}'],
				],
				['int toy_last(void)', 2, 2, ['cint a;', 'r int b;', 'a int c;']],
			],
		);
	});

	it('are taken from the reply that quotes most of them', async () => {
		const less = ['> --- a/mm/toy.c', '> +++ b/mm/toy.c', '> @@ -90,7 +93,7 @@ int toy_last(void)', '>  int a;', '> - int b;'];
		const { patches, notes } = await series(`${archive('John Roe', less)}${archive('Jane Doe', first)}`, true);
		assert.deepEqual(
			patches.map(({ mail: { from } }) => from?.name),
			['Jane Doe'],
		);
		assert.match(notes.map(({ message }) => message).join('\n'), /quotes a patch of which another mail has more/);
	});

	it('know where they stand in the mail, and how far in', async () => {
		const text = archive('Jane Doe', first);
		const { patches } = await series(text, true);
		const lines = patches[0]?.mail.lines ?? [];
		const added = lines.find((line) => line.text === '+{');
		assert.equal(text.split('\n')[added?.at ?? -1], '> > +{');
		assert.equal(added?.before, 4);
	});

	it('are no patches unless that is asked', async () => {
		const { patches, notes } = await series(archive('Jane Doe', first));
		assert.equal(patches.length, 0);
		assert.match(notes[0]?.message ?? '', /--quoted/);
	});
});

describe('mails that hold no patch, or a broken one', () => {
	const cases: [string, string, RegExp][] = [
		['nothing', '', /there is no patch/],
		['a letter', mail('Hello', 'How are you?\n'), /there is no patch/],
		['a cover letter', mail('[PATCH 0/3] mm: toys', 'Here it comes.\n'), /cover letter/],
		['a pull request', mail('[GIT PULL] mm', 'The following changes since\n\nare available in the Git repository at:\n\n  git://x\n'), /pull request/],
		['HTML only', mail('[PATCH] a', '<pre>diff --git</pre>', 'Content-Type: text/html\n'), /only HTML/],
		['quotes', mail('Re: [PATCH] a', `> ${diff().replaceAll('\n', '\n> ')}\nFine.\n`), /--quoted/],
		['a header and nothing', mail('[PATCH] a', ''), /there is no patch/],
		['a hunk of no file', mail('[PATCH] a', '@@ -1,2 +1,2 @@\n a\n-b\n+c\n'), /belongs to no file/],
		['a merge', mail('[PATCH] a', 'diff --cc mm/toy.c\nindex 1,2..3\n--- a/mm/toy.c\n'), /combined diff/],
	];
	for (const [name, text, expected] of cases) {
		it(name, async () => {
			const { patches, notes } = await series(text);
			assert.equal(patches.length, 0);
			assert.equal(notes.length, 1);
			assert.match(notes[0]?.message ?? '', expected);
		});
	}

	const broken: [string, string, RegExp][] = [
		['a cut diff', mail('[PATCH] a', diff().split('\n').slice(0, 6).join('\n')), /ends in the middle of a hunk/],
		['a wrapped line', mail('[PATCH] a', diff().replace('+one', '+one\ntwo')), /wrapped/],
		['no hunks', mail('[PATCH] a', 'diff --git a/x.c b/x.c\nindex 1..2 100644\n--- a/x.c\n+++ b/x.c\n'), /no hunks/],
		['/dev/null twice', mail('[PATCH] a', '--- /dev/null\n+++ /dev/null\n@@ -1 +1 @@\n-a\n+b\n'), /names no file/],
	];
	for (const [name, text, expected] of broken) {
		it(name, async () => {
			const { patches } = await series(text);
			assert.equal(patches.length, 1);
			assert.match(patches[0]?.diff.problems.map(({ message }) => message).join('\n') ?? '', expected);
		});
	}
});
