/** What the nodes of a flow graph do to page tables, in the order in which it is evaluated. */

import { tableContract } from '../../contracts/table.ts';
import type { FlowGraph, FlowNode } from '../../flow/graph.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { isWarning, type Level, levelOf, type Role, type RoleEntry, rolesOf } from './roles.ts';

/**
 * Roles, and what other tables and helpers tell: `take` and `drop` of a page's reference, `call` of a helper of the file, `impossible`
 * where the code warns that it should not have come.
 */
export type EventKind = Role | 'take' | 'drop' | 'call' | 'impossible';

/** One thing that happens at a node. */
export interface TableEvent {
	readonly kind: EventKind;
	/** The call, or the expression that counts. */
	readonly syntax: SyntaxNode;
	readonly name: string;
	readonly level: Level | null;
	/** For counters: which way; 0 where that is not known. */
	readonly sign: number;
	/** For counters: whether they are those of mapped pages, others (swap entries), or one that a variable names. */
	readonly counts: 'pages' | 'others' | 'unknown';
	readonly entry: RoleEntry | null;
	/** For references: whether as many are taken as an argument says. */
	readonly isMore: boolean;
	/** For calls of helpers: what their bodies do. */
	readonly does: ReadonlySet<EventKind>;
}

/** What a helper of the same file does, and at which levels it sets and clears entries. */
export interface HelperDeeds {
	readonly does: ReadonlySet<EventKind>;
	readonly levels: ReadonlySet<Level>;
}

/** What a helper of the same file does, read off its words; null for what is no such function. */
export type HelperRoles = (name: string) => HelperDeeds | null;

const nothing: ReadonlySet<EventKind> = new Set();

/** The events of every node of a graph. */
export function eventsOf(graph: FlowGraph, text: string, helpers: HelperRoles): readonly (readonly TableEvent[])[] {
	return graph.nodes.map((node) => eventsAt(node, graph, text, helpers));
}

const none: readonly TableEvent[] = [];

function eventsAt(node: FlowNode, graph: FlowGraph, text: string, helpers: HelperRoles): readonly TableEvent[] {
	if (node.syntax === null || node.kind === 'iterate' || node.kind === 'cleanup') return none;
	const events: TableEvent[] = guardedBy(node.syntax, text);
	const see = (syntax: SyntaxNode): void => {
		if (graph.lowered.has(syntax) && syntax !== node.syntax) return;
		for (const child of syntax.children) see(child);
		if (syntax.type === 'call_expression') for (const each of eventsOfCall(syntax, text, helpers)) events.push(each);
		else if (syntax.type === 'update_expression' || syntax.type === 'assignment_expression') events.push(...countIn(syntax, text));
	};
	see(node.syntax);
	return events;
}

/** `scoped_guard(spinlock, ptl)` reads as a branch whose body runs once: what it is given is evaluated under no name. */
function guardedBy(syntax: SyntaxNode, text: string): TableEvent[] {
	const { parent } = syntax;
	const name = parent !== null && syntax.field === 'condition' ? /^scoped_(?:cond_)?guard\b/.exec(text.slice(parent.start, parent.start + 20))?.[0] : undefined;
	if (name === undefined) return [];
	return [{ kind: 'lock', syntax, name, level: null, sign: 0, counts: 'unknown', isMore: false, entry: null, does: nothing }];
}

