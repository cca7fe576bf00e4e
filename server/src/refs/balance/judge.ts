/**
 * What about an object's paths cannot be explained: two ways that the caller cannot tell apart and of which one drops the reference, an
 * error way that drops everything but this, a reference that nothing ever drops.
 */

import type { Visit, Walk } from '../../flow/walk.ts';
import { argumentsOf } from '../../kernel-c/calls.ts';
import { declaredName, valuesOf } from '../../kernel-c/declarations.ts';
import { namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { accessPath } from './access-path.ts';
import type { Birth } from './births.ts';
import type { ObjectPaths } from './domain.ts';
import type { ObjectEvent } from './evaluate.ts';
import { type End, endsOf, nodesOn, reaching, shortestWay, wayFromEntry } from './exits.ts';
import { type FunctionFacts, isOwnStorage } from './function-facts.ts';
import type { PathState, ReturnClass } from './state.ts';

/** A place on a path and what happens there. Offsets of the syntax are the item's. */
export interface Step {
	readonly syntax: SyntaxNode;
	readonly message: string;
}

/** What is wrong with an object. */
export interface Imbalance {
	readonly kind: 'leak' | 'never-put' | 'double-put' | 'never-taken' | 'use-after-put';
	readonly birth: Birth;
	/** How the function calls the object. */
	readonly name: string;
	readonly at: SyntaxNode;
	readonly steps: readonly Step[];
	/** How the path leaves. */
	readonly returned: ReturnClass;
	/** Where the path that does it right drops the object, or null. */
	readonly rightWay: SyntaxNode | null;
}

/** Kinds of reference that a function does not keep unless it says so: who wants one takes its own. */
const pageKinds = /^(?:page|pin|pgmap)$/;

/** How many states of one parting of the ways are judged. */
const MOST_STATES_OF_EDGE = 8;

/** Functions that may take a page over, by what their name says they do with it. */
const mayTake =
	/add|insert|queue|submit|attach|install|link|store|free|release|put|drop|discard|end|finish|complete|done|give|send|register|consume|migrate|isolate|recycle|return|splice|move|keep|set|map|reclaim|pool|pass|hand|fill|append|push/;

/** Functions that may hold a reference of their own afterwards. */
const mayKeep = /add|insert|queue|submit|store|attach|link|install|register|map_/;

/** Judges the walk of one object. */
export function judge(facts: FunctionFacts, birth: Birth, paths: ObjectPaths, walk: Walk<PathState>): Imbalance[] {
	const judgement = new Judgement(facts, birth, paths, walk);
	return [...judgement.leaks(), ...judgement.misuses()];
}

class Judgement {
	readonly #facts: FunctionFacts;
	readonly #birth: Birth;
	readonly #paths: ObjectPaths;
	readonly #walk: Walk<PathState>;
	readonly #ends: readonly End[];

	constructor(facts: FunctionFacts, birth: Birth, paths: ObjectPaths, walk: Walk<PathState>) {
		this.#facts = facts;
		this.#birth = birth;
		this.#paths = paths;
		this.#walk = walk;
		this.#ends = endsOf(walk);
	}

	leaks(): Imbalance[] {
		const leaked = this.#ends.filter((end) => end.outcome === 'leaked');
		if (leaked.length === 0 || this.#birth.on === 'unset') return [];
		const isKnown = this.#birth.certainty === 'known' && (this.#birth.on !== 'argument' || this.#birth.when === 'nonzero');
		const good = this.#ends.filter((end) => end.outcome === 'released' || (end.outcome === 'kept' && isKnown));
		if (good.length === 0) return isKnown ? this.#neverPut(leaked) : this.#keptOnSuccessOnly(leaked);
		const canBeGood = reaching(this.#walk, good);
		const found: Imbalance[] = [];
		const seen = new Map<string, number>();
		for (const [index, visit] of this.#walk.visits.entries()) {
			if (!canBeGood.has(index) || !isHeld(visit)) continue;
			for (const next of visit.next) {
				// One edge of the graph parts many states; a few tell enough.
				const edge = `${visit.node} ${this.#walk.visits[next]?.node}`;
				const times = seen.get(edge) ?? 0;
				if (canBeGood.has(next) || times >= MOST_STATES_OF_EDGE) continue;
				const parted = this.#partAt(index, next, leaked, good);
				seen.set(edge, parted.length > 0 ? MOST_STATES_OF_EDGE : times + 1);
				found.push(...parted);
			}
		}
		return found;
	}

	/** From one visit the reference is dropped on some way, and on none from the next. */
	#partAt(from: number, to: number, leaked: readonly End[], good: readonly End[]): Imbalance[] {
		for (const returned of byRank) {
			const rest = this.#wayToEnd(
				to,
				leaked.filter((end) => end.returned === returned),
			);
			const rightWay = rest === null ? null : this.#rightWay(from, returned, good);
			if (rest === null || rightWay === null || this.#isHandedOn(rest) || this.#isTakenOver(from, to, returned)) continue;
			const way = [...wayFromEntry(this.#walk, from), ...rest];
			if ((returned !== 'error' && this.#leavesLocked(way)) || this.#returnsDerived(way)) continue;
			const at = this.#whereItLeaves(rest) ?? this.#lastSyntax([from]) ?? this.#facts.root;
			const steps = this.#stepsOf(way, at);
			return [{ kind: 'leak', birth: this.#birth, name: this.#nameAt(from), at, steps, returned, rightWay: this.#dropOn(rightWay) }];
		}
		return [];
	}

	#wayToEnd(from: number, ends: readonly End[]): number[] | null {
		return ends.length === 0 ? null : shortestWay(this.#walk, from, new Set(ends.map((end) => end.visit)));
	}

	/** A way to a good end that makes the leaking one inexplicable. */
	#rightWay(from: number, leak: ReturnClass, good: readonly End[]): number[] | null {
		return this.#wayToEnd(
			from,
			good.filter((end) => this.#isDefinite() || isInexplicable(this.#birth, leak, end)),
		);
	}

	/** Whether nobody but this function can drop the reference: it took it, and keeps it in variables of its own. */
	#isDefinite(): boolean {
		const { certainty, on, path, when } = this.#birth;
		if (certainty !== 'known' || (on === 'argument' && when !== 'nonzero')) return false;
		return on === 'argument' || isOwnStorage(this.#facts, path);
	}

	#neverPut(leaked: readonly End[]): Imbalance[] {
		const { call, path } = this.#birth;
		if (call === null || (path !== '' && !this.#isDefinite())) return [];
		const births = this.#walk.visits.flatMap((visit, index) => (visit.before.object.phase === 'unborn' && visit.after?.object.phase === 'live' ? [index] : []));
		const ways = births.slice(0, MOST_STATES_OF_EDGE).flatMap((birth) =>
			byRank.map((returned) => {
				const ends = leaked.filter((end) => end.returned === returned);
				return { end: ends[0] as End, way: this.#wayToEnd(birth, ends) };
			}),
		);
		const real = ways.filter(({ way }) => way !== null);
		const first = real[0];
		if (first === undefined || real.some(({ way }) => this.#isHandedOn(way ?? []) || this.#isDerivedFrom(way ?? []))) return [];
		const steps = this.#stepsOf(wayFromEntry(this.#walk, first.end.visit), call);
		return [{ kind: 'never-put', birth: this.#birth, name: path || 'it', at: call, steps, returned: first.end.returned, rightWay: null }];
	}

	/** `get_device(dev)` for as long as the caller uses what the function makes, and error paths that make nothing and keep it. */
	#keptOnSuccessOnly(leaked: readonly End[]): Imbalance[] {
		const good = this.#ends.filter((end) => end.returned === 'success' && (end.outcome === 'leaked' || end.outcome === 'kept'));
		if (this.#birth.certainty !== 'known' || good.length === 0) return [];
		const kept = reaching(this.#walk, good);
		const errors = new Set(leaked.filter((end) => end.returned === 'error').map((end) => end.visit));
		const found: Imbalance[] = [];
		for (const [index, visit] of this.#walk.visits.entries()) {
			if (!kept.has(index) || !isHeld(visit)) continue;
			for (const next of visit.next) {
				const rest = kept.has(next) ? null : shortestWay(this.#walk, next, errors);
				if (rest === null || this.#isHandedOn(rest) || this.#isHandedOn(wayFromEntry(this.#walk, index))) continue;
				const at = this.#whereItLeaves(rest) ?? this.#facts.root;
				const steps = this.#stepsOf([...wayFromEntry(this.#walk, index), ...rest], at);
				found.push({ kind: 'leak', birth: this.#birth, name: this.#nameAt(index), at, steps, returned: 'error', rightWay: null });
			}
		}
		return found;
	}

	/** Whether the object is given away on a part of a path. */
	#isHandedOn(way: readonly number[]): boolean {
		for (const { node, visit } of nodesOn(this.#walk, this.#facts.graph, way)) {
			for (const event of this.#paths.eventsAt(visit.before, node)) {
				if (event.kind === 'stored' || (event.kind === 'passed' && pageKinds.test(this.#birth.counts) && mayTake.test(event.callee))) return true;
			}
		}
		return false;
	}

	/** Whether a function makes another pointer of the object, which may hold it from then on. */
	#isDerivedFrom(way: readonly number[]): boolean {
		return this.#eventsOn(way).some(({ kind, syntax }) => {
			if (kind !== 'passed' || !pageKinds.test(this.#birth.counts)) return false;
			let at = syntax.parent;
			while (at !== null && /^(?:parenthesized|cast|binary)_expression$/.test(at.type)) at = at.parent;
			if (at?.type === 'return_statement') return true;
			if (at?.type !== 'assignment_expression' && at?.type !== 'init_declarator') return false;
			const target = namedChildren(at)[0];
			const path = target === undefined ? '' : accessPath(target, this.#facts.text) || declaredName(target, this.#facts.text);
			return !isOwnStorage(this.#facts, path) || this.#facts.variables.get(path)?.isPointer === true;
		});
	}

	/**
	 * Whether the ways part by the result of a function that was given the object, and the leaking one is that where the function may
	 * have taken it over: all but the one on which it failed.
	 */
	#isTakenOver(from: number, to: number, returned: ReturnClass): boolean {
		const fact = this.#walk.visits[to]?.fact;
		if (fact?.kind !== 'condition' || returned === 'error' || !pageKinds.test(this.#birth.counts)) return false;
		const given = this.#eventsOn(wayFromEntry(this.#walk, from)).filter((event) => event.kind === 'passed');
		const asked = this.#facts.text.slice(fact.condition.start, fact.condition.end);
		return given.some((event) => {
			const { start, end } = event.syntax;
			if (fact.condition.start <= start && end <= fact.condition.end) return true;
			const target = /^(?:assignment_expression|init_declarator)$/.test(event.syntax.parent?.type ?? '') ? event.syntax.parent?.children[0] : undefined;
			return target !== undefined && new RegExp(`\\b${this.#facts.text.slice(target.start, target.end).replace(/\W/g, '\\W')}\\b`).test(asked);
		});
	}

	/** Whether a path returns what a call made of the object, which may then hold it. */
	#returnsDerived(way: readonly number[]): boolean {
		const { text, root, returns } = this.#facts;
		if (returns !== 'pointer') return false;
		const last = nodesOn(this.#walk, this.#facts.graph, way).findLast(({ node }) => node.kind === 'return');
		const value = last?.node.syntax === undefined || last.node.syntax === null ? undefined : namedChildren(last.node.syntax)[0];
		if (value?.type !== 'identifier' || last?.visit.before.returned === 'error') return false;
		const names = last?.visit.before.object.names ?? [];
		return valuesOf(root, text, text.slice(value.start, value.end)).some(
			(made) => made.type === 'call_expression' && argumentsOf(made).some((argument) => names.includes(accessPath(argument, text))),
		);
	}

	/** Whether a path leaves with the object locked: then it hands both the lock and the reference on. */
	#leavesLocked(way: readonly number[]): boolean {
		let isLocked = false;
		for (const { callee } of this.#eventsOn(way)) {
			if (/^(?:__)?(?:folio_(?:try)?lock\w*|(?:try)?lock_page\w*)$/.test(callee)) isLocked = true;
			else if (/^(?:__)?(?:folio_unlock|unlock_page)/.test(callee)) isLocked = false;
		}
		return isLocked;
	}

	#eventsOn(way: readonly number[]): ObjectEvent[] {
		return nodesOn(this.#walk, this.#facts.graph, way).flatMap(({ node, visit }) => this.#paths.eventsAt(visit.before, node));
	}

	#nameAt(visit: number): string {
		return this.#walk.visits[visit]?.after?.object.names.find((name) => !name.startsWith('@')) ?? this.#birth.path;
	}

	/** The `return` or `goto` by which a path leaves. */
	#whereItLeaves(way: readonly number[]): SyntaxNode | null {
		for (const { node } of nodesOn(this.#walk, this.#facts.graph, way)) {
			if (node.syntax !== null && (node.kind === 'return' || /^(?:goto|return|break)_statement$/.test(node.syntax.type))) return node.syntax;
		}
		return this.#lastSyntax(way);
	}

	#lastSyntax(way: readonly number[]): SyntaxNode | null {
		return nodesOn(this.#walk, this.#facts.graph, way).findLast(({ node }) => node.syntax !== null)?.node.syntax ?? null;
	}

	#dropOn(way: readonly number[]): SyntaxNode | null {
		for (const { node, visit } of nodesOn(this.#walk, this.#facts.graph, way)) {
			const drop = this.#paths.eventsAt(visit.before, node).find((event) => event.kind === 'dropped' || event.kind === 'stored');
			if (drop !== undefined) return drop.syntax;
		}
		return null;
	}

	#stepsOf(way: readonly number[], at: SyntaxNode, ending = 'the path leaves here'): Step[] {
		const steps: Step[] = [];
		for (const { node, visit } of nodesOn(this.#walk, this.#facts.graph, way)) {
			if (visit.fact?.kind === 'condition' && visit.before.object.phase === 'live') {
				steps.push({ syntax: visit.fact.condition, message: visit.fact.truth ? 'this holds' : 'this does not hold' });
			}
			for (const event of this.#paths.eventsAt(visit.before, node)) {
				if (event.kind === 'born') steps.push({ syntax: event.syntax, message: 'reference taken here' });
				else if (event.kind === 'taken') steps.push({ syntax: event.syntax, message: `another reference taken (${event.count})` });
				else if (event.kind === 'dropped') steps.push({ syntax: event.syntax, message: `reference dropped (${event.count})` });
				else if (event.kind === 'lost') steps.push({ syntax: event.syntax, message: 'its last name is overwritten here' });
			}
		}
		return steps.some((step) => step.syntax === at) ? steps : [...steps, { syntax: at, message: ending }];
	}

	/** A variable is put that nothing was put into. */
	#neverTaken(): Imbalance[] {
		for (const [index, visit] of this.#walk.visits.entries()) {
			const { object } = visit.before;
			const node = this.#facts.graph.nodes[visit.node];
			if (node === undefined || node.syntax === null || object.phase !== 'live' || object.handed || object.count !== 0) continue;
			const drop = this.#paths.eventsAt(visit.before, node).find((event) => event.kind === 'dropped');
			if (drop === undefined) continue;
			const steps = this.#stepsOf(wayFromEntry(this.#walk, index), drop.syntax, 'put here');
			return [{ kind: 'never-taken', birth: this.#birth, name: this.#birth.path, at: drop.syntax, steps, returned: 'unknown', rightWay: null }];
		}
		return [];
	}

	misuses(): Imbalance[] {
		const found: Imbalance[] = [];
		if (this.#birth.on === 'argument' || this.#birth.on === 'entry') return found;
		if (this.#birth.on === 'unset') return this.#neverTaken();
		for (const [index, visit] of this.#walk.visits.entries()) {
			const node = this.#facts.graph.nodes[visit.node];
			if (node === undefined || node.syntax === null || visit.before.object.phase !== 'live' || !visit.before.object.isDropped) continue;
			if (visit.before.object.count > 0 || visit.before.object.pending !== null || visit.before.object.handed) continue;
			const event = this.#paths.eventsAt(visit.before, node)[0];
			if (event === undefined) continue;
			const kind = event.kind === 'dropped' ? 'double-put' : event.kind === 'used' || event.kind === 'passed' ? 'use-after-put' : null;
			if (kind === null || (kind === 'double-put' && this.#birth.certainty !== 'known')) continue;
			const way = wayFromEntry(this.#walk, index);
			// Who was given it may hold it still.
			const past = this.#eventsOn(way.slice(0, -1));
			if (
				past
					.slice(
						0,
						past.findLastIndex((each) => each.kind === 'dropped'),
					)
					.some((each) => each.kind === 'passed' && mayKeep.test(each.callee))
			)
				continue;
			const steps = this.#stepsOf(way, event.syntax, 'used here');
			found.push({ kind, birth: this.#birth, name: this.#nameAt(index), at: event.syntax, steps, returned: 'unknown', rightWay: null });
		}
		return found;
	}
}

function isHeld(visit: Visit<PathState>): boolean {
	return visit.after !== null && visit.after.object.phase === 'live' && visit.after.object.count > 0;
}

/** Classes of ends, those first that are wrong most often. */
const byRank: readonly ReturnClass[] = ['error', 'none', 'unknown', 'success'];

/** Whether a caller cannot explain that one path holds the reference and the other does not. */
function isInexplicable(birth: Birth, leak: ReturnClass, good: End): boolean {
	// What the caller holds, and what is taken on purpose, may be kept.
	if (birth.on === 'entry') return false;
	if (birth.on === 'argument' && leak !== 'error') return good.outcome === 'released' && (good.returned === leak || good.returned === 'unknown');
	switch (leak) {
		case 'error':
			return true;
		case 'success':
			return good.outcome === 'released' && (good.returned === 'success' || (birth.certainty === 'known' && good.returned === 'unknown'));
		case 'none':
			return good.returned === 'none';
		default:
			return good.returned !== 'error';
	}
}
