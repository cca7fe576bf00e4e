import { atName, changedNames } from './drafts/changed-names.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Hellwig on patch 06: "No need for the extern." */
export const prototypeExtern: Rule = {
	id: 'prototype-extern',
	group: 'patch',
	summary: 'A new function prototype is written with extern',
	severity: 'info',
	schemes: allSchemes,
	sources: [inSeries('Christoph Hellwig, reply to patch 06')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch(context) {
		const moved = new Set(changedNames(context, 'before').map(({ name }) => name));
		for (const name of changedNames(context, 'after')) {
			if (name.role !== 'declaration' || moved.has(name.name)) continue;
			const text = name.changed.after?.text ?? '';
			const match = /^extern\b/.exec(text.slice(name.item.start, name.start));
			if (match === null) continue;
			const start = name.item.start;
			yield { ...atName(name, `no need for the extern: a prototype is extern without it`), start, end: start + match[0].length };
		}
	},
};