function eventsOfCall(call: SyntaxNode, text: string, helpers: HelperRoles): TableEvent[] {
	const name = calleeOf(call, text);
	if (name === '') return [];
	const event = (kind: EventKind, entry: RoleEntry | null): TableEvent => ({
		kind,
		syntax: call,
		name,
		level: levelOf(name),
		sign: 0,
		counts: 'unknown',
		isMore: false,
		entry,
		does: nothing,
	});
	const events = rolesOf(name).map((entry) => (entry.role === 'counter' ? counter(event(entry.role, entry), text) : event(entry.role, entry)));
	if (takesLock(call, name, text)) events.push(event('lock', null));
	if (isWarning(name) && /^(?:1|true)$/.test(textOf(argumentsOf(call)[0] ?? call, text))) return [event('impossible', null)];
	const contract = tableContract(name);
	if (contract?.pack === 'mm') {
		for (const { change, counts, on, times } of contract.effects) {
			if (isOfPage(counts)) events.push({ ...event(change > 0 ? 'take' : 'drop', null), isMore: change > 0 && on === 'argument' && times !== undefined });
		}
	} else if (events.length === 0) {
		const deeds = helpers(name);
		// Where all that it sets and clears is of one level, that is the call's.
		const [level] = deeds?.levels.size === 1 ? deeds.levels : [];
		if (deeds !== null) events.push({ ...event('call', null), level: level ?? null, does: deeds.does });
	}
	return events;
}

/** Whether what is counted is a page's own reference, or pin. */
export function isOfPage(counts: string): boolean {
	return counts === 'page' || counts === 'pin';
}

/** Whether a call that no table knows gives a page-table lock through a pointer or as its result: `spinlock_t *ptl` is how they are called. */
function takesLock(call: SyntaxNode, name: string, text: string): boolean {
	if (rolesOf(name).some(({ role }) => role === 'lock' || role === 'lock-name' || role === 'unlock')) return false;
	if (argumentsOf(call).some((argument) => /^&\s*(?:\w+(?:->|\.))*\w*ptl\w*$/.test(textOf(argument, text)))) return true;
	const target = call.parent === null ? null : (childOf(call.parent, 'left') ?? childOf(call.parent, 'declarator'));
	return target !== null && target !== call && /^\*?\s*\w*ptl\w*$/.test(textOf(target, text));
}

/** The counters of an mm that count mapped pages. */
const pageCountersAnywhere = /\bmm_counter(?:_file)?\s*\(|\bMM_(?:ANON|FILE|SHMEM)PAGES\b/;
const pageCounters = /^\(*(?:mm_counter(?:_file)?\s*\(|MM_(?:ANON|FILE|SHMEM)PAGES\b)/;

function counter(event: TableEvent, text: string): TableEvent {
	const { which, amount, sign } = event.entry as RoleEntry;
	const args = argumentsOf(event.syntax);
	const of = which === undefined ? null : args[which];
	const written = of === null || of === undefined ? '' : textOf(of, text);
	const counts = of === null || pageCounters.test(written) ? 'pages' : /^MM_/.test(written) ? 'others' : 'unknown';
	const given = amount === undefined ? undefined : args[amount];
	return { ...event, counts, sign: sign ?? (given === undefined ? 0 : textOf(given, text).trim().startsWith('-') ? -1 : 1) };
}

/** `rss[mm_counter(folio)]++`: counts that are summed up before the mm gets them. */
function countIn(syntax: SyntaxNode, text: string): TableEvent[] {
	const target = childOf(syntax, syntax.type === 'update_expression' ? 'argument' : 'left');
	const bare = target === null ? null : bareExpression(target);
	if (bare?.type !== 'subscript_expression') return [];
	const index = childOf(bare, 'index');
	const written = index === null ? '' : textOf(index, text);
	const isPages = pageCountersAnywhere.test(written);
	// `rss` is how the counts of a walk are called, whatever names the one.
	if (!isPages && !/\brss$/.test(textOf(childOf(bare, 'argument') ?? bare, text))) return [];
	const counts = isPages ? 'pages' : /SWAP/.test(written) ? 'others' : 'unknown';
	const operator = operatorOf(syntax);
	const sign = operator.startsWith('+') ? 1 : operator.startsWith('-') ? -1 : 0;
	return [{ kind: 'counter', syntax, name: textOf(bare, text), level: null, sign, counts, isMore: false, entry: null, does: nothing }];
}
