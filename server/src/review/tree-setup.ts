/** A tree with its configuration: what a file in it is reviewed against. */
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { probeTree } from '../kernel-tree/probe.ts';
import { readText } from '../kernel-tree/read-file.ts';
import { noTree, type TreeProfile } from '../refs/tree-profile.ts';
import { parseBaseline } from './baseline.ts';
import type { Config } from './config.ts';
import type { Note } from './finding.ts';
import { configFileName, defaultSettings, type ReviewSettings } from './settings.ts';

/** What is said besides the tree's own configuration file. */
export interface SetupRequest {
	/** A configuration file instead of the tree's. */
	readonly configPath?: string | undefined;
	/** Configuration that wins over the file: options, or an editor's settings. */
	readonly over: Config;
	/** Where a baseline named in `over` is relative to. */
	readonly baselineFolder: string;
	readonly selection?: Partial<Pick<ReviewSettings, 'only' | 'without' | 'groups' | 'effects' | 'lowest'>>;
}

/** A tree under review. */
export interface TreeSetup {
	readonly root: string | null;
	readonly profile: TreeProfile;
	readonly settings: ReviewSettings;
	readonly exclude: readonly string[];
	/** What is wrong with the configuration or the baseline. */
	readonly notes: readonly Note[];
}

/** Reads the configuration of a tree and probes it. `root` null: a file outside of any tree. */
export async function setUpTree(root: string | null, request: SetupRequest): Promise<TreeSetup> {
	const path = request.configPath ?? (root === null ? undefined : join(root, configFileName));
	const isThere = path !== undefined && (request.configPath !== undefined || existsSync(path));
	const file = isThere ? await readConfig(path) : { config: {}, notes: [] };
	const config = layer(file.config, request.over);
	const scheme = config.scheme === 'auto' ? undefined : config.scheme;
	const insertApi = config.insertApi === 'auto' ? undefined : config.insertApi;
	const profile =
		root === null
			? { ...noTree, ...(scheme === undefined ? {} : { scheme }), ...(insertApi === undefined ? {} : { insertApi }) }
			: probeTree(root, { scheme, insertApi });
	const baselineFolder = request.over.baseline === undefined && path !== undefined ? dirname(path) : request.baselineFolder;
	const baseline = config.baseline === undefined ? { fingerprints: new Set<string>(), notes: [] } : readBaseline(resolve(baselineFolder, config.baseline));
	return {
		root,
		profile,
		settings: {
			...defaultSettings,
			...request.selection,
			...effectsOf(config),
			rules: config.rules ?? {},
			baseline: baseline.fingerprints,
		},
		exclude: config.exclude ?? [],
		notes: [...file.notes, ...baseline.notes],
	};
}

/** The packs and helpers of a configuration; helpers alone leave the packs as they are. */
function effectsOf({ effects = [] }: Config): Partial<Pick<ReviewSettings, 'effects' | 'ownEffects'>> {
	const packs = effects.filter((each) => typeof each === 'string');
	const ownEffects = effects.filter((each) => typeof each !== 'string');
	return { ...(packs.length === 0 ? {} : { effects: packs }), ownEffects };
}

/** Two configurations, the second winning; rules are merged one by one. */
function layer(under: Config, over: Config): Config {
	return {
		rules: { ...under.rules, ...over.rules },
		scheme: over.scheme ?? under.scheme,
		insertApi: over.insertApi ?? under.insertApi,
		exclude: over.exclude ?? under.exclude,
		baseline: over.baseline ?? under.baseline,
		effects: layeredEffects(under.effects, over.effects),
	};
}

/** The helpers of both, the packs of the second where it names some. */
function layeredEffects(under: Config['effects'] = [], over: Config['effects'] = []): Config['effects'] {
	const packs = [over, under].map((effects) => effects.filter((each) => typeof each === 'string')).find((each) => each.length > 0) ?? [];
	return [...packs, ...[...under, ...over].filter((each) => typeof each !== 'string')];
}

async function readConfig(path: string): Promise<{ readonly config: Config; readonly notes: readonly Note[] }> {
	const read = readText(path);
	if (!read.ok) return { config: {}, notes: [{ level: 'error', message: `the configuration ${path} ${read.reason}`, file: path }] };
	// Loaded only where there is a file: the schema library takes a fifth of the start-up otherwise.
	const { parseConfig } = await import('./config.ts');
	const { config, problems } = parseConfig(read.text);
	return {
		config,
		notes: problems.map((problem) => ({ level: 'warning', message: `${path}${problem.line > 0 ? `:${problem.line}` : ''}: ${problem.message}`, file: path })),
	};
}

function readBaseline(path: string): { readonly fingerprints: ReadonlySet<string>; readonly notes: readonly Note[] } {
	const read = readText(path);
	if (!read.ok) return { fingerprints: new Set(), notes: [{ level: 'error', message: `the baseline ${path} ${read.reason}`, file: path }] };
	const fingerprints = parseBaseline(read.text);
	if (fingerprints !== null) return { fingerprints, notes: [] };
	return { fingerprints: new Set(), notes: [{ level: 'error', message: `${path} is no baseline; "--write-baseline ${path}" writes one`, file: path }] };
}
