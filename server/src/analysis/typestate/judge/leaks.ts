/**
 * What about an object's paths cannot be explained: two ways that the caller cannot tell apart and of which one drops the reference, an
 * error way that drops everything but this, a reference that nothing ever drops.
 */

import { wayTo } from '../../../flow/walk.ts';
import type { Acquisition } from '../acquisitions.ts';
import { type End, endsOf, nodesOn, reaching, shortestWay } from '../exits.ts';
import type { FunctionFacts } from '../function-facts.ts';
import type { ObjectVisit, ObjectWalk } from '../object-walk.ts';
import type { ReturnClass } from '../state.ts';
import { isOwnStorage } from '../storage.ts';
import type { Trace, Violation } from '../trace.ts';
import { type Abandonment, abandonedBy } from './abandoned.ts';
import {
	derivedFrom,
	dropsOnFailureOnly,
	escapesOn,
	goesWithOwner,
	type Justification,
	leavesLocked,
	numbered,
	passedInDoubt,
	passedWhole,
	type RightWay,
	returnsDerived,
	skipsLoop,
	tellsCaller,
} from './justifications.ts';

/** How many states of one parting of the ways are judged. */
const MOST_STATES_OF_EDGE = 8;

/** Whether a path leaves with what it holds. */
export function mayLeak(walk: ObjectWalk): boolean {
	return endsOf(walk).some((end) => end.outcome === 'leaked');
}

/** The leaks of an object, and what explains the paths that leave with a reference and are none. */
export function leaksOf(trace: Trace): { readonly violations: Violation[]; readonly justifications: Justification[] } {
	const search = new LeakSearch(trace);
	return { violations: search.leaks(), justifications: search.justifications };
}

class LeakSearch {
	readonly #trace: Trace;
	readonly #facts: FunctionFacts;
	readonly #acquisition: Acquisition;
	readonly #walk: ObjectWalk;
	readonly #ends: readonly End[];
	readonly justifications: Justification[] = [];

	constructor(trace: Trace) {
		this.#trace = trace;
		this.#facts = trace.facts;
		this.#acquisition = trace.acquisition;
		this.#walk = trace.walk;
		this.#ends = endsOf(trace.walk);
	}

