import { atName, changedNames, isCode, isStatic } from './drafts/changed-names.ts';
import type { PatchContext } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Hellwig on patch 06: "This could probably use a kerneldoc comment." */
export const exportWithoutKernelDoc: Rule = {
	id: 'export-without-kernel-doc',
	group: 'patch',
	summary: 'A new exported function has no kernel-doc comment',
	severity: 'info',
	schemes: allSchemes,
	sources: [inSeries('Christoph Hellwig, reply to patch 06')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		const moved = new Set(changedNames(context, 'before').map(({ name }) => name));
		const exported = new Set<string>();
		for (const { path, after } of context.files) {
			if (!isCode(path)) continue;
			for (const [, name] of (after?.text ?? '').matchAll(/^EXPORT_SYMBOL\w*\(\s*(\w+)/gm)) exported.add(name as string);
		}
		for (const name of changedNames(context, 'after')) {
			if (name.role !== 'definition' || name.item.kind !== 'function' || !exported.has(name.name) || moved.has(name.name) || isStatic(name)) continue;
			const { comments } = name.changed.after?.source.tokens ?? { comments: [] };
			const text = name.changed.after?.text ?? '';
			// The comment that stands right before the function.
			const at = comments.findLastIndex((end, index) => index % 2 === 1 && end <= name.item.start && text.slice(end, name.item.start).trim() === '');
			const comment = at < 0 ? '' : text.slice(comments[at - 1], comments[at]);
			// A hunk may show no more than the end of it.
			const isCut = at < 0 && text.slice(0, name.item.start).trimEnd().endsWith('*/');
			if (comment.startsWith('/**') || isCut || isDocumented(name.name, context)) continue;
			yield atName(name, `${name.name}() is new and exported, and has no kernel-doc comment: say what it does, what it takes and what it returns`);
		}
	},
};

/** Whether any text of the patch has the first line of a function's kernel-doc: in a header, in another hunk, before the `#ifdef` around it. */
function isDocumented(name: string, { files }: PatchContext): boolean {
	const first = new RegExp(`^[ \\t]*(?:/\\*)?\\*[ \\t]+(?:struct |function )?${name}(?:[ \\t]*\\(.*\\))?[ \\t]*[-:\u2013]`, 'm');
	return files.some(({ after }) => after !== null && first.test(after.text));
}
