/** Names a finding by what it is about, so that a baseline survives lines that move. */

/** A hash of 64 bits (FNV-1a) over the parts, in hexadecimal; not for secrets. Runs in a browser too. */
export function fingerprint(parts: readonly string[]): string {
	let hash = 0xcbf29ce484222325n;
	for (const byte of new TextEncoder().encode(parts.join('\0'))) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
	return hash.toString(16).padStart(16, '0');
}
