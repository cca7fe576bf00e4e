/** Baselines: findings that are known and not shown again. */
import type { Finding } from './finding.ts';

/** Reads a baseline; null if the text is none. */
export function parseBaseline(text: string): ReadonlySet<string> | null {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== 'object' || value === null || !('formatVersion' in value) || value.formatVersion !== 1 || !('fingerprints' in value)) return null;
	const { fingerprints } = value;
	return Array.isArray(fingerprints) && fingerprints.every((each) => typeof each === 'string') ? new Set(fingerprints) : null;
}

/** Writes a baseline of the findings. */
export function formatBaseline(findings: readonly Finding[]): string {
	const fingerprints = [...new Set(findings.map((finding) => finding.fingerprint))].sort();
	return `${JSON.stringify({ formatVersion: 1, fingerprints }, null, '\t')}\n`;
}
