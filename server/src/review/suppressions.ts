/** Comments that silence a finding: `mm-review: ignore RULE -- reason`. */
import type { LineIndex } from '../kernel-c/line-index.ts';
import type { Draft } from '../rules/raw-finding.ts';

/** One such comment. Offsets are UTF-16 code units in the file, lines 0-based. */
export interface Suppression {
	readonly rule: string;
	readonly reason: string;
	readonly start: number;
	readonly end: number;
	/** The lines on which findings are silenced: the comment's own, and where it stands alone the one below. */
	readonly firstLine: number;
	readonly lastLine: number;
}

/** What every suppression begins with. */
export const suppressionMark = 'mm-review';

/** The rule under which faulty suppressions are reported. */
export const suppressionRule = 'suppression';

const pattern = /mm-review:\s*ignore\b[ \t]*([\w-]*?)?[ \t]*(?:--[ \t]*([\s\S]*?))?[ \t\r]*(?:\*\/|$)/;

/** Finds the suppressions among the comments of a text. `comments`: start and end offsets in pairs. */
export function findSuppressions(text: string, comments: readonly number[], lines: LineIndex): Suppression[] {
	const found: Suppression[] = [];
	for (let i = 0; i < comments.length; i += 2) {
		const start = comments[i] as number;
		const end = comments[i + 1] as number;
		const comment = text.slice(start, end);
		if (!comment.includes('mm-review:')) continue;
		const match = pattern.exec(comment);
		if (match === null) continue;
		const firstLine = lines.positionAt(start).line;
		const lastOwn = lines.positionAt(end).line;
		const isAlone = text.slice(lines.lineStart(firstLine), start).trim() === '' && text.slice(end, lines.lineEnd(lastOwn)).replace(/\\$/, '').trim() === '';
		found.push({ rule: match[1] ?? '', reason: (match[2] ?? '').trim(), start, end, firstLine, lastLine: isAlone ? lastOwn + 1 : lastOwn });
	}
	return found;
}

/** Comments of a Kconfig file, in pairs of offsets. */
export function kconfigComments(text: string): number[] {
	return [...text.matchAll(/#.*$/gm)].flatMap((match) => [match.index, match.index + match[0].length]);
}

/** What is wrong with suppressions: no rule, an unknown rule, no reason, or nothing to silence. */
export function faultySuppressions(
	suppressions: readonly Suppression[],
	used: ReadonlySet<Suppression>,
	knownRules: ReadonlySet<string>,
	ranRules: ReadonlySet<string>,
): Draft[] {
	const faults: Draft[] = [];
	for (const suppression of suppressions) {
		const message = faultOf(suppression, used, knownRules, ranRules);
		if (message !== null) faults.push({ start: suppression.start, end: suppression.end, message });
	}
	return faults;
}

function faultOf(suppression: Suppression, used: ReadonlySet<Suppression>, knownRules: ReadonlySet<string>, ranRules: ReadonlySet<string>): string | null {
	if (suppression.rule === '') return 'this names no rule to ignore: write "mm-review: ignore RULE -- reason"';
	if (!knownRules.has(suppression.rule)) return `there is no rule ${suppression.rule}; "mm-review rules" lists them`;
	if (suppression.reason === '') return `this gives no reason: write "mm-review: ignore ${suppression.rule} -- reason"`;
	if (!ranRules.has(suppression.rule) || used.has(suppression)) return null;
	return `this silences nothing: ${suppression.rule} finds nothing here`;
}
