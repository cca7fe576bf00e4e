/**
 * What about an object's paths cannot be explained: two ways that the caller cannot tell apart and of which one drops the reference, an
 * error way that drops everything but this, a reference that nothing ever drops.
 */
import { type Visit, type Walk, wayTo } from '../../flow/walk.ts';
import type { Birth } from './births.ts';
import { isDerivedFrom, isHandedOn, isNumbered, isTakenOver, leavesLocked, returnsDerived, skipsLoop } from './excuses.ts';
import { type End, endsOf, reaching, shortestWay } from './exits.ts';
import { type FunctionFacts, isOwnStorage } from './function-facts.ts';
import type { PathState, ReturnClass } from './state.ts';
import type { Imbalance, Trail } from './trail.ts';

/** How many states of one parting of the ways are judged. */
const MOST_STATES_OF_EDGE = 8;

/** The leaks of an object. */
export function leaksOf(trail: Trail): Imbalance[] {
	return new LeakSearch(trail).leaks();
}

class LeakSearch {
	readonly #trail: Trail;
	readonly #facts: FunctionFacts;
	readonly #birth: Birth;
	readonly #walk: Walk<PathState>;
	readonly #ends: readonly End[];

	constructor(trail: Trail) {
		this.#trail = trail;
		this.#facts = trail.facts;
		this.#birth = trail.birth;
		this.#walk = trail.walk;
		this.#ends = endsOf(trail.walk);
	}

	leaks(): Imbalance[] {
		const leaked = this.#ends.filter((end) => end.outcome === 'leaked');
		if (leaked.length === 0 || this.#birth.on === 'unset') return [];
		const isKnown = this.#birth.certainty === 'known' && (this.#birth.on !== 'argument' || this.#birth.when === 'nonzero');
		const isOwn = isOwnStorage(this.#facts, this.#birth.path) || this.#birth.on === 'argument';
		const good = this.#ends.filter((end) => end.outcome === 'released' || (end.outcome === 'kept' && isKnown && isOwn));
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
			if (rest === null || rightWay === null || isHandedOn(this.#trail, rest) || isTakenOver(this.#trail, from, to, returned) || skipsLoop(this.#trail, to))
				continue;
			const way = [...wayTo(this.#walk, from), ...rest];
			if (returned !== 'error' && (leavesLocked(this.#trail, way) || isNumbered(this.#trail, way))) continue;
			if (returnsDerived(this.#trail, way)) continue;
			const at = this.#trail.whereItLeaves(rest) ?? this.#trail.lastSyntax([from]) ?? this.#facts.root;
			const steps = this.#trail.stepsOf(way, at);
			return [
				{
					kind: 'leak',
					birth: this.#birth,
					name: this.#trail.nameAt(from),
					at,
					steps,
					way,
					returned,
					rightWay: this.#trail.dropOn(rightWay),
					isHeldOnEveryWay: this.#trail.isHeldOnEveryWay(at),
				},
			];
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
		if (call === null || (path !== '' && !this.#isOwned())) return [];
		const births = this.#walk.visits.flatMap((visit, index) => (visit.before.object.phase === 'unborn' && visit.after?.object.phase === 'live' ? [index] : []));
		const ways = births.slice(0, MOST_STATES_OF_EDGE).flatMap((birth) =>
			byRank.map((returned) => {
				const ends = leaked.filter((end) => end.returned === returned);
				return { end: ends[0] as End, way: this.#wayToEnd(birth, ends) };
			}),
		);
		const real = ways.filter(({ way }) => way !== null);
		const first = real[0];
		if (first === undefined || real.some(({ way }) => isHandedOn(this.#trail, way ?? []) || isDerivedFrom(this.#trail, way ?? []))) return [];
		const way = wayTo(this.#walk, first.end.visit);
		const steps = this.#trail.stepsOf(way, call);
		return [
			{
				kind: 'never-put',
				birth: this.#birth,
				name: path || 'it',
				at: call,
				steps,
				way,
				returned: first.end.returned,
				rightWay: null,
				isHeldOnEveryWay: false,
			},
		];
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
				if (rest === null || isHandedOn(this.#trail, rest) || isHandedOn(this.#trail, wayTo(this.#walk, index))) continue;
				const at = this.#trail.whereItLeaves(rest) ?? this.#facts.root;
				const way = [...wayTo(this.#walk, index), ...rest];
				const steps = this.#trail.stepsOf(way, at);
				found.push({
					kind: 'leak',
					birth: this.#birth,
					name: this.#trail.nameAt(index),
					at,
					steps,
					way,
					returned: 'error',
					rightWay: null,
					isHeldOnEveryWay: false,
				});
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
