/** What became of reading a file. */

/** A file's text, or why there is none. */
export type ReadResult = { readonly ok: true; readonly text: string; readonly encoding: Encoding } | { readonly ok: false; readonly reason: string };

/** How a file's bytes became text: UTF-8, or where they are no UTF-8, one character a byte. */
export type Encoding = 'utf8' | 'latin1';
