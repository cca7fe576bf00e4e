/**
 * The form of what is known of kernel functions, one for the data files, the tests and configurations. Only who reads what a person wrote
 * imports it; the engine has its types from contract.ts.
 */
import * as z from 'zod';

const index = z.int().min(0).max(100);

/** When a conditional effect has taken place, by the result of the call. */
export const whenSchema = z.enum(['true', 'non-null', 'not-error', 'valid', 'zero', 'nonzero', 'positive']);

/** One change of what is held. */
export const changeSchema = z
	.strictObject({
		on: z
			.enum(['argument', 'result', 'pointee', 'each'])
			.describe('What is counted: an argument, what is returned, what is written through an argument, each element that an iterator gives'),
		argument: index.optional().describe('Which argument, from 0; for all but result'),
		change: z.union([z.literal(1), z.literal(-1)]),
		counts: z.string().min(1).max(100).describe('What is counted, a kind: page, pin, pgmap, node'),
		when: whenSchema.optional().describe('With which results it has taken place'),
		times: index.optional().describe('The argument, from 0, that says how many times'),
		of: z
			.enum(['elements', 'address'])
			.optional()
			.describe('elements: the argument is an array, of which every element is changed; address: it is the address of what is changed'),
		count: z.literal('result').optional().describe('For pointee: the result says how many elements were written'),
		asked: index.optional().describe('For elements: the argument (from 0) that says how many are asked for, or given back'),
		isDoubtful: z
			.literal(true)
			.optional()
			.describe('Read off a body in a way that leaves doubt: that it is lost is told only where another path gives it back'),
		isAll: z.literal(true).optional().describe('With times: it drops all that is held'),
		isLast: z.literal(true).optional().describe('Who drops the last has the dead object, and is told so by the result'),
		member: z.string().optional().describe('For pointee: the member of the structure that is written'),
	})
	.refine((change) => (change.on === 'result') === (change.argument === undefined), 'an argument is needed, but for result');

/**
 * What a function does with an argument. `asks`: looks at the pointer or through it, and no more. `borrows`: works on it and leaves it with
 * its caller. `keeps`: stores it. `records`: notes it in another argument, which holds no reference. `moves`: leaves NULL in the variable.
 */
export const useSchema = z.enum(['asks', 'borrows', 'keeps', 'records', 'moves']);

/** What a role in page-table code needs to know of its arguments; places are 0-based. */
export const roleSchema = z.strictObject({
	role: z.string().min(1),
	pointer: index.optional(),
	value: index.optional(),
	mm: index.optional(),
	table: index.optional(),
	which: index.optional(),
	amount: index.optional(),
	sign: z.union([z.literal(1), z.literal(-1)]).optional(),
	lock: index.optional(),
	fails: z.enum(['zero', 'nonzero']).optional(),
});

/** What a configuration may say of functions of its tree. */
export const ownContractSchema = z.strictObject({
	names: z.array(z.string().regex(/^\w+$/)).min(1),
	effects: z.array(changeSchema).optional().describe('What it takes and gives back'),
	arguments: useSchema.optional().describe('What it does with what it is given, where it changes no count of it'),
	same: index.optional().describe('The argument (from 0) that the function gives back'),
	notes: z.string().optional(),
});

/** An entry of the data; names may be forms: `{pte,pmd}_none`. */
export const contractSchema = ownContractSchema.extend({
	names: z.array(z.string().regex(/^[\w{},]+$/)).min(1),
	pack: z.enum(['mm', 'core']).optional().describe('The pack whose rules follow its effects'),
	result: z
		.enum(['argument', 'address', 'number', 'found', 'error', 'error-pointer', 'errno'])
		.optional()
		.describe(
			'Of its first argument: that itself, an address or a number by which it is found again, what is found by such, an error pointer made of its number, or the number of an error pointer; error: always one',
		),
	mustTest: z.literal(true).optional().describe('It only tries to take what it takes: its result must be looked at'),
	byFlags: z.literal(true).optional().describe('It takes only where a flag asks for it: what calls it may take none'),
	byTree: z.literal(true).optional().describe('Trees differ: what its body in the tree says wins'),
	instead: z.record(z.string(), z.string().regex(/^\w+$/)).optional().describe('The function that does the same with the same arguments for another kind'),
	neverNull: z.literal(true).optional().describe('Its result is never NULL'),
	trueFor: z
		.array(z.enum(['nothing', 'error']))
		.optional()
		.describe('It is true for arguments that are these'),
	pure: z.literal(true).optional().describe('It tells something and does nothing'),
	fleeting: z.literal(true).optional().describe('Asked again it may answer otherwise'),
	returns: z.enum(['never', 'unless-true', 'unless-false', 'from-caller']).optional().describe('Whether the code after it is reached, by its first argument'),
	warns: z.literal(true).optional().describe('It says that something should never be, where it is given a constant'),
	frees: z.literal(true).optional().describe('It frees memory and drops nothing that stands in it'),
	zeroes: z.literal(true).optional().describe('It gives memory that is all 0'),
	pageLock: z.enum(['takes', 'drops']).optional().describe('It takes or drops the lock of the page or folio in its first argument'),
	takesInReadahead: z.literal(true).optional().describe('Called for a readahead it leaves its reference to that'),
	writesProt: index.optional().describe('The argument that is a pgprot_t * and is written'),
	roles: z.array(roleSchema).optional().describe('What it does to page tables'),
	schemes: z
		.partialRecord(z.enum(['devmap', 'converting', 'normal']), z.string())
		.optional()
		.describe('What it means in trees of a scheme'),
	source: z.string().min(1).describe('Where the fact is from'),
});

const name = z.string().min(1).max(100);

/** The schema of a kind, for the data, the tests and configurations. */
export const kindSchema = z.strictObject({
	kind: name.describe('Its name, as the effects call it in "counts"'),
	noun: name.optional().describe('What messages call what is held: reference (as without it), pin, lock'),
	phases: z
		.enum(['counted', 'binary'])
		.optional()
		.describe('Whether an object can hold several at once, as references (counted, as without it), or one, as a lock (binary)'),
	identity: z
		.enum(['container', 'place'])
		.optional()
		.describe('Whether &dev->kobj stands for dev (container, as without it), or for itself, as a lock in a structure (place)'),
	afterRelease: z
		.enum(['dead', 'usable'])
		.optional()
		.describe('Whether the object may be gone after its release (dead, as without it), or is used on as after an unlock (usable)'),
	releasedAs: z.array(name).optional().describe('Other kinds whose release gives this one back too'),
	isPrimitive: z
		.boolean()
		.optional()
		.describe(
			'Whether it is a counter that get and put functions are made of: what these do is read off them, and callers of the counter itself are not judged',
		),
	isOnPages: z.boolean().optional().describe('Whether it is held on pages: then functions may take it over, as a page cache does'),
	faultsOnNull: z.boolean().optional().describe('Whether giving back NULL is a fault'),
	rule: z.string().optional().describe('The rule that reports what is wrong with it, where it is one of its own'),
	source: z.string().optional().describe('Where the fact is from'),
});
