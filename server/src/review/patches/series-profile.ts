/** What the tree is at each patch of a series: a patch that introduces a function makes it available to later ones. */

import { noTree, type TreeProfile } from '../../contracts/tree-profile.ts';
import { probedFiles, probeFiles, profileFrom, type TreeOverrides } from '../../kernel-tree/probe.ts';
import { type FileChange, type HunkLineKind, pathOf } from '../../patch/diff/change.ts';
import type { SeriesImages } from './series-images.ts';

/** Gives the profile of the tree after each patch, by its place in the list. */
export interface SeriesProfile {
	after(place: number): TreeProfile;
}

/** Profiles of a tree under a series: probed again where a patch changes a file that is probed. `base`: the tree before all of them. */
export function treeProfiles(base: TreeProfile, images: SeriesImages, changes: readonly (readonly FileChange[])[], overrides: TreeOverrides): SeriesProfile {
	const probed = new Set(probedFiles);
	const probe = () => probeFiles((file) => images.read(file) ?? '', base.version, overrides);
	// A series that is taken back has been applied already.
	let now = images.isChanged ? probe() : base;
	return {
		after(place) {
			if ((changes[place] ?? []).some((change) => probed.has(pathOf(change)))) now = probe();
			return now;
		},
	};
}

/**
 * Profiles without a tree, by what the series shows of the files that are probed. Only a series that shows devmap entries somewhere tells
 * the scheme: that others do not show them says nothing.
 */
export function shownProfiles(changes: readonly (readonly FileChange[])[], overrides: TreeOverrides): SeriesProfile {
	const probed = new Set(probedFiles);
	const before = new ShownFacts();
	const after = new ShownFacts();
	for (const [place, list] of changes.entries()) {
		for (const change of list.filter((each) => probed.has(pathOf(each)))) {
			before.add(place, change, 'added');
			after.add(place, change, 'removed');
		}
	}
	// What a patch shows of its old side held before it, what it shows of the new one holds from then on.
	const factsAt = (place: number): Record<string, string | false> =>
		Object.fromEntries(
			[...new Set([...before.names(), ...after.names()])].map((fact): [string, string | false] => [
				fact,
				after.upTo(fact, place) ?? before.beyond(fact, place) ?? false,
			]),
		);
	const profileAt = (place: number) => profileFrom('', factsAt(place), overrides);
	const isTold = ({ scheme }: TreeProfile) => scheme === 'devmap' || scheme === 'converting';
	const tells = [-1, ...before.places(), ...after.places()].some((place) => isTold(profileAt(place)));
	const unknown: TreeProfile = {
		...noTree,
		...(overrides.scheme === undefined ? {} : { scheme: overrides.scheme }),
		...(overrides.insertApi === undefined ? {} : { insertApi: overrides.insertApi }),
	};
	return { after: (place) => (tells ? profileAt(place) : unknown) };
}

/** What one side of all patches shows of the facts that are probed, by the places of the patches. */
class ShownFacts {
	readonly #found = new Map<string, { readonly place: number; readonly text: string }[]>();

	/** Takes one side of a change: without the lines of the other kind. */
	add(place: number, change: FileChange, without: HunkLineKind): void {
		const lines = change.hunks.flatMap((hunk) => hunk.lines.filter(({ kind }) => kind !== without));
		const text = lines.map((line) => line.text).join('\n');
		const { facts } = probeFiles((file) => (file === pathOf(change) ? text : ''), '');
		for (const [fact, found] of Object.entries(facts)) {
			if (typeof found === 'string') this.#found.set(fact, [...(this.#found.get(fact) ?? []), { place, text: found }]);
		}
	}

	names(): readonly string[] {
		return [...this.#found.keys()];
	}

	places(): readonly number[] {
		return [...new Set([...this.#found.values()].flatMap((list) => list.map(({ place }) => place)))];
	}

	/** What the patches up to a place show of a fact. */
	upTo(fact: string, place: number): string | undefined {
		const [first] = this.#found.get(fact) ?? [];
		return first !== undefined && first.place <= place ? first.text : undefined;
	}

	/** What the patches after a place show of it. */
	beyond(fact: string, place: number): string | undefined {
		const last = this.#found.get(fact)?.at(-1);
		return last !== undefined && last.place > place ? last.text : undefined;
	}
}
