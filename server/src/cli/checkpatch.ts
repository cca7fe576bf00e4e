/** Runs the tree's own scripts/checkpatch.pl over a patch, where the user asks for it, and takes what it says among the findings. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../kernel-tree/programs.ts';
import type { Hunk } from '../patch/diff/change.ts';
import { pathOf } from '../patch/diff/change.ts';
import type { Patch } from '../patch/series.ts';
import { headerLine, mailboxText } from '../report/mail-headers.ts';
import type { Finding } from '../review/finding.ts';
import { fingerprint } from '../review/fingerprint.ts';
import { UsageError } from './usage-error.ts';

/** What the script says weighs less than what the engine finds. */
const severities = { ERROR: 'warning', WARNING: 'info', CHECK: 'info' } as const;

const line = /^(.*?):(\d+): (ERROR|WARNING|CHECK):(\w+): (.*)$/;

/** Where the script is. */
export function checkpatchOf(root: string): string {
	const script = join(root, 'scripts', 'checkpatch.pl');
	if (!existsSync(script)) throw new UsageError(`${root} has no scripts/checkpatch.pl`);
	return script;
}

/** Milliseconds that the script may take for a patch. */
const LONGEST_RUN = 60_000;

/** What the script says of a patch. Throws where it cannot be run to its end. */
export function checkpatch(script: string, root: string, patch: Patch): Finding[] {
	const options = [`--root=${root}`, '--terse', '--showfile', '--show-types', '--no-summary', '-'];
	const head = headerLine('From', patch.mail.from === null ? [] : [mailboxText(patch.mail.from)]) + headerLine('Subject', [patch.subject]);
	const input = `${head}\n${patch.mail.lines.map(({ text }) => text).join('\n')}\n`;
	const perl = programPath('perl', root);
	if (perl === null) throw new UsageError('checkpatch.pl cannot be run: perl is in no folder of PATH outside of the tree');
	const result = spawnSync(perl, [script, ...options], { input, cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, timeout: LONGEST_RUN });
	if (result.error !== undefined) throw new Error(`checkpatch.pl cannot be run: ${result.error.message}`);
	return result.stdout.split('\n').flatMap((each) => {
		const match = line.exec(each);
		return match === null ? [] : [findingOf(patch, match[1] ?? '', Number(match[2]), match[3] as keyof typeof severities, match[4] ?? '', match[5] ?? '')];
	});
}

function findingOf(patch: Patch, file: string, number: number, level: keyof typeof severities, type: string, message: string): Finding {
	const shown = lineIn(patch, file, number);
	const start = { line: number, column: 1 };
	const at = shown === null ? -1 : (patch.mail.lines[shown]?.at ?? -1);
	const mailLine = (at < 0 ? patch.mail.firstLine : at) + 1;
	const text = shown === null ? '' : (patch.mail.lines[shown]?.text ?? '');
	return {
		rule: 'checkpatch',
		group: 'checkpatch',
		severity: severities[level],
		message: `${message} (${type})`,
		file: shown === null ? patch.mail.input : file,
		range: { start, end: start },
		function: '',
		text: text.slice(1).trim(),
		steps: [],
		patch: {
			index: patch.index,
			subject: patch.subject,
			messageId: patch.mail.messageId,
			mail: patch.mail.input,
			mailRange: { start: { line: mailLine, column: 1 }, end: { line: mailLine, column: text.length + 1 } },
		},
		origin: 'introduced',
		fingerprint: fingerprint(['checkpatch', type, file, text]),
	};
}

/** The line of the mail's text that shows a line of the new file; null where none does. */
function lineIn({ diff }: Patch, file: string, number: number): number | null {
	const hunks = diff.changes.filter((change) => pathOf(change) === file).flatMap((change) => change.hunks);
	for (const hunk of hunks) {
		const shown = newLines(hunk)[number - hunk.newStart];
		if (number >= hunk.newStart && shown !== undefined) return shown.at;
	}
	return null;
}

function newLines(hunk: Hunk): Hunk['lines'] {
	return hunk.lines.filter(({ kind }) => kind !== 'removed');
}
