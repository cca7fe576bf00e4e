/** Baselines: findings that are known and not shown again. */
import { z } from 'zod';
import type { Finding } from './finding.ts';

const schema = z.object({ formatVersion: z.literal(1), fingerprints: z.array(z.string()) });

/** Reads a baseline; null if the text is none. */
export function parseBaseline(text: string): ReadonlySet<string> | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	const parsed = schema.safeParse(value);
	return parsed.success ? new Set(parsed.data.fingerprints) : null;
}

/** Writes a baseline of the findings. */
export function formatBaseline(findings: readonly Finding[]): string {
	const fingerprints = [...new Set(findings.map((finding) => finding.fingerprint))].sort();
	return `${JSON.stringify({ formatVersion: 1, fingerprints }, null, '\t')}\n`;
}
