/** The contract of a function: what it does with what it is given, and what it gives. */
import type { z } from 'zod';
import type { changeSchema, contractSchema, ownContractSchema, roleSchema, useSchema, whenSchema } from './schema.ts';

/** When a conditional effect has taken place, by the result of the call. */
export type When = z.infer<typeof whenSchema>;

/** One change of what is held. */
export type Change = Readonly<z.infer<typeof changeSchema>>;

/** What a function does with an argument, as a contract says. */
export type DeclaredUse = z.infer<typeof useSchema>;

/** What a function does to page tables, with the places of its arguments (0-based). */
export type DeclaredRole = Readonly<z.infer<typeof roleSchema>>;

/** A contract as the data has it. */
export type DeclaredContract = Readonly<z.infer<typeof contractSchema>>;

/** A contract as a configuration has it. */
export type OwnContract = Readonly<z.infer<typeof ownContractSchema>>;

/** Who says what a function does, those first that win. */
export const provenances = ['configuration', 'table', 'own-body', 'tree'] as const;

/** Who says what a function does. */
export type Provenance = (typeof provenances)[number];

/** The contract of one function or of several that do the same. */
export interface Contract extends Omit<DeclaredContract, 'effects'> {
	readonly effects: readonly Change[];
	readonly provenance: Provenance;
}

/** Whether a contract was read off a body: what it gives may be found another way too. */
export function isInferred({ provenance }: Contract): boolean {
	return provenance === 'own-body' || provenance === 'tree';
}
