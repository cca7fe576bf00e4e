/** What a path knows of values: a pointer or number is nothing, an error, or something. */

/** Zero, NULL, false. */
export const NOTHING = 1;
/** A negative number, an error pointer. */
export const ERROR = 2;
/** A positive number, a pointer to something, true. */
export const SOMETHING = 4;
/** Not known. */
export const ANYTHING = NOTHING | ERROR | SOMETHING;

/** A value that is the truth of something about another: what that can be when this is true, and when it is false. */
export interface Test {
	/** The access path of the other value. */
	readonly path: string;
	readonly whenTrue: number;
	readonly whenFalse: number;
}

/** An address at which an object is read and written, or a number by which it is found: a pfn, a bus address. */
export type Derived = 'address' | 'number';

/** A value as a path knows it. */
export interface Value {
	/** What it can be: a union of {@link NOTHING}, {@link ERROR}, {@link SOMETHING}. */
	readonly mask: number;
	/** Where it can be read again, or ''. */
	readonly path: string;
	/** Whether it is the object that is followed. */
	readonly isObject: boolean;
	readonly test: Test | null;
	/** What by which the object is found again it is, or was made of. */
	readonly derived?: Derived;
	/** The name of the constant that it is, where it is one. */
	readonly constant?: string;
}

/** A value of which nothing is known. */
export const unknownValue: Value = { mask: ANYTHING, path: '', isObject: false, test: null };

/** A value of which only the kind is known. */
export function valueOfMask(mask: number): Value {
	return { mask, path: '', isObject: false, test: null };
}

/** The mask of a number. */
export function maskOfNumber(number: number): number {
	return number === 0 ? NOTHING : number < 0 ? ERROR : SOMETHING;
}

/** The same test the other way round. */
export function negated(test: Test): Test {
	return { path: test.path, whenTrue: test.whenFalse, whenFalse: test.whenTrue };
}
