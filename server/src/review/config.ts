/** The configuration file, `mm-review.yaml`: its schema, its defaults, and what is wrong with one. */
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { effectPacks } from '../contracts/packs.ts';
import { kindSchema, ownContractSchema } from '../contracts/schema.ts';
import { globProblem, globsProblem } from '../kernel-tree/globs.ts';
import { rules } from '../rules/index.ts';

/** How long a configuration may be, in UTF-16 code units, and a text in it. */
const LONGEST_CONFIG = 1_000_000;
const LONGEST_TEXT = 10_000;

/** So many things that are wrong are told. */
const MOST_PROBLEMS = 50;

const ruleSetting = z.enum(['off', 'on', 'error', 'warning', 'info']);

/** The schema; shipped as JSON schema too. */
export const configSchema = z.strictObject({
	rules: z
		.strictObject(Object.fromEntries(rules.map((rule) => [rule.id, ruleSetting.optional().describe(rule.summary)])))
		.optional()
		.describe('Switches rules off or on, or reports them at another severity'),
	scheme: z.enum(['auto', 'devmap', 'normal']).optional().describe('How FS DAX pages are counted in the tree; auto asks the tree'),
	insertApi: z.enum(['auto', 'dax_insert_pfn', 'mainline']).optional().describe('Which functions fixes use to map a page with a reference; auto asks the tree'),
	exclude: z
		.array(z.string().max(LONGEST_TEXT))
		.optional()
		.describe('Globs (*, **, ?, [abc], {a,b}), relative to the tree, of files and folders that are left out'),
	effects: z
		.array(z.union([z.enum(effectPacks), ownContractSchema]))
		.optional()
		.describe('Which references the path rules follow: mm for pages, core for the general ones; and what helpers of the tree do to counts'),
	kinds: z
		.array(kindSchema)
		.optional()
		.describe('Kinds of what functions of the tree take and give back, beside references: what they are called, whether they nest'),
	baseline: z.string().optional().describe('A file of known findings, relative to this one'),
});

/** A configuration; what is not said is undefined. */
export type Config = z.infer<typeof configSchema>;

/** Something that a configuration gets wrong; `line` is 1-based, 0 where it is not known. */
export interface ConfigProblem {
	readonly line: number;
	readonly message: string;
}

/** Reads a configuration. What is wrong is left out and told; the rest holds. Never throws, whatever the text. */
export function parseConfig(text: string): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
	const refused = (message: string) => ({ config: {}, problems: [{ line: 0, message }] });
	if (text.length > LONGEST_CONFIG) return refused(`the configuration has ${text.length} characters, and ${LONGEST_CONFIG} are read`);
	try {
		const counter = new LineCounter();
		// The library would print its warnings, with what the text holds.
		const document = parseDocument(text, { lineCounter: counter, logLevel: 'error' });
		const problems: ConfigProblem[] = document.errors.slice(0, MOST_PROBLEMS).map((error) => ({
			line: counter.linePos(error.pos[0]).line,
			message: (error.message.split('\n')[0] ?? '').replace(/ at line .*$/, ''),
		}));
		if (problems.length > 0) return { config: {}, problems };
		const value: unknown = document.toJS() ?? {};
		return validate(value, (path) => {
			const node = document.getIn(path, true);
			const range = typeof node === 'object' && node !== null && 'range' in node ? (node.range as readonly number[] | undefined) : undefined;
			return range?.[0] === undefined ? 0 : counter.linePos(range[0]).line;
		});
	} catch (error) {
		// Aliases that multiply, nesting without end.
		return refused(`the configuration cannot be read: ${error instanceof Error ? error.message : String(error)}`);
	}
}

/** Checks a configuration that came as data, as an editor's settings do. */
export function validate(
	value: unknown,
	lineOf: (path: readonly PropertyKey[]) => number = () => 0,
): { readonly config: Config; readonly problems: readonly ConfigProblem[] } {
	const problems: ConfigProblem[] = [];
	let rest = value;
	while (problems.length < MOST_PROBLEMS) {
		const parsed = configSchema.safeParse(rest);
		if (parsed.success) return withSoundGlobs(parsed.data, problems, lineOf);
		// From the last to the first, so that the places of those before stay what they are.
		for (const issue of parsed.error.issues.slice(0, MOST_PROBLEMS).reverse()) {
			const keys = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, MOST_PROBLEMS) : [''];
			for (const key of keys) {
				const path = key === '' ? issue.path : [...issue.path, key];
				problems.push({ line: lineOf(path), message: messageOf(path, key === '' ? issue.message : '') });
				if (path.length === 0) return { config: {}, problems };
				rest = without(rest, path);
			}
		}
	}
	return { config: {}, problems: [...problems, { line: 0, message: 'there is more that is wrong: nothing of the configuration holds' }] };
}

/** Leaves out globs that are none. */
function withSoundGlobs(config: Config, problems: readonly ConfigProblem[], lineOf: (path: readonly PropertyKey[]) => number) {
	const globs = config.exclude ?? [];
	const tooMany = globsProblem(globs);
	if (tooMany !== '') return { config: { ...config, exclude: [] }, problems: [...problems, { line: lineOf(['exclude']), message: `exclude: ${tooMany}` }] };
	const wrong = globs.map((glob, at) => ({ line: lineOf(['exclude', at]), message: globProblem(glob), glob })).filter(({ message }) => message !== '');
	if (wrong.length === 0) return { config, problems };
	return {
		config: { ...config, exclude: globs.filter((glob) => !wrong.some((each) => each.glob === glob)) },
		problems: [...problems, ...wrong.map(({ line, message }) => ({ line, message: `exclude: ${message}` }))],
	};
}

function messageOf(path: readonly PropertyKey[], message: string): string {
	const name = path.map(String).join('.');
	if (path.length === 0) return `the file must be a mapping of settings: ${message}`;
	if (message !== '') return `${name}: ${message}`;
	return path[0] === 'rules' ? `${name}: there is no such rule; "mm-review rules" lists them` : `${name}: there is no such setting`;
}

function without(value: unknown, path: readonly PropertyKey[]): unknown {
	const [key, ...rest] = path;
	if (Array.isArray(value))
		return value.filter((_, index) => index !== key || rest.length > 0).map((item, index) => (index === key ? without(item, rest) : item));
	if (typeof value !== 'object' || value === null) return undefined;
	const copy: Record<PropertyKey, unknown> = { ...value };
	if (rest.length === 0) delete copy[key as PropertyKey];
	else copy[key as PropertyKey] = without(copy[key as PropertyKey], rest);
	return copy;
}
