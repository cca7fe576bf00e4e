/**
 * Syntax as plain data. A tree-sitter tree is copied into these nodes and freed at once, so that no tree outlives its parse, the wasm
 * and the native parser give the same, and a rule can read a node without crossing into either.
 */

/** A node of tree-sitter-c's grammar. Offsets are UTF-16 code units from the start of the item, end exclusive. */
export interface SyntaxNode {
	readonly type: string;
	/** False for keywords and punctuation. */
	readonly named: boolean;
	/** The field that the node fills in its parent, as the grammar calls it, or ''. */
	readonly field: string;
	readonly start: number;
	readonly end: number;
	readonly parent: SyntaxNode | null;
	readonly children: readonly SyntaxNode[];
}

/** A parsed text. */
export interface ParsedText {
	readonly root: SyntaxNode;
	/** How many levels the syntax has, the root included. */
	readonly levels: number;
	/** Whether any part of the text did not fit the grammar. */
	readonly hasError: boolean;
}

/** Turns text into syntax. Never fails: what does not fit becomes `ERROR` nodes. `shift` is added to every offset. */
export interface TextParser {
	readonly backend: 'wasm' | 'native';
	parse(text: string, shift?: number): ParsedText;
}

/** What {@link copyTree} needs of a tree cursor; both bindings have it. */
export interface Cursor {
	readonly nodeType: string;
	readonly nodeIsNamed: boolean;
	readonly currentFieldName: string | null | undefined;
	readonly startIndex: number;
	readonly endIndex: number;
	gotoFirstChild(): boolean;
	gotoNextSibling(): boolean;
	gotoParent(): boolean;
}

interface OpenNode extends SyntaxNode {
	readonly children: SyntaxNode[];
}

/** Copies the tree under a cursor that stands on its root. `shift` is added to every offset. */
export function copyTree(cursor: Cursor, shift: number): Pick<ParsedText, 'root' | 'levels'> {
	const root = copyNode(cursor, null, shift);
	let node = root;
	let level = 1;
	let levels = 1;
	for (;;) {
		if (cursor.gotoFirstChild()) {
			node = adopt(node, copyNode(cursor, node, shift));
			if (++level > levels) levels = level;
			continue;
		}
		while (!cursor.gotoNextSibling()) {
			if (!cursor.gotoParent()) return { root, levels };
			node = node.parent as OpenNode;
			level--;
		}
		const parent = node.parent as OpenNode;
		node = adopt(parent, copyNode(cursor, parent, shift));
	}
}

function adopt(parent: OpenNode, child: OpenNode): OpenNode {
	parent.children.push(child);
	return child;
}

function copyNode(cursor: Cursor, parent: OpenNode | null, shift: number): OpenNode {
	return {
		type: cursor.nodeType,
		named: cursor.nodeIsNamed,
		field: cursor.currentFieldName ?? '',
		start: cursor.startIndex + shift,
		end: cursor.endIndex + shift,
		parent,
		children: [],
	};
}

/** The child that fills a field of the grammar. */
export function childOf(node: SyntaxNode, field: string): SyntaxNode | null {
	for (const child of node.children) if (child.field === field) return child;
	return null;
}

/** The named children, in order. */
export function namedChildren(node: SyntaxNode): SyntaxNode[] {
	return node.children.filter((child) => child.named);
}

/** The nearest ancestor of one of the types, or null; the node itself does not count. */
export function ancestorOf(node: SyntaxNode, ...types: readonly string[]): SyntaxNode | null {
	for (let at = node.parent; at !== null; at = at.parent) if (types.includes(at.type)) return at;
	return null;
}

/** Every node of the types at or under `node`, in the order of the text. */
export function* descendantsOf(node: SyntaxNode, types: ReadonlySet<string>): Generator<SyntaxNode> {
	const open: SyntaxNode[] = [node];
	for (let at = open.pop(); at !== undefined; at = open.pop()) {
		if (types.has(at.type)) yield at;
		for (let i = at.children.length - 1; i >= 0; i--) open.push(at.children[i] as SyntaxNode);
	}
}
