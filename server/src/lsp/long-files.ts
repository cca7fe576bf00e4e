/** Files in which hints and lenses are left out: every scroll asks again, and nobody reads so much. */

/** In UTF-16 code units. */
const LONGEST = 1_000_000;

/** Whether a document is one of them. */
export function isLong({ text }: { readonly text: string }): boolean {
	return text.length > LONGEST;
}
