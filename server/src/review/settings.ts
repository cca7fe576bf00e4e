/** What a review is asked to do. */

import { KnownContracts } from '../contracts/callees.ts';
import type { OwnContract } from '../contracts/contract.ts';
import type { DeclaredKind } from '../contracts/kinds.ts';
import type { EffectPack } from '../contracts/packs.ts';
import { type FunctionSummary, indexOf } from '../contracts/summary-index.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Severity } from '../rules/raw-finding.ts';
import type { Rule } from '../rules/rule.ts';

/** The name of the configuration file at the root of a tree. */
export const configFileName = 'mm-review.yaml';

/** A rule's setting in a configuration: switched off or on, or reported at another severity. */
export type RuleSetting = 'off' | 'on' | Severity;

/** Settings of a review; all have defaults. */
export interface ReviewSettings {
	readonly rules: Readonly<Partial<Record<string, RuleSetting>>>;
	/** If not empty, only these rules and groups run. */
	readonly only: readonly string[];
	readonly without: readonly string[];
	readonly groups: readonly string[];
	/** Which packs of effects the path rules follow. */
	readonly effects: readonly EffectPack[];
	/** Contracts of the tree's functions, by the configuration. */
	readonly ownContracts: readonly OwnContract[];
	/** Kinds of resources, by the configuration. */
	readonly ownKinds: readonly DeclaredKind[];
	/** What functions of other files of the tree do; empty until they were read. */
	readonly helpers: readonly FunctionSummary[];
	/** The lowest severity that is shown. */
	readonly lowest: Severity;
	/** Fingerprints of findings that are known and not shown. */
	readonly baseline: ReadonlySet<string>;
}

/** Everything on, nothing known. */
export const defaultSettings: ReviewSettings = {
	rules: {},
	only: [],
	without: [],
	groups: [],
	effects: ['mm'],
	ownContracts: [],
	ownKinds: [],
	helpers: [],
	lowest: 'info',
	baseline: new Set(),
};

const contractsOf = new WeakMap<ReviewSettings, KnownContracts>();

/** The contracts that settings ask for; the same for the same settings. */
export function knownContracts(settings: ReviewSettings): KnownContracts {
	const known = contractsOf.get(settings) ?? new KnownContracts(settings.effects, settings.ownContracts, settings.ownKinds, indexOf(settings.helpers));
	contractsOf.set(settings, known);
	return known;
}

/** Ids of all rules. */
export const ruleIds: ReadonlySet<string> = new Set(allRules.map((rule) => rule.id));

/** Names of all groups. */
export const groupNames: ReadonlySet<string> = new Set(allRules.map((rule) => rule.group));

/** The rules that a review of code runs. */
export function selectRules(settings: ReviewSettings): Rule[] {
	return asked(settings)
		.filter((rule) => rule.checkPatch === undefined)
		.map((rule) => withWords(rule, settings));
}

/** The rules that a review of a patch runs besides. */
export function selectPatchRules(settings: ReviewSettings): Rule[] {
	return asked(settings).filter((rule) => rule.checkPatch !== undefined);
}

function asked(settings: ReviewSettings): readonly Rule[] {
	return allRules.filter((rule) => {
		if (settings.without.includes(rule.id)) return false;
		if (settings.only.length > 0 || settings.groups.length > 0) return settings.only.includes(rule.id) || settings.groups.includes(rule.group);
		return settings.rules[rule.id] !== 'off';
	});
}

/** The same without the rules that walk paths: what can be said of a long file at once. */
export function withoutPaths(settings: ReviewSettings): ReviewSettings {
	return { ...settings, without: [...settings.without, ...allRules.filter(({ needs }) => needs === 'paths').map(({ id }) => id)] };
}

/** Whether any rule follows references: then helpers of other files matter. */
export function followsReferences(settings: ReviewSettings): boolean {
	return selectRules(settings).some((rule) => rule.packWords !== undefined);
}

/** A rule that follows references with the words of the packs and the names of the helpers. */
function withWords(rule: Rule, { effects, ownContracts, helpers }: ReviewSettings): Rule {
	if (rule.packWords === undefined) return rule;
	const shared = helpers.flatMap(({ name, effects }) => (effects.length > 0 ? [name] : []));
	const more = [...effects.flatMap((pack) => rule.packWords?.[pack] ?? []), ...ownContracts.flatMap(({ names }) => names), ...shared];
	const [first = [], ...rest] = rule.words;
	return more.length === 0 ? rule : { ...rule, words: [[...first, ...more], ...rest] };
}
