/** The walk of one object's paths, and what happens to the object on them. */
import type { Visit, Walk } from '../../flow/walk.ts';
import type { SyntaxNode } from '../../kernel-c/syntax.ts';
import type { PathState } from './state.ts';

/** Something that happens to the object, for who reads a path afterwards. Offsets of the syntax are the item's. */
export interface ObjectEvent {
	/**
	 * `numbered`: turned into a pfn or an address. `passed`: given to a function that is not known. `given`: to one that may take it over.
	 * `used`: read through, or given to a function that reads it. `mismatched`: given back as what it is not.
	 */
	readonly kind: 'acquired' | 'taken' | 'dropped' | 'mismatched' | 'passed' | 'given' | 'stored' | 'used' | 'lost' | 'numbered';
	readonly syntax: SyntaxNode;
	/** The function that was called, or ''. */
	readonly callee: string;
	/** What is held afterwards. */
	readonly count: number;
}

/** A node as reached with one state, and what happened there. */
export type ObjectVisit = Visit<PathState, ObjectEvent>;

/** All visits of one object. */
export type ObjectWalk = Walk<PathState, ObjectEvent>;
