/** What callers of a function are told of it, in words. */
import type { Bodies } from '../contracts/callees.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Kinds } from '../contracts/kinds.ts';
import { changeText } from './effect-text.ts';

/** What callers of a function know: what it does to counts, and with each of its arguments. */
export interface Summary {
	readonly contract: Contract | null;
	/** By argument, from 0. */
	readonly uses: readonly ReturnType<Bodies['use']>[];
}

const useTexts: Record<ReturnType<Bodies['use']>, string> = {
	asks: 'is only looked at',
	'may-drop': 'is dropped on some paths, and no result tells which',
	'may-store': 'is stored',
	unknown: 'may go anywhere',
};

/** The summary as text, a line for each fact. */
export function summaryText(name: string, { contract, uses }: Summary, kinds: Kinds): string {
	const effects = (contract?.effects ?? []).map(
		(change) => `${changeText(change, kinds)}${change.isDoubtful === true ? ' (told only where another path gives it back)' : ''}`,
	);
	const same = contract?.same === undefined ? [] : [`gives back its argument ${contract.same + 1}`];
	const facts = [...(effects.length === 0 ? ['changes no count'] : effects), ...same, ...uses.map((use, at) => `argument ${at + 1} ${useTexts[use]}`)];
	return `what callers of ${name}() are told:\n${facts.map((fact) => `  ${fact}\n`).join('')}`;
}
