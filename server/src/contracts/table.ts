/** The contracts of kernel functions: server/data/contracts, by name. A name stands in one of the files, once. */
import control from '../../data/contracts/control.json' with { type: 'json' };
import core from '../../data/contracts/core.json' with { type: 'json' };
import handling from '../../data/contracts/handling.json' with { type: 'json' };
import mm from '../../data/contracts/mm.json' with { type: 'json' };
import pageTables from '../../data/contracts/page-tables.json' with { type: 'json' };
import pure from '../../data/contracts/pure.json' with { type: 'json' };
import type { Contract, DeclaredContract } from './contract.ts';
import type { EffectPack } from './packs.ts';

/** Every contract of the data files, as it stands there. */
export const declaredContracts = [mm, core, pageTables, handling, pure, control].flatMap((file) => file.contracts as readonly DeclaredContract[]);

const byName = new Map<string, Contract>();
for (const declared of declaredContracts) {
	const contract: Contract = { ...declared, effects: declared.effects ?? [], provenance: 'table' };
	for (const name of declared.names.flatMap(namesOfForm)) byName.set(name, contract);
}

/** The names that a form stands for: `{pmd,pud}_lock`. */
export function namesOfForm(form: string): string[] {
	const choice = /\{([^}]*)\}/.exec(form);
	if (choice === null) return [form];
	return (choice[1] as string).split(',').flatMap((each) => namesOfForm(form.slice(0, choice.index) + each + form.slice(choice.index + choice[0].length)));
}

/** The contract of a function of this name, or null. */
export function tableContract(name: string): Contract | null {
	return byName.get(name) ?? null;
}

/** Names of contracts that pass. */
export function namesWith(passes: (contract: Contract) => boolean): string[] {
	return [...byName].filter(([, contract]) => passes(contract)).map(([name]) => name);
}

/** Names of a pack's contracts that pass. */
export function namesInPack(pack: EffectPack, passes: (contract: Contract) => boolean): string[] {
	return namesWith((contract) => contract.pack === pack && passes(contract));
}

/** Every function of which it is known what it does to counts. */
export const effectNames: readonly string[] = namesWith(({ pack }) => pack !== undefined);

/** Whether a call of a function of this name does nothing but give back a value. */
export function isPureCall(name: string): boolean {
	return byName.get(name)?.pure === true;
}

/** Whether a call reads what others may change at any time: asked again it may answer otherwise. */
export function isFleeting(name: string): boolean {
	return byName.get(name)?.fleeting === true;
}
