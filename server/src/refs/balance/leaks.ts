/**
 * What about an object's paths cannot be explained: two ways that the caller cannot tell apart and of which one drops the reference, an
 * error way that drops everything but this, a reference that nothing ever drops.
 */

import { type Visit, type Walk, wayTo } from '../../flow/walk.ts';
import { isPageKind } from '../effects.ts';
import { type Abandonment, abandonedBy } from './abandoned.ts';
import type { Birth } from './births.ts';
import {
	derivedFrom,
	dropsOnFailureOnly,
	type Excuse,
	goesWithOwner,
	handedOn,
	leavesLocked,
	numbered,
	type RightWay,
	returnsDerived,
	skipsLoop,
	tellsCaller,
} from './excuses.ts';
import { type End, endsOf, nodesOn, reaching, shortestWay } from './exits.ts';
import type { FunctionFacts } from './function-facts.ts';
import type { PathState, ReturnClass } from './state.ts';
import { isOwnStorage } from './storage.ts';
import type { Imbalance, Trail } from './trail.ts';

/** How many states of one parting of the ways are judged. */
const MOST_STATES_OF_EDGE = 8;

/** The leaks of an object, and what explains the paths that leave with a reference and are none. */
export function leaksOf(trail: Trail): { readonly leaks: Imbalance[]; readonly excuses: Excuse[] } {
	const search = new LeakSearch(trail);
	return { leaks: search.leaks(), excuses: search.excuses };
}

class LeakSearch {
	readonly #trail: Trail;
	readonly #facts: FunctionFacts;
	readonly #birth: Birth;
	readonly #walk: Walk<PathState>;
	readonly #ends: readonly End[];
	readonly excuses: Excuse[] = [];

	constructor(trail: Trail) {
		this.#trail = trail;
		this.#facts = trail.facts;
		this.#birth = trail.birth;
		this.#walk = trail.walk;
		this.#ends = endsOf(trail.walk);
	}

