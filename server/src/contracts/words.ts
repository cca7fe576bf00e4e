/**
 * What the words of a function's name tell of it where nothing better is known: server/data/words.json. They only ever silence: no word
 * decides that something is wrong.
 */
import data from '../../data/words.json' with { type: 'json' };

const takes: ReadonlySet<string> = new Set(data.mayTake.words);
const neverTakes = new RegExp(`^(?:${data.mayTake.never.join('|')})$`);
const lookups = new RegExp(`^(?:${data.lookups.join('|')})$`);
const mapped = new RegExp(`^(?:${data.pageTableLookups.join('|')})$`);
const accesses = new RegExp(`^(?:${data.onlyReads.join('|')})$`);
const gives: ReadonlySet<string> = new Set(data.givesReference);
const keeps: ReadonlySet<string> = new Set(data.mayKeep);
const predicates = new RegExp(`^(?:${data.predicates.join('|')})$`);

/** Whether a function may take a page over: then who called it need not put it. */
export function mayTakeOver(name: string): boolean {
	return hasWord(name, takes) && !neverTakes.test(name);
}

/** Whether a function only finds something that is held already. */
export function isLookup(name: string): boolean {
	return lookups.test(name);
}

/** Whether a function gives the page that a page-table entry maps, which the mapping holds. */
export function looksUpMapped(name: string): boolean {
	return mapped.test(name);
}

/** Whether a function reads or writes memory at an address, and keeps no address. */
export function isMemoryAccess(name: string): boolean {
	return accesses.test(name);
}

/** Whether a function may hold a reference of its own afterwards. */
export function mayKeep(name: string): boolean {
	return hasWord(name, keeps);
}

/** Whether what a function gives is a reference that its caller drops. */
export function givesReference(name: string): boolean {
	return hasWord(name, gives);
}

/** Whether a call is a question by the form of its name: asked twice it answers the same. */
export function isPredicate(name: string): boolean {
	return predicates.test(name);
}

/** `filemap_add_folio` has the words filemap, add and folio. */
function hasWord(name: string, words: ReadonlySet<string>): boolean {
	return name.split('_').some((word) => words.has(word));
}
