/** The lines of an input, as text and as bytes: a mail's structure is in the text, its encodings are in the bytes. */

/** The lines of an input. Lines are 0-based; texts are without their line ends, CR included. */
export interface InputLines {
	readonly texts: readonly string[];
	/** The bytes of some lines, with their line ends. */
	bytes(from: number, to: number): Uint8Array;
}

const newline = 10;

/** Splits an input. Bytes that are no UTF-8 become replacement characters in the texts; the bytes keep them. */
export function inputLines(input: Uint8Array): InputLines {
	const texts = new TextDecoder('utf-8').decode(input).split('\n');
	const starts: number[] = [0];
	for (let at = input.indexOf(newline); at >= 0; at = input.indexOf(newline, at + 1)) starts.push(at + 1);
	starts.push(input.length);
	return {
		texts: texts.map((text) => (text.endsWith('\r') ? text.slice(0, -1) : text)),
		bytes: (from, to) => input.subarray(starts[from] ?? input.length, starts[to] ?? input.length),
	};
}
