import { inSeries } from '../refs/sources.ts';
import { isCode, nameAround } from './drafts/changed-names.ts';
import { allSchemes, type Rule } from './rule.ts';

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
		for (const changed of files) {
			const { after } = changed;
			if (after === null || !isCode(changed.path)) continue;
			const { comments } = after.source.tokens;
			let isStyleTold = false;
			for (let i = 0; i < comments.length; i += 2) {
				const [from, to] = [comments[i] as number, comments[i + 1] as number];
				const comment = after.text.slice(from, to);
				for (const match of comment.matchAll(/\b(?:TODO|FIXME|XXX)\b|^\/\/(?! SPDX)/g)) {
					const start = from + match.index;
					if (!after.isChanged(after.lines.positionAt(start).line)) continue;
					const isStyle = match[0] === '//';
					// Once a file: who writes one writes many.
					if (isStyle && (isStyleTold || /\b(?:TODO|FIXME|XXX)\b/.test(comment))) continue;
					isStyleTold ||= isStyle;
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
