import { isCode, nameAround } from './drafts/changed-names.ts';
import type { ChangedFile, ChangedText } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** What is told, in a comment. */
const mark = /\b(?:TODO|FIXME|XXX)\b|^\/\/(?! SPDX)/g;

/** Reviewers of patch 12: a "TODO" was left where a check had been. */
export const todoLeft: Rule = {
	id: 'todo-left',
	group: 'patch',
	summary: 'An added line leaves a TODO, or a // comment',
	severity: 'warning',
	schemes: allSchemes,
	sources: [inSeries('patch 12')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch({ files }) {
		const removed = removedMarks(files);
		for (const changed of files) {
			const { after } = changed;
			if (after === null || !isCode(changed.path)) continue;
			const { comments } = after.source.tokens;
			let isStyleTold = false;
			let lastLine = -1;
			for (let i = 0; i < comments.length; i += 2) {
				const [from, to] = [comments[i] as number, comments[i + 1] as number];
				const comment = after.text.slice(from, to);
				for (const match of comment.matchAll(mark)) {
					const start = from + match.index;
					const { line } = after.lines.positionAt(start);
					// Once a line.
					if (line === lastLine || !after.isChanged(line) || (removed.size > 0 && isMoved(lineAround(after, start), removed))) continue;
					const isStyle = match[0] === '//';
					// Once a file: who writes one writes many.
					if (isStyle && (isStyleTold || /\b(?:TODO|FIXME|XXX)\b/.test(comment))) continue;
					isStyleTold ||= isStyle;
					lastLine = line;
					const message = isStyle
						? 'a // comment is left here: the kernel writes /* */'
						: `${match[0]} is left here: say in the changelog why it can wait, or do it`;
					yield {
						changed,
						side: 'after',
						start,
						end: start + match[0].length,
						name: nameAround(after, start),
						message,
						...(isStyle ? { severity: 'info' } : {}),
					};
				}
			}
		}
	},
};

/** The line around an offset, without its indentation. */
function lineAround({ text, lines }: ChangedText, offset: number): string {
	const { line } = lines.positionAt(offset);
	return text.slice(lines.lineStart(line), lines.lineEnd(line)).replace(/\s+/g, ' ').trim();
}

/** The lines with a mark that the patch takes away, with how often. */
function removedMarks(files: readonly ChangedFile[]): Map<string, number> {
	const removed = new Map<string, number>();
	for (const { path, before } of files) {
		if (before === null || !isCode(path)) continue;
		const { comments } = before.source.tokens;
		for (let i = 0; i < comments.length; i += 2) {
			const from = comments[i] as number;
			for (const match of before.text.slice(from, comments[i + 1]).matchAll(mark)) {
				const start = from + match.index;
				const line = lineAround(before, start);
				if (before.isChanged(before.lines.positionAt(start).line)) removed.set(line, (removed.get(line) ?? 0) + 1);
			}
		}
	}
	return removed;
}

/** Whether a line was taken away elsewhere in the patch; each such line answers for one that is added. */
function isMoved(line: string, removed: Map<string, number>): boolean {
	const left = removed.get(line) ?? 0;
	if (left > 0) removed.set(line, left - 1);
	return left > 0;
}
