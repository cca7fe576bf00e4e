import { namesInPack } from '../contracts/table.ts';
import { inSeries } from './drafts/sources.ts';
import { draftOf } from './drafts/violations.ts';
import { leakFix, leakMessage } from './ref-leak.ts';
import { allSchemes, type Rule } from './rule.ts';

/** Patch 12 of the series removes the pgmap references of GUP: until then every one is taken and dropped by hand. */
export const pgmapRefLifetime: Rule = {
	id: 'pgmap-ref-lifetime',
	group: 'balance',
	needs: 'paths',
	summary: 'A reference on a pgmap is not dropped on every path, dropped twice, or used after it was dropped',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('Alistair Popple, [PATCH 12/13] mm: Remove pXX_devmap callers')],
	words: [namesInPack('mm', (effect) => effect.effects.some((change) => change.counts === 'pgmap'))],
	fix: 'review',
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.balance().violations) {
			if (found.acquisition.counts !== 'pgmap') continue;
			if (found.kind === 'leak' || found.kind === 'never-put') yield draftOf(context, found, leakMessage(context, found), leakFix(context, found));
			else if (found.kind === 'double-put') yield draftOf(context, found, `${found.name} is put a second time on this path`);
			else yield draftOf(context, found, `${found.name} is used after put_dev_pagemap(): its pages may be gone`);
		}
	},
};
