/** `#if` groups inside a function whose branches were all kept: the syntax holds them one after the other, the flow takes one. */
import type { Item } from '../kernel-c/items.ts';
import type { SourceFile } from '../kernel-c/source-file.ts';

/** One branch of a group; UTF-16 offsets from the start of the item, `end` exclusive. */
export interface AlternativeBranch {
	/** As the conditionals have it: `CONFIG_X`, `!CONFIG_X`, `else`. */
	readonly condition: string;
	readonly start: number;
	readonly end: number;
}

/** A group, with its branches in order. */
export interface Alternatives {
	readonly branches: readonly AlternativeBranch[];
	readonly start: number;
	readonly end: number;
}

/** The groups inside an item, outer ones before inner ones. */
export function alternativesOf(source: SourceFile, item: Item): Alternatives[] {
	const { tokens } = source;
	const found: Alternatives[] = [];
	for (const group of source.main.settled.groups) {
		const first = group.branches[0];
		const last = group.branches.at(-1);
		if (!group.keptAll || first === undefined || last === undefined || last.to >= tokens.count) continue;
		const start = (tokens.start[first.directive] as number) - item.start;
		const end = (tokens.end[last.to] as number) - item.start;
		if (start < 0 || end > item.end - item.start) continue;
		const branches = group.branches.map((branch) => ({
			condition: branch.condition,
			start: (tokens.end[branch.directive] as number) - item.start,
			end: (tokens.start[branch.to] as number) - item.start,
		}));
		found.push({ branches, start, end });
	}
	return found.sort((a, b) => a.start - b.start || b.end - a.end);
}
