/** What every report is made of. */

import type { TreeProfile } from '../contracts/tree-profile.ts';
import type { Silenced } from '../review/decide.ts';
import type { Finding, Note, Stats } from '../review/finding.ts';
import type { InventoryUse } from '../review/inventory.ts';
import type { ReviewedPatch } from '../review/patches/review-series.ts';

/** The tree of a report. */
export interface ReportedTree {
	readonly root: string;
	readonly profile: TreeProfile;
}

/** A whole report. */
export interface Report {
	readonly version: string;
	readonly tree: ReportedTree | null;
	readonly findings: readonly Finding[];
	readonly silenced: readonly Silenced[];
	/** Null where no inventory was asked for. */
	readonly inventory: readonly InventoryUse[] | null;
	/** The patches of a review, in their order. */
	readonly patches?: readonly ReviewedPatch[];
	readonly notes: readonly Note[];
	readonly stats: Stats;
}

/** The text of a reviewed file, for code frames; null where it cannot be read. */
export type SourceReader = (file: string) => string | null;

/** Formats that a report comes in. */
export const formats = ['text', 'json', 'sarif', 'checkpatch', 'github'] as const;

/** One of them. */
export type Format = (typeof formats)[number];

/** Formats of an audit besides. */
export const auditFormats = ['html'] as const;

/** One of them. */
export type AuditFormat = (typeof auditFormats)[number];

/** Formats of a review of patches besides. */
export const reviewFormats = ['mail', 'b4'] as const;

/** One of them. */
export type ReviewFormat = (typeof reviewFormats)[number];
