/** An effect in words, as hover and `explain` show it. */
import type { Change, Contract, When } from '../contracts/contract.ts';
import { type Kinds, nounWithArticle } from '../contracts/kinds.ts';
import type { TreeProfile } from '../contracts/tree-profile.ts';

const conditions: Record<When, string> = {
	true: 'if it returns true',
	'non-null': 'if it returns no NULL',
	'not-error': 'if it returns no error pointer',
	valid: 'if it returns neither NULL nor an error pointer',
	zero: 'if it succeeds',
	nonzero: 'if it fails',
	positive: 'as many as it returns',
};

/** Markdown of a few lines: what the API does to a count, in this tree, and where the fact is from. */
export function effectText(name: string, effect: Contract, tree: TreeProfile, kinds: Kinds): string {
	const lines = [`**${name}()**: ${effect.effects.length === 0 ? 'changes no count' : effect.effects.map((change) => changeText(change, kinds)).join('; ')}.`];
	if (effect.notes !== undefined) lines.push('', `${capitalised(effect.notes)}.`);
	const inScheme = tree.scheme === 'unknown' ? undefined : effect.schemes?.[tree.scheme];
	if (inScheme !== undefined) lines.push('', `In this tree (linux ${tree.version}, ${tree.scheme} scheme): ${inScheme}.`);
	lines.push('', `Source: ${effect.source}`);
	return lines.join('\n');
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth'];

/** One change in words: `takes a reference on its first argument, if it succeeds`. */
export function changeText(change: Change, kinds: Kinds): string {
	const argument = `its ${ordinals[change.argument ?? 0] ?? `${change.argument}th`} argument`;
	const target = { result: 'what it returns', argument, pointee: `what it writes through ${argument}`, each: `what it gives ${argument} at each turn` }[
		change.on
	];
	const amount = change.times === undefined ? String(Math.abs(change.change)) : `the number in its ${ordinals[change.times]} argument`;
	const verb = change.change > 0 ? 'takes' : 'drops';
	const what = nounWithArticle(kinds.of(change.counts));
	const many = amount === '1' ? what : `${amount} references`;
	return `${verb} ${many} on ${target}${change.when === undefined ? '' : `, ${conditions[change.when]}`}`;
}

/** With a capital at its beginning. */
export function capitalised(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