	leaks(): Imbalance[] {
		const leaked = this.#ends.filter((end) => end.outcome === 'leaked');
		if (leaked.length === 0 || this.#birth.on === 'unset' || this.#birth.isBorrowed === true) return [];
		const isKnown = this.#birth.certainty === 'known' && (this.#birth.on !== 'argument' || this.#birth.when === 'nonzero');
		const isOwn = isOwnStorage(this.#facts, this.#birth.path) || this.#birth.on === 'argument';
		const good = this.#ends.filter((end) => end.outcome === 'released' || (end.outcome === 'kept' && isKnown && isOwn));
		if (good.length === 0) {
			const found = !isKnown ? this.#keptOnSuccessOnly(leaked) : this.#isOwned() || this.#birth.path === '' ? this.#neverPut(leaked) : this.#leftBehind(leaked);
			if (found.length === 0 && this.excuses.length === 0) this.#excuse(whyNeverPut(this.#birth, isKnown, this.#isOwned()));
			return found;
		}
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
				for (const each of parted) found.push(each);
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
			if (rest === null) continue;
			const rightWay = this.#rightWay(from, returned, good);
			const way = [...wayTo(this.#walk, from), ...rest];
			const excuse = this.#excuseOf(from, to, way, rest, returned, this.#rightWayAs(rightWay, returned));
			if (rightWay === null || excuse !== null) {
				this.#excuse(excuse ?? { because: whyExplicable(this.#birth), at: null });
				continue;
			}
			const at = this.#trail.whereItLeaves(rest) ?? this.#trail.lastSyntax([from]) ?? this.#facts.root;
			const steps = this.#trail.stepsOf(way, at);
			const isHeldOnEveryWay = this.#trail.isHeldOnEveryWay(at);
			return [{ ...this.#leak, name: this.#trail.nameAt(from), at, steps, way, returned, rightWay: this.#trail.dropOn(rightWay), isHeldOnEveryWay }];
		}
		return [];
	}

	/** What explains that a path leaves with the reference where others do not. */
	#excuseOf(from: number, to: number, way: readonly number[], rest: readonly number[], returned: ReturnClass, right: RightWay | null): Excuse | null {
		const trail = this.#trail;
		const excuse =
			handedOn(trail, rest) ??
			skipsLoop(trail, from, to, right) ??
			returnsDerived(trail, way) ??
			dropsOnFailureOnly(trail, from, to) ??
			tellsCaller(trail, way);
		if (excuse !== null || returned === 'error') return excuse;
		return leavesLocked(trail, way) ?? numbered(trail, way) ?? derivedFrom(trail, way);
	}

	#rightWayAs(way: readonly number[] | null, leak: ReturnClass): RightWay | null {
		const last = this.#walk.visits[way?.at(-1) ?? -1];
		if (way === null || last === undefined) return null;
		const fails = last.before.returned === 'error';
		return { drop: this.#trail.dropOn(way), fails, failsAlone: fails && leak !== 'error' && isPageKind(this.#birth.counts) };
	}

	#excuse(excuse: Excuse): void {
		if (!this.excuses.some(({ because, at }) => because === excuse.because && at === excuse.at)) this.excuses.push(excuse);
	}

	#wayToEnd(from: number, ends: readonly End[]): number[] | null {
		return ends.length === 0 ? null : shortestWay(this.#walk, from, new Set(ends.map((end) => end.visit)));
	}

	/** A way to a good end that makes the leaking one inexplicable. */
	#rightWay(from: number, leak: ReturnClass, good: readonly End[]): number[] | null {
		return this.#wayToEnd(
			from,
			good.filter((end) => this.#isDefinite() || isInexplicable(this.#birth, isOwnStorage(this.#facts, this.#birth.path), leak, end)),
		);
	}

	/** Whether nobody but this function can drop the reference: it took it, and keeps it in variables of its own. */
	#isOwned(): boolean {
		const { certainty, on, path, when } = this.#birth;
		if (certainty !== 'known' || (on === 'argument' && when !== 'nonzero')) return false;
		return on === 'argument' || isOwnStorage(this.#facts, path);
	}

	/** Whether holding it at the end is a leak however the function returns; what a helper gave may be found another way. */
	#isDefinite(): boolean {
		return this.#isOwned() && this.#birth.isInferred !== true;
	}

	#neverPut(leaked: readonly End[]): Imbalance[] {
		const { call, path } = this.#birth;
		if (call === null) return [];
		const births = this.#walk.visits.flatMap((visit, index) => (visit.before.object.phase === 'unborn' && visit.after?.object.phase === 'live' ? [index] : []));
		const ways = births.slice(0, MOST_STATES_OF_EDGE).flatMap((birth) =>
			byRank.map((returned) => {
				const ends = leaked.filter((end) => end.returned === returned);
				return { end: ends[0] as End, way: this.#wayToEnd(birth, ends) };
			}),
		);
		const real = ways.flatMap(({ end, way }) => {
			if (way === null) return [];
			return [{ end, way, excuse: handedOn(this.#trail, way) ?? derivedFrom(this.#trail, way) }];
		});
		for (const { excuse } of real) if (excuse !== null) this.#excuse(excuse);
		// Where some ways give it away those that fail and do not are leaks, unless they leave before it could be given.
		const first = real.find(({ excuse }) => excuse === null);
		if (first === undefined || (first !== real[0] && first.end.returned !== 'error')) return [];
		const passed = nodesOn(this.#walk, this.#facts.graph, first.way).map(({ node }) => node.syntax);
		const isOffered = ({ at }: Excuse) => at !== null && passed.some((syntax) => syntax !== null && syntax.start <= at.start && at.end <= syntax.end);
		if (real.some(({ excuse }) => excuse !== null && !isOffered(excuse))) return [];
		const way = wayTo(this.#walk, first.end.visit);
		const steps = this.#trail.stepsOf(way, call);
		return [{ ...this.#leak, kind: 'never-put', name: path || 'it', at: call, steps, way, returned: first.end.returned }];
	}

	/** In a place that is not the function's own, which goes while it holds the reference, or of which an error path drops all the rest. */
	#leftBehind(leaked: readonly End[]): Imbalance[] {
		const errors = leaked.filter((end) => end.returned === 'error');
		for (const [index, visit] of this.#walk.visits.entries()) {
			const abandonment = this.#abandonmentAt(visit);
			const rest = abandonment === null ? null : this.#wayToEnd(index, abandonment.isByFailing ? errors : leaked);
			if (abandonment === null || rest === null) continue;
			const way = [...wayTo(this.#walk, index), ...rest.slice(1)];
			const excuse = handedOn(this.#trail, way) ?? goesWithOwner(this.#trail, way);
			if (excuse !== null) {
				this.#excuse(excuse);
				continue;
			}
			const steps = this.#trail.stepsOf(way, abandonment.at, 'nobody drops it after this');
			const returned = this.#walk.visits[way.at(-1) ?? -1]?.before.returned ?? 'none';
			return [{ ...this.#leak, name: this.#birth.path, at: abandonment.at, steps, way, returned }];
		}
		return [];
	}

	#abandonmentAt(visit: Visit<PathState>): Abandonment | null {
		const syntax = this.#facts.graph.nodes[visit.node]?.syntax ?? null;
		if (syntax === null) return null;
		if (isHeld(visit)) return abandonedBy(this.#facts, this.#birth.path, syntax);
		const isLostHere = visit.before.object.phase === 'live' && visit.after?.object.phase === 'lost';
		return isLostHere ? { at: syntax, isByFailing: true } : null;
	}

	/** What all leaks have, unless they know better. */
	get #leak() {
		return { kind: 'leak', birth: this.#birth, rightWay: null, isHeldOnEveryWay: false } as const;
	}

	/** `get_device(dev)` for as long as the caller uses what the function makes, and error paths that make nothing and keep it. */
	#keptOnSuccessOnly(leaked: readonly End[]): Imbalance[] {
		const good = this.#ends.filter((end) => end.returned === 'success' && (end.outcome === 'leaked' || end.outcome === 'kept'));
		// A page that is got and put nowhere is got for a table, a list or a walk that drops it elsewhere.
		if (this.#birth.certainty !== 'known' || isPageKind(this.#birth.counts) || good.length === 0) return [];
		const kept = reaching(this.#walk, good);
		const errors = new Set(leaked.filter((end) => end.returned === 'error').map((end) => end.visit));
		const found: Imbalance[] = [];
		for (const [index, visit] of this.#walk.visits.entries()) {
			if (!kept.has(index) || !isHeld(visit)) continue;
			for (const next of visit.next) {
				const rest = kept.has(next) ? null : shortestWay(this.#walk, next, errors);
				if (rest === null) continue;
				const excuse = handedOn(this.#trail, rest) ?? goesWithOwner(this.#trail, rest) ?? handedOn(this.#trail, wayTo(this.#walk, index));
				if (excuse !== null) {
					this.#excuse(excuse);
					continue;
				}
				const at = this.#trail.whereItLeaves(rest) ?? this.#facts.root;
				const way = [...wayTo(this.#walk, index), ...rest];
				const steps = this.#trail.stepsOf(way, at);
				found.push({ ...this.#leak, name: this.#trail.nameAt(index), at, steps, way, returned: 'error' });
			}
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
function isInexplicable(birth: Birth, isOwn: boolean, leak: ReturnClass, good: End): boolean {
	// What is in a structure of the caller's may be dropped by the caller, unless other errors drop it here.
	if (birth.on === 'result' && !isOwn) return leak === 'error' && good.returned === 'error' && good.outcome === 'released';
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

/** Why a caller can explain that one path holds the reference and the other does not. */
function whyExplicable(birth: Birth): string {
	if (birth.on === 'entry') return 'the caller gave it: how the function returns may tell it who drops it';
	if (birth.on === 'argument') return 'the reference is taken on what the caller has too, and may be meant to stay';
	return 'the paths that drop it and those that keep it return differently: the caller can tell them apart';
}

/** Why a reference that no path drops is not called a leak. */
function whyNeverPut(birth: Birth, isKnown: boolean, isOwned: boolean): Excuse {
	if (birth.on === 'entry') return { because: 'the caller gave it', at: null };
	if (isKnown && !isOwned) return { because: `${birth.path} is not the function's own: who has it may drop it`, at: birth.call };
	if (birth.on === 'argument') return { because: 'a reference that is taken on what the caller has too may be meant to stay', at: birth.call };
	return { because: 'what the call gives is not known to be a reference', at: birth.call };
}
