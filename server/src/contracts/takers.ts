/** What a function of which nothing is known may do with what it is given, and what it gives, by the words of its name: server/data/aliases.json. */
import aliases from '../../data/aliases.json' with { type: 'json' };

const takes: ReadonlySet<string> = new Set(aliases.mayTake.words);
const neverTakes = new RegExp(`^(?:${aliases.mayTake.never.join('|')})$`);
const keepers: ReadonlySet<string> = new Set(aliases.keep);
const same: ReadonlySet<string> = new Set(aliases.same);
const lookups = new RegExp(`^(?:${aliases.lookups.join('|')})$`);
const mapped = new RegExp(`^(?:${aliases.pageTableLookups.join('|')})$`);
const accesses = new RegExp(`^(?:${aliases.onlyReads.join('|')})$`);
const gives: ReadonlySet<string> = new Set(aliases.givesReference);
const readaheadTakers: ReadonlySet<string> = new Set(aliases.takesInReadahead);
const withoutReference: ReadonlySet<string> = new Set(aliases.holdsNoReference);
const addresses: ReadonlySet<string> = new Set(aliases.addresses);
const borrowers: ReadonlySet<string> = new Set(aliases.borrow);
const frees: ReadonlySet<string> = new Set(aliases.freesMemory);
const keeps: ReadonlySet<string> = new Set(aliases.mayKeep);

/** Whether a function may take a page over: then who called it need not put it. */
export function mayTakeOver(name: string): boolean {
	return hasWord(name, takes) && !neverTakes.test(name);
}

/** Whether a function that adds a page to the page cache leaves the caller's reference to the readahead that it is called for. */
export function takesInReadahead(name: string): boolean {
	return readaheadTakers.has(name);
}

/** Whether a function gives back what it is given, under another name. */
export function isSame(name: string): boolean {
	return same.has(name);
}

/** Whether a function is known to keep what it is given. */
export function isKeeper(name: string): boolean {
	return keepers.has(name);
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

/** Whether a function gives the address at which the kernel reads and writes a page: who gets that does so, and holds no page by it. */
export function givesAddress(name: string): boolean {
	return addresses.has(name);
}

/** Whether a function only notes in a request where a page is, which the request does not hold: it is needed until the request is done. */
export function holdsNoReference(name: string): boolean {
	return withoutReference.has(name);
}

/** Whether a function is known to work on what it is given and leave it with its caller. */
export function isBorrower(name: string): boolean {
	return borrowers.has(name);
}

/** Whether a function may hold a reference of its own afterwards. */
export function mayKeep(name: string): boolean {
	return hasWord(name, keeps);
}

/** Whether what a function gives is a reference that its caller drops. */
export function givesReference(name: string): boolean {
	return hasWord(name, gives);
}

/** Whether a function frees memory and drops nothing that stands in it. */
export function freesMemory(name: string): boolean {
	return frees.has(name);
}

/** `filemap_add_folio` has the words filemap, add and folio. */
function hasWord(name: string, words: ReadonlySet<string>): boolean {
	return name.split('_').some((word) => words.has(word));
}
