import data from '../../data/config-guards.json' with { type: 'json' };
import { KEPT } from '../kernel-c/conditionals.ts';
import { WORD } from '../kernel-c/tokens.ts';
import { isCode, isOnChange, nameAround } from './drafts/changed-names.ts';
import type { ChangedText } from './drafts/patch-context.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const guards = data.guards.map(({ names, needs }) => ({ names: new RegExp(`^(?:${names})$`), needs: new Set(needs) }));
const capability = new RegExp(`^${data.capabilities}$`);

/** The robot on patch 07: that the architecture can have huge PUDs does not mean that they are configured. */
export const configGuardMismatch: Rule = {
	id: 'config-guard-mismatch',
	group: 'patch',
	summary: 'A constant that is BUILD_BUG() without its configuration stands under a guard that does not imply it',
	severity: 'error',
	schemes: allSchemes,
	sources: [inSeries('kernel test robot, reply to patch 07')],
	words: [],
	fix: 'none',
	nodes: [],
	*checkPatch({ files, series }) {
		for (const changed of files) {
			const { after, path } = changed;
			if (after === null || !isCode(path)) continue;
			const { tokens } = after.source;
			for (let i = 0; i < tokens.count; i++) {
				if (tokens.kind[i] !== WORD || after.source.main.settled.fate[i] !== KEPT) continue;
				const name = tokens.words[tokens.code[i] as number] as string;
				const guard = guards.find(({ names }) => names.test(name));
				const [start, end] = [tokens.start[i] as number, tokens.end[i] as number];
				if (guard === undefined || !isOnChange(after, start)) continue;
				const around = conditionsAround(after, i);
				const only = around.find((condition) => capability.test(condition));
				if (only === undefined || around.some((condition) => !capability.test(condition))) continue;
				if (series.compiledFor(path)?.some((symbol) => guard.needs.has(symbol)) === true) continue;
				const [needed] = guard.needs;
				const message = `${name} is BUILD_BUG() unless ${needed} is set, and ${only} alone does not set it: this does not build without it`;
				yield { changed, side: 'after', start, end, name: nameAround(after, start), message };
			}
		}
	},
};

/** The conditions of the preprocessor that hold at a token, the outermost last. */
function conditionsAround({ source }: ChangedText, token: number): string[] {
	return source.main.settled.groups.flatMap(({ branches }) => branches.filter(({ from, to }) => from <= token && token < to).map(({ condition }) => condition));
}
