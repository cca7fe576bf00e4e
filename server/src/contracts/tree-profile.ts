/** What the engine knows of a kernel tree. Made by kernel-tree from probes, or given by a test. */

/**
 * How FS DAX pages are counted: `devmap` from one and mapped without a reference, `normal` as any page, `converting` in the
 * middle of the series "fs/dax: Fix FS DAX page reference counts"; `unknown` without a tree.
 */
export type Scheme = 'devmap' | 'converting' | 'normal' | 'unknown';

/** Which functions map a DAX page with a reference: those of the series, or those that mainline took. */
export type InsertApi = 'dax_insert_pfn' | 'mainline';

/** How the pgmap of a page is read: through the page's own member, or through a function of the tree. */
export type PgmapAccessor = 'page->pgmap' | 'page_pgmap' | 'page_dev_pagemap' | 'folio->pgmap';

/** A kernel tree. */
export interface TreeProfile {
	/** `6.12.117`, or '' where the Makefile does not say. */
	readonly version: string;
	readonly scheme: Scheme;
	readonly insertApi: InsertApi;
	readonly pgmapAccessor: PgmapAccessor;
	/** What each probe found, by its name in server/data/probes.json: the matched text, or false. */
	readonly facts: Readonly<Record<string, string | false>>;
}

/** The profile of a file that lies in no kernel tree. */
export const noTree: TreeProfile = { version: '', scheme: 'unknown', insertApi: 'mainline', pgmapAccessor: 'page_pgmap', facts: {} };