	leaks(): Violation[] {
		const leaked = this.#ends.filter((end) => end.outcome === 'leaked');
		if (leaked.length === 0 || this.#acquisition.on === 'unset' || this.#acquisition.isBorrowed === true) return [];
		const isKnown = this.#acquisition.certainty === 'known' && (this.#acquisition.on !== 'argument' || this.#acquisition.when === 'nonzero');
		const isOwn = isOwnStorage(this.#facts, this.#acquisition.path) || this.#acquisition.on === 'argument';
		const good = this.#ends.filter((end) => end.outcome === 'released' || (end.outcome === 'kept' && isKnown && isOwn));
		// Elements of an array that is somebody else's are dropped by who has the array, but where it goes.
		const isOthers = this.#acquisition.of === 'elements' && !isOwn;
		const isWitnessed = good.some((end) => end.outcome === 'released');
		if (this.#acquisition.isDoubtful === true && !isWitnessed) {
			this.#justify({ because: 'what a helper does leaves doubt, and no path here gives it back', at: this.#acquisition.call });
			return [];
		}
		if (good.length === 0 || isOthers) {
			const found = !isKnown
				? this.#keptOnSuccessOnly(leaked)
				: !isOthers && (this.#isOwned() || this.#acquisition.path === '')
					? this.#neverPut(leaked)
					: this.#leftBehind(leaked);
			if (found.length === 0 && this.justifications.length === 0) this.#justify(whyNeverPut(this.#acquisition, isKnown, this.#isOwned()));
			return found;
		}
		const canBeGood = reaching(this.#walk, good);
		const found: Violation[] = [];
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
	#partAt(from: number, to: number, leaked: readonly End[], good: readonly End[]): Violation[] {
		for (const returned of byRank) {
			const rest = this.#wayToEnd(
				to,
				leaked.filter((end) => end.returned === returned),
			);
			if (rest === null) continue;
			const rightWay = this.#rightWay(from, returned, good);
			const way = [...wayTo(this.#walk, from), ...rest];
			const justification = this.#justificationOf(from, to, way, rest, returned, this.#rightWayAs(rightWay, returned));
			if (rightWay === null || justification !== null) {
				this.#justify(justification ?? { because: whyExplicable(this.#acquisition), at: null });
				continue;
			}
			const at = this.#trace.whereItLeaves(rest) ?? this.#trace.lastSyntax([from]) ?? this.#facts.root;
			const steps = this.#trace.stepsOf(way, at);
			const isHeldOnEveryWay = this.#trace.isHeldOnEveryWay(at);
			const rightVisits = [...wayTo(this.#walk, from).slice(0, -1), ...rightWay];
			return [
				{ ...this.#leak, name: this.#trace.nameAt(from), at, steps, way, returned, rightWay: this.#trace.dropOn(rightWay), rightVisits, isHeldOnEveryWay },
			];
		}
		return [];
	}

	/** What explains that a path leaves with the reference where others do not. */
	#justificationOf(
		from: number,
		to: number,
		way: readonly number[],
		rest: readonly number[],
		returned: ReturnClass,
		right: RightWay | null,
	): Justification | null {
		const trace = this.#trace;
		const justification =
			escapesOn(trace, rest) ??
			passedInDoubt(trace, way) ??
			skipsLoop(trace, from, to, way, right) ??
			returnsDerived(trace, way) ??
			dropsOnFailureOnly(trace, from, to) ??
			tellsCaller(trace, way);
		if (justification !== null || returned === 'error') return justification;
		return passedWhole(trace, way) ?? leavesLocked(trace, way) ?? numbered(trace, way) ?? derivedFrom(trace, way);
	}

	#rightWayAs(way: readonly number[] | null, leak: ReturnClass): RightWay | null {
		const last = this.#walk.visits[way?.at(-1) ?? -1];
		if (way === null || last === undefined) return null;
		const fails = last.before.returned === 'error';
		return { drop: this.#trace.dropOn(way), fails, failsAlone: fails && leak !== 'error' && this.#trace.kind.isOnPages };
	}

	#justify(justification: Justification): void {
		if (!this.justifications.some(({ because, at }) => because === justification.because && at === justification.at)) this.justifications.push(justification);
	}

	#wayToEnd(from: number, ends: readonly End[]): number[] | null {
		return ends.length === 0 ? null : shortestWay(this.#walk, from, new Set(ends.map((end) => end.visit)));
	}

	/** A way to a good end that makes the leaking one inexplicable. */
	#rightWay(from: number, leak: ReturnClass, good: readonly End[]): number[] | null {
		return this.#wayToEnd(
			from,
			good.filter((end) => this.#isDefinite() || isInexplicable(this.#acquisition, isOwnStorage(this.#facts, this.#acquisition.path), leak, end)),
		);
	}

	/** Whether nobody but this function can drop the reference: it took it, and keeps it in variables of its own. */
	#isOwned(): boolean {
		const { certainty, on, path, when } = this.#acquisition;
		if (certainty !== 'known' || (on === 'argument' && when !== 'nonzero')) return false;
		return on === 'argument' || isOwnStorage(this.#facts, path);
	}

	/** Whether holding it at the end is a leak however the function returns; what a helper gave may be found another way. */
	#isDefinite(): boolean {
		return this.#isOwned() && this.#acquisition.isInferred !== true;
	}

	#neverPut(leaked: readonly End[]): Violation[] {
		const { call, path } = this.#acquisition;
		if (call === null) return [];
		const acquisitions = this.#walk.visits.flatMap((visit, index) =>
			visit.before.object.phase === 'not-acquired' && visit.after?.object.phase === 'live' ? [index] : [],
		);
		const ways = acquisitions.slice(0, MOST_STATES_OF_EDGE).flatMap((acquisition) =>
			byRank.map((returned) => {
				const ends = leaked.filter((end) => end.returned === returned);
				return { end: ends[0] as End, way: this.#wayToEnd(acquisition, ends) };
			}),
		);
		const real = ways.flatMap(({ end, way }) => {
			if (way === null) return [];
			return [{ end, way, justification: escapesOn(this.#trace, way) ?? derivedFrom(this.#trace, way) ?? passedWhole(this.#trace, way) }];
		});
		for (const { justification } of real) if (justification !== null) this.#justify(justification);
		// Where some ways give it away those that fail and do not are leaks, unless they leave before it could be given.
		const first = real.find(({ justification }) => justification === null);
		if (first === undefined || (first !== real[0] && first.end.returned !== 'error')) return [];
		const passed = nodesOn(this.#walk, this.#facts.graph, first.way).map(({ node }) => node.syntax);
		const isOffered = ({ at }: Justification) => at !== null && passed.some((syntax) => syntax !== null && syntax.start <= at.start && at.end <= syntax.end);
		if (real.some(({ justification }) => justification !== null && !isOffered(justification))) return [];
		const way = wayTo(this.#walk, first.end.visit);
		const steps = this.#trace.stepsOf(way, call);
		return [{ ...this.#leak, kind: 'never-put', name: path || 'it', at: call, steps, way, returned: first.end.returned }];
	}

	/** In a place that is not the function's own, which goes while it holds the reference, or of which an error path drops all the rest. */
	#leftBehind(leaked: readonly End[]): Violation[] {
		const errors = leaked.filter((end) => end.returned === 'error');
		for (const [index, visit] of this.#walk.visits.entries()) {
			const abandonment = this.#abandonmentAt(visit);
			const rest = abandonment === null ? null : this.#wayToEnd(index, abandonment.isByFailing ? errors : leaked);
			if (abandonment === null || rest === null) continue;
			const way = [...wayTo(this.#walk, index), ...rest.slice(1)];
			const justification = escapesOn(this.#trace, way) ?? goesWithOwner(this.#trace, way);
			if (justification !== null) {
				this.#justify(justification);
				continue;
			}
			const steps = this.#trace.stepsOf(way, abandonment.at, 'nobody drops it after this');
			const returned = this.#walk.visits[way.at(-1) ?? -1]?.before.returned ?? 'none';
			return [{ ...this.#leak, name: this.#acquisition.path, at: abandonment.at, steps, way, returned }];
		}
		return [];
	}

	#abandonmentAt(visit: ObjectVisit): Abandonment | null {
		const syntax = this.#facts.graph.nodes[visit.node]?.syntax ?? null;
		if (syntax === null) return null;
		if (isHeld(visit)) return abandonedBy(this.#facts, this.#acquisition.path, syntax);
		// A pointer that moves on through somebody else's array loses nothing.
		const isLostHere = this.#acquisition.of !== 'elements' && visit.before.object.phase === 'live' && visit.after?.object.phase === 'lost';
		return isLostHere ? { at: syntax, isByFailing: true } : null;
	}

	/** What all leaks have, unless they know better. */
	get #leak() {
		return { kind: 'leak', acquisition: this.#acquisition, rightWay: null, rightVisits: [] as readonly number[], isHeldOnEveryWay: false } as const;
	}

	/** `get_device(dev)` for as long as the caller uses what the function makes, and error paths that make nothing and keep it. */
	#keptOnSuccessOnly(leaked: readonly End[]): Violation[] {
		const good = this.#ends.filter((end) => end.returned === 'success' && (end.outcome === 'leaked' || end.outcome === 'kept'));
		// A page that is got and put nowhere is got for a table, a list or a walk that drops it elsewhere.
		if (this.#acquisition.certainty !== 'known' || this.#trace.kind.isOnPages || good.length === 0) return [];
		const kept = reaching(this.#walk, good);
		const errors = new Set(leaked.filter((end) => end.returned === 'error').map((end) => end.visit));
		const found: Violation[] = [];
		for (const [index, visit] of this.#walk.visits.entries()) {
			if (!kept.has(index) || !isHeld(visit)) continue;
			for (const next of visit.next) {
				const rest = kept.has(next) ? null : shortestWay(this.#walk, next, errors);
				if (rest === null) continue;
				const justification = escapesOn(this.#trace, rest) ?? goesWithOwner(this.#trace, rest) ?? escapesOn(this.#trace, wayTo(this.#walk, index));
				if (justification !== null) {
					this.#justify(justification);
					continue;
				}
				const at = this.#trace.whereItLeaves(rest) ?? this.#facts.root;
				const way = [...wayTo(this.#walk, index), ...rest];
				const steps = this.#trace.stepsOf(way, at);
				found.push({ ...this.#leak, name: this.#trace.nameAt(index), at, steps, way, returned: 'error' });
			}
		}
		return found;
	}
}

function isHeld(visit: ObjectVisit): boolean {
	const object = visit.after?.object;
	if (object?.phase !== 'live') return false;
	// Of elements that were asked for some may be there already.
	return object.count > 0 || (object.pending !== null && object.pending.asked !== '' && object.pending.change > 0);
}

/** Classes of ends, those first that are wrong most often. */
const byRank: readonly ReturnClass[] = ['error', 'none', 'unknown', 'success'];

/** Whether a caller cannot explain that one path holds the reference and the other does not. */
function isInexplicable(acquisition: Acquisition, isOwn: boolean, leak: ReturnClass, good: End): boolean {
	// What is in a structure of the caller's may be dropped by the caller, unless other errors drop it here.
	if (acquisition.on === 'result' && !isOwn) return leak === 'error' && good.returned === 'error' && good.outcome === 'released';
	// What the caller holds, and what is taken on purpose, may be kept.
	if (acquisition.on === 'entry') return false;
	// What a helper took on an argument may be meant for who works on with it, but not where this failed and another failure drops it.
	if (acquisition.on === 'argument' && acquisition.isDoubtful === true) return leak === 'error' && good.returned === 'error' && good.outcome === 'released';
	if (acquisition.on === 'argument' && leak !== 'error') return good.outcome === 'released' && (good.returned === leak || good.returned === 'unknown');
	switch (leak) {
		case 'error':
			return true;
		case 'success':
			return good.outcome === 'released' && (good.returned === 'success' || (acquisition.certainty === 'known' && good.returned === 'unknown'));
		case 'none':
			return good.returned === 'none';
		default:
			return good.returned !== 'error';
	}
}

/** Why a caller can explain that one path holds the reference and the other does not. */
function whyExplicable(acquisition: Acquisition): string {
	if (acquisition.on === 'entry') return 'the caller gave it: how the function returns may tell it who drops it';
	if (acquisition.on === 'argument') return 'the reference is taken on what the caller has too, and may be meant to stay';
	return 'the paths that drop it and those that keep it return differently: the caller can tell them apart';
}

/** Why a reference that no path drops is not called a leak. */
function whyNeverPut(acquisition: Acquisition, isKnown: boolean, isOwned: boolean): Justification {
	if (acquisition.on === 'entry') return { because: 'the caller gave it', at: null };
	if (isKnown && !isOwned) return { because: `${acquisition.path} is not the function's own: who has it may drop it`, at: acquisition.call };
	if (acquisition.on === 'argument') return { because: 'a reference that is taken on what the caller has too may be meant to stay', at: acquisition.call };
	return { because: 'what the call gives is not known to be a reference', at: acquisition.call };
}
