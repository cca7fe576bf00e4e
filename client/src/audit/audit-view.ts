/** The tree in the side bar: the findings of audits, grouped. */
import { EventEmitter, MarkdownString, type TreeDataProvider, TreeItem, TreeItemCollapsibleState, Uri } from 'vscode';
import { count, editorRange, fileIn, severityIcon, worstIcon } from '../finding-place.ts';
import { type AuditList, everything, type FindingGroup, type Grouping, type ListedFinding, type ListFilter } from './audit-list.ts';

/** A node: a tree where there are several, a group, or a finding. */
export type AuditNode =
	| { readonly kind: 'tree'; readonly rootUri: string }
	| ({ readonly kind: 'group' } & FindingGroup)
	| ({ readonly kind: 'finding' } & ListedFinding);

/** Shows an {@link AuditList}. */
export class AuditTree implements TreeDataProvider<AuditNode> {
	readonly #changed = new EventEmitter<void>();
	readonly onDidChangeTreeData = this.#changed.event;
	readonly #list: AuditList;
	grouping: Grouping = 'rule';
	filter: ListFilter = everything;

	constructor(list: AuditList) {
		this.#list = list;
	}

	/** Shows what is there now. */
	refresh(): void {
		this.#changed.fire();
	}

	/** How many findings are shown. */
	get shown(): number {
		return this.#list.roots.reduce((sum, rootUri) => sum + this.#list.shown(rootUri, this.filter).length, 0);
	}

	getChildren(node?: AuditNode): AuditNode[] {
		if (node === undefined) {
			const [first, ...others] = this.#list.roots;
			if (first === undefined) return [];
			return others.length === 0 ? this.#groups(first) : this.#list.roots.map((rootUri) => ({ kind: 'tree', rootUri }));
		}
		if (node.kind === 'tree') return this.#groups(node.rootUri);
		return node.kind === 'group' ? node.findings.map((listed) => ({ kind: 'finding', ...listed })) : [];
	}

	#groups(rootUri: string): AuditNode[] {
		return this.#list.groups(rootUri, this.grouping, this.filter).map((group) => ({ kind: 'group', ...group }));
	}

	getTreeItem(node: AuditNode): TreeItem {
		if (node.kind === 'tree') return this.#treeItem(node.rootUri);
		return node.kind === 'group' ? groupItem(node) : findingItem(node, this.grouping);
	}

	#treeItem(rootUri: string): TreeItem {
		const state = this.#list.states.find((each) => each.rootUri === rootUri);
		const item = new TreeItem(Uri.parse(rootUri).path.split('/').at(-1) || rootUri, TreeItemCollapsibleState.Expanded);
		item.description = `linux ${state?.version ?? ''}, ${state?.scheme ?? ''}: ${count(this.#list.shown(rootUri, this.filter).length, 'finding')}`;
		item.tooltip = Uri.parse(rootUri).fsPath;
		item.id = rootUri;
		return item;
	}
}

function groupItem(group: FindingGroup): TreeItem {
	const item = new TreeItem(group.name, TreeItemCollapsibleState.Collapsed);
	const findings = group.findings.map(({ finding }) => finding);
	item.description = String(findings.length);
	item.iconPath = worstIcon(findings);
	item.contextValue = group.grouping === 'rule' ? (findings.some(({ fix }) => fix !== undefined) ? 'rule.fixable' : 'rule') : group.grouping;
	item.accessibilityInformation = { label: `${group.name}, ${count(findings.length, 'finding')}` };
	item.id = `${group.rootUri} ${group.grouping} ${group.name}`;
	return item;
}

function findingItem({ rootUri, finding, isStale }: ListedFinding, grouping: Grouping): TreeItem {
	const { file, range, function: name, message, rule } = finding;
	const line = range.start.line;
	const inside = name === '' ? '' : ` ${name}()`;
	const label = grouping === 'rule' ? `${file}:${line}${inside}` : grouping === 'file' ? `${line}:${inside} ${rule}` : `${line}: ${rule}`;
	const item = new TreeItem(label, TreeItemCollapsibleState.None);
	item.description = `${isStale ? '(stale) ' : ''}${message}`;
	item.iconPath = severityIcon(finding.severity);
	item.contextValue = `finding${finding.fix === undefined ? '' : '.fixable'}${rule === 'suppression' ? '.own' : ''}`;
	item.tooltip = new MarkdownString(`**${rule}** (${finding.severity})${isStale ? ', stale: the file has changed since it was read' : ''}\n\n`)
		.appendText(message)
		.appendCodeblock(finding.text, 'c');
	item.accessibilityInformation = { label: `${finding.severity}: ${label}: ${message}${isStale ? ', stale' : ''}` };
	item.command = { command: 'vscode.open', title: 'Open', arguments: [fileIn(rootUri, file), { selection: editorRange(range), preview: true }] };
	return item;
}
