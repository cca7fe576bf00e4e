/** A command that tells how the trees of the workspace were probed: which question each probe asks, and what it found where. */

import type { InsertApi, PgmapAccessor, Scheme } from '../contracts/tree-profile.ts';
import { probes } from '../kernel-tree/probe.ts';
import { schemeText } from '../report/scheme-text.ts';
import type { Session } from './session.ts';

/** Tells how a tree was probed; the argument is the URI of something in it, or nothing for the trees of the workspace. */
export const probesCommand = 'mmReview.probes';

/** A tree with what was asked of it. */
export interface ProbedTree {
	readonly rootUri: string;
	readonly version: string;
	readonly scheme: Scheme;
	readonly schemeText: string;
	readonly insertApi: InsertApi;
	readonly pgmapAccessor: PgmapAccessor;
	readonly probes: readonly {
		readonly fact: string;
		/** What the fact tells. */
		readonly why: string;
		readonly files: readonly string[];
		/** The text that was found, or null. */
		readonly found: string | null;
	}[];
}

/** Runs the command. */
export async function probedTrees(session: Session, argument: unknown): Promise<ProbedTree[]> {
	const { host, trees } = session;
	const named = typeof argument === 'string' && argument !== '' ? await host.findTree(host.uriOf(argument)) : null;
	const roots = named === null ? await trees.workspaceRoots() : [named];
	return Promise.all(
		roots.map(async (rootUri) => {
			const { profile } = await trees.setupOf(rootUri, rootUri);
			const { version, scheme, insertApi, pgmapAccessor, facts } = profile;
			return {
				rootUri,
				version,
				scheme,
				schemeText: schemeText(scheme),
				insertApi,
				pgmapAccessor,
				probes: probes.map(({ fact, why, files }) => ({ fact, why, files, found: facts[fact] || null })),
			};
		}),
	);
}
