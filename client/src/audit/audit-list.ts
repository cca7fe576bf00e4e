/** The findings of audits as a list that can be grouped and filtered. Knows nothing of the editor. */
import type { AuditNews, Finding } from '../../../server/src/lsp/protocol.ts';

/** By what findings are grouped. */
export type Grouping = 'rule' | 'file' | 'function';

/** A finding of an audited tree. */
export interface ListedFinding {
	readonly rootUri: string;
	readonly finding: Finding;
	/** Whether its file has changed since it was read. */
	readonly isStale: boolean;
}

/** Findings that belong together. */
export interface FindingGroup {
	readonly rootUri: string;
	readonly grouping: Grouping;
	/** What they share: a rule's id, a file, or `function in file`. */
	readonly name: string;
	readonly findings: readonly ListedFinding[];
}

/** Which findings are shown. */
export interface ListFilter {
	/** Words that must all stand in a finding's rule, severity, place or message; '' shows all. */
	readonly text: string;
	/** Fingerprints of which one must be a finding's; null shows all. */
	readonly only: ReadonlySet<string> | null;
	/** Fingerprints of findings that are not shown. */
	readonly known: ReadonlySet<string>;
}

/** Nothing is filtered. */
export const everything: ListFilter = { text: '', only: null, known: new Set() };

/** How the audit of a tree stands. */
export interface AuditState {
	readonly rootUri: string;
	readonly version: string;
	readonly scheme: string;
	readonly state: 'running' | 'done' | 'cancelled';
}

interface File {
	readonly findings: readonly Finding[];
	readonly isStale: boolean;
}

/** The findings of all audited trees. */
export class AuditList {
	readonly #trees = new Map<string, Map<string, File>>();
	readonly #states = new Map<string, AuditState>();

	/** Takes what the server tells. */
	take(news: AuditNews): void {
		const { rootUri, version, scheme, state } = news;
		const tree = this.#trees.get(rootUri) ?? new Map<string, File>();
		this.#trees.set(rootUri, tree);
		for (const { file, findings } of news.files) {
			if (findings.length === 0) tree.delete(file);
			else tree.set(file, { findings, isStale: false });
		}
		if (state !== 'document') this.#states.set(rootUri, { rootUri, version, scheme, state: state === 'began' || state === 'resumed' ? 'running' : state });
		// What was found before may be there no more: it is read again.
		if (state === 'began') for (const file of tree.keys()) this.markStale(rootUri, file);
	}

	/** A file has changed since it was read; says whether that matters here. */
	markStale(rootUri: string, file: string): boolean {
		const kept = this.#trees.get(rootUri)?.get(file);
		if (kept === undefined || kept.isStale) return false;
		this.#trees.get(rootUri)?.set(file, { ...kept, isStale: true });
		return true;
	}

	/** A file is there no more; says whether that matters here. */
	remove(rootUri: string, file: string): boolean {
		return this.#trees.get(rootUri)?.delete(file) === true;
	}

	/** Forgets everything. */
	clear(): void {
		this.#trees.clear();
		this.#states.clear();
	}

	get states(): readonly AuditState[] {
		return [...this.#states.values()];
	}

	/** The trees that were audited. */
	get roots(): readonly string[] {
		return [...this.#states.keys()];
	}

	/** What is shown of a tree, in the order of files and lines. */
	shown(rootUri: string, filter: ListFilter): ListedFinding[] {
		const words = filter.text
			.toLowerCase()
			.split(/\s+/)
			.filter((word) => word !== '');
		const files = [...(this.#trees.get(rootUri) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
		return files.flatMap(([, { findings, isStale }]) =>
			findings.filter((finding) => isShown(finding, words, filter)).map((finding) => ({ rootUri, finding, isStale })),
		);
	}

	/** The same in groups, by their names. */
	groups(rootUri: string, grouping: Grouping, filter: ListFilter): FindingGroup[] {
		const groups = new Map<string, ListedFinding[]>();
		for (const listed of this.shown(rootUri, filter)) {
			const name = groupOf(listed.finding, grouping);
			groups.set(name, [...(groups.get(name) ?? []), listed]);
		}
		return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, findings]) => ({ rootUri, grouping, name, findings }));
	}

	/** The findings of a rule that a fix is known of. */
	fixable(rootUri: string, rule: string): readonly Finding[] {
		const files = [...(this.#trees.get(rootUri)?.values() ?? [])];
		return files.flatMap(({ findings }) => findings.filter((finding) => finding.rule === rule && finding.fix !== undefined));
	}
}

/** A fingerprint without the number that tells findings of the same text apart. */
export function withoutNumber(fingerprint: string): string {
	return fingerprint.replace(/\.\d+$/, '');
}

function isShown(finding: Finding, words: readonly string[], { only, known }: ListFilter): boolean {
	const key = withoutNumber(finding.fingerprint);
	if (known.has(key) || (only !== null && !only.has(key))) return false;
	const text = `${finding.rule} ${finding.severity} ${finding.file} ${finding.function} ${finding.message}`.toLowerCase();
	return words.every((word) => text.includes(word));
}

function groupOf({ rule, file, function: name }: Finding, grouping: Grouping): string {
	if (grouping === 'rule') return rule;
	if (grouping === 'file') return file;
	return name === '' ? file : `${name}() in ${file}`;
}
