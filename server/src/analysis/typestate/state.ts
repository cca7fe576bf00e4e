/** The state of a path: what it knows of values, and the object that is followed. */
import { ANYTHING, type Derived, type Test, type Value } from '../values/value.ts';

/**
 * `not-acquired`: not there yet. `live`: known by its names. `absent`: on this path there is none, as a lookup found nothing. `lost`: a reference
 * is held and no name is left to drop it by. `void`: there is none, and what stands for it was dropped: an error pointer.
 */
export type Phase = 'not-acquired' | 'live' | 'absent' | 'lost' | 'void';

/** A change of the count that depends on what a call gave back. */
export interface Pending {
	/** The access path of what it gave back. */
	readonly by: string;
	/** With which masks of that the change has taken place. */
	readonly mask: number;
	readonly change: number;
	/** For elements of an array: how many were asked for, as the function writes it; '' where that is not known. */
	readonly asked: string;
	/** Whether the path knows that it did not get all that it asked for, and not that it got none. */
	readonly isPartial: boolean;
}

/** The object was given to a function that takes it over where it succeeds. */
export interface Transfer {
	/** The access path of what the function gave back. */
	readonly by: string;
	/** With which masks of that it has succeeded. */
	readonly mask: number;
	/** The function. */
	readonly callee: string;
	/** Whether it was given only an address or a number of the object, and may have looked at no more. */
	readonly isOfAddress: boolean;
}

/** The object that is followed. */
export interface ObjectState {
	readonly phase: Phase;
	/** Access paths that lead to it, in order. */
	readonly names: readonly string[];
	/** Access paths of addresses and numbers by which the object is found again. */
	readonly derived: ReadonlyMap<string, Derived>;
	/** How many this path holds, of the kind that is followed. */
	readonly count: number;
	/** What else this path holds on it: the kind once for each. In order. */
	readonly others: readonly string[];
	/** What the pointer can be. */
	readonly mask: number;
	/** Whether somebody else has it: stored, returned, given to who keeps it. */
	readonly escaped: boolean;
	/** Whether who has it has it only where the function succeeds: it got it by an out-parameter, or what it got is an address. */
	readonly isOutOnly: boolean;
	/** Whether all that others have of it is an address or a number: then it is the function's to drop. */
	readonly isByAddress: boolean;
	/** What the function returns of it: the object itself, an array that it is the elements of, or nothing. */
	readonly returnedAs: 'object' | 'elements' | '';
	/** Whether a reference has been dropped since the object was born. */
	readonly isDropped: boolean;
	readonly pending: Pending | null;
	/** Not known yet: whether who it was given to has taken it. */
	readonly transfer: Transfer | null;
	/** The function that has it by its name only; '' where it is sure that somebody has it, or that nobody has. */
	readonly assumedOwner: string;
}

/** How a path leaves the function. */
export type ReturnClass = 'error' | 'success' | 'unknown' | 'none';

/** What a path carries. */
export interface PathState {
	readonly masks: ReadonlyMap<string, number>;
	readonly tests: ReadonlyMap<string, Test>;
	/** Constants by their names: `VM_FAULT_LOCKED`. */
	readonly constants: ReadonlyMap<string, string>;
	/** Truth of conditions that are asked again. */
	readonly conditions: ReadonlyMap<string, boolean>;
	/** Values of `?:` and the like, by the start of the expression, until the expression around them is evaluated. */
	readonly choices: ReadonlyMap<number, Value>;
	readonly object: ObjectState;
	readonly returned: ReturnClass | null;
}

/** No object yet. */
export const notAcquired: ObjectState = {
	phase: 'not-acquired',
	names: [],
	derived: new Map(),
	count: 0,
	others: [],
	mask: ANYTHING,
	escaped: false,
	isOutOnly: false,
	isByAddress: false,
	returnedAs: '',
	isDropped: false,
	pending: null,
	transfer: null,
	assumedOwner: '',
};

/** The state at the entry. */
export function startState(object: ObjectState): PathState {
	return { masks: new Map(), tests: new Map(), constants: new Map(), conditions: new Map(), choices: new Map(), object, returned: null };
}

/** The same text for the same state. */
export function keyOfState(state: PathState): string {
	const { object } = state;
	const masks = textOfMap(state.masks, (path, mask) => `${path}=${mask}`);
	const tests = textOfMap(state.tests, (path, test) => `${path}?${test.path}:${test.whenTrue}${test.whenFalse}`);
	const constants = textOfMap(state.constants, (path, name) => `${path}=${name}`);
	const conditions = textOfMap(state.conditions, (text, truth) => `${truth ? '' : '!'}${text}`);
	const choices = textOfMap(state.choices, (at, value) => `${at}:${value.mask}${value.path}${value.isObject}${value.test?.path ?? ''}`);
	const pending = object.pending === null ? '' : `${object.pending.by}:${object.pending.mask}:${object.pending.change}${object.pending.isPartial}`;
	const transfer = object.transfer === null ? '' : `${object.transfer.by}:${object.transfer.mask}${object.transfer.isOfAddress}`;
	const own = `${object.phase} ${object.names.join(',')} ${textOfMap(object.derived, (path, derived) => `${path}=${derived}`)} ${object.count} ${object.others.join(',')} ${object.mask} ${object.escaped}${object.isOutOnly}${object.isByAddress} ${object.returnedAs} ${object.isDropped} ${pending} ${transfer} ${object.assumedOwner} ${state.returned}`;
	return `${own}|${masks}|${tests}|${constants}|${conditions}|${choices}`;
}

/** Maps are not changed in place and most states share theirs. */
const texts = new WeakMap<object, string>();

function textOfMap<Key, Entry>(map: ReadonlyMap<Key, Entry>, write: (key: Key, entry: Entry) => string): string {
	if (map.size === 0) return '';
	const known = texts.get(map);
	if (known !== undefined) return known;
	const text = [...map]
		.map(([key, entry]) => write(key, entry))
		.sort()
		.join(';');
	texts.set(map, text);
	return text;
}

/** The state with another object. */
export function withObject(state: PathState, change: Partial<ObjectState>): PathState {
	return { ...state, object: { ...state.object, ...change } };
}

/** The map without some entries; the same map where it holds none of them. */
export function without<Entry>(map: ReadonlyMap<string, Entry>, isGone: (key: string, entry: Entry) => boolean): ReadonlyMap<string, Entry> {
	for (const [key, entry] of map) if (isGone(key, entry)) return new Map([...map].filter(([other, kept]) => !isGone(other, kept)));
	return map;
}
