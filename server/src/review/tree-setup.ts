/** A tree with its configuration: what a file in it is reviewed against. Where files are read from the caller says: a disk, or an editor. */

import { noTree, type TreeProfile } from '../contracts/tree-profile.ts';
import type { TreeOverrides } from '../kernel-tree/probe.ts';
import type { ReadResult } from '../kernel-tree/result.ts';
import { parseBaseline } from './baseline.ts';
import type { Config } from './config.ts';
import type { Note } from './finding.ts';
import { configFileName, defaultSettings, type ReviewSettings } from './settings.ts';

/** What is said besides the tree's own configuration file. */
export interface SetupRequest {
	/** A configuration file instead of the tree's. */
	readonly configPath?: string | undefined;
	/** Whether the tree's own configuration is left alone: nobody trusts it yet. */
	readonly ignoresTree?: boolean | undefined;
	/** Configuration that wins over the file: options, or an editor's settings. */
	readonly over: Config;
	/** Where a baseline named in `over` is relative to. */
	readonly baselineFolder: string;
	readonly selection?: Partial<Pick<ReviewSettings, 'only' | 'without' | 'groups' | 'effects' | 'lowest'>>;
}

/** What a tree's set-up is read from. Places are paths on a disk, or URIs in a browser. */
export interface TreeFiles {
	/** A file's text. Never rejects. */
	read(place: string): Promise<ReadResult>;
	/** A file's text, where it lies inside of a folder, links followed; `path` as somebody else has written it. Never rejects. */
	readInside(folder: string, path: string): Promise<ReadResult>;
	/** A path as it is written in a folder. */
	resolve(folder: string, path: string): string;
	/** What the probes make of a tree. */
	probe(root: string, overrides: TreeOverrides): Promise<TreeProfile>;
}

/** What {@link TreeFiles.read} says of a file that is not there. */
export const notThere = 'does not exist';

/** A tree under review. */
export interface TreeSetup {
	/** Its place; null: the file lies in no tree. */
	readonly root: string | null;
	readonly profile: TreeProfile;
	/** What the configuration says of the tree, whatever its probes say: it holds for what patches make of the tree too. */
	readonly overrides: TreeOverrides;
	readonly settings: ReviewSettings;
	readonly exclude: readonly string[];
	/** What is wrong with the configuration or the baseline. */
	readonly notes: readonly Note[];
}

/** Reads the configuration of a tree and probes it. `root` null: a file outside of any tree. */
export async function readSetup(root: string | null, request: SetupRequest, files: TreeFiles): Promise<TreeSetup> {
	const path = request.configPath ?? (root === null || request.ignoresTree === true ? undefined : files.resolve(root, configFileName));
	const isAskedFor = request.configPath !== undefined;
	const readOwn = () => (isAskedFor || root === null ? files.read(path ?? '') : files.readInside(root, configFileName));
	const file = path === undefined ? noConfig : await readConfig(path, isAskedFor, readOwn);
	const config = layer(file.config, request.over);
	const scheme = config.scheme === 'auto' ? undefined : config.scheme;
	const insertApi = config.insertApi === 'auto' ? undefined : config.insertApi;
	const overrides: TreeOverrides = { scheme, insertApi };
	const profile =
		root === null
			? { ...noTree, ...(scheme === undefined ? {} : { scheme }), ...(insertApi === undefined ? {} : { insertApi }) }
			: await files.probe(root, overrides);
	const baseline = await baselineOf(config.baseline, request, root, path, files);
	return {
		root,
		profile,
		overrides,
		settings: {
			...defaultSettings,
			...request.selection,
			...contractsOf(config),
			rules: config.rules ?? {},
			baseline: baseline.fingerprints,
		},
		exclude: config.exclude ?? [],
		notes: [...file.notes, ...baseline.notes],
	};
}

/** The packs and helpers of a configuration; helpers alone leave the packs as they are. */
function contractsOf({ effects = [], kinds = [] }: Config): Partial<Pick<ReviewSettings, 'effects' | 'ownContracts' | 'ownKinds'>> {
	const packs = effects.filter((each) => typeof each === 'string');
	const ownContracts = effects.filter((each) => typeof each !== 'string');
	return { ...(packs.length === 0 ? {} : { effects: packs }), ownContracts, ownKinds: kinds };
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
		kinds: [...(under.kinds ?? []), ...(over.kinds ?? [])],
	};
}

/** The helpers of both, the packs of the second where it names some. */
function layeredEffects(under: Config['effects'] = [], over: Config['effects'] = []): Config['effects'] {
	const packs = [over, under].map((effects) => effects.filter((each) => typeof each === 'string')).find((each) => each.length > 0) ?? [];
	return [...packs, ...[...under, ...over].filter((each) => typeof each !== 'string')];
}

const noConfig = { config: {}, notes: [] };
const noBaseline = { fingerprints: new Set<string>(), notes: [] };

async function readConfig(
	path: string,
	isAskedFor: boolean,
	readText: () => Promise<ReadResult>,
): Promise<{ readonly config: Config; readonly notes: readonly Note[] }> {
	const read = await readText();
	if (!read.ok && read.reason === notThere && !isAskedFor) return noConfig;
	if (!read.ok) return { config: {}, notes: [{ level: 'error', message: `the configuration ${path} ${read.reason}`, file: path }] };
	// Loaded only where there is a file: the schema library takes a fifth of the start-up otherwise.
	const { parseConfig } = await import('./config.ts');
	const { config, problems } = parseConfig(read.text);
	return {
		config,
		notes: problems.map((problem) => ({ level: 'warning', message: `${path}${problem.line > 0 ? `:${problem.line}` : ''}: ${problem.message}`, file: path })),
	};
}

interface Baseline {
	readonly fingerprints: ReadonlySet<string>;
	readonly notes: readonly Note[];
}

/** The baseline that is named. What the tree's own configuration names is read inside of the tree only; users may name any file. */
async function baselineOf(
	named: string | undefined,
	{ over, configPath, baselineFolder }: SetupRequest,
	root: string | null,
	configFile: string | undefined,
	files: TreeFiles,
): Promise<Baseline> {
	if (named === undefined) return noBaseline;
	if (over.baseline !== undefined || configFile === undefined) return readBaseline(files.resolve(baselineFolder, named), (place) => files.read(place));
	const place = files.resolve(files.resolve(configFile, '..'), named);
	return readBaseline(place, (path) => (configPath !== undefined || root === null ? files.read(path) : files.readInside(root, named)));
}

async function readBaseline(path: string, readText: (path: string) => Promise<ReadResult>): Promise<Baseline> {
	const read = await readText(path);
	if (!read.ok) return { ...noBaseline, notes: [{ level: 'error', message: `the baseline ${path} ${read.reason}`, file: path }] };
	const fingerprints = parseBaseline(read.text);
	if (fingerprints !== null) return { fingerprints, notes: [] };
	return { ...noBaseline, notes: [{ level: 'error', message: `${path} is no baseline that --write-baseline has written`, file: path }] };
}
