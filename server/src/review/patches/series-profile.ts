/** What the tree is at each patch of a series: a patch that introduces a function makes it available to later ones. */
import { probedFiles, probeFiles, type TreeOverrides } from '../../kernel-tree/probe.ts';
import type { FileChange } from '../../patch/diff/change.ts';
import { pathOf } from '../../patch/diff/change.ts';
import { noTree, type TreeProfile } from '../../refs/tree-profile.ts';
import type { SeriesImages } from './series-images.ts';

/** Gives the profile of the tree after each patch, by its place in the list. */
export interface SeriesProfile {
	after(place: number): TreeProfile;
}

/** Profiles of a tree under a series: probed again where a patch changes a file that is probed. */
export function treeProfiles(first: TreeProfile, images: SeriesImages, changes: readonly (readonly FileChange[])[], overrides: TreeOverrides): SeriesProfile {
	const probed = new Set(probedFiles);
	let now = first;
	return {
		after(place) {
			if ((changes[place] ?? []).some((change) => probed.has(pathOf(change)))) now = probeFiles((file) => images.read(file) ?? '', first.version, overrides);
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
	const shown = changes.flatMap((list, place) => list.filter((change) => probed.has(pathOf(change))).map((change) => ({ change, place })));
	const profileAt = (place: number) =>
		probeFiles(
			(file) =>
				shown
					.filter(({ change }) => pathOf(change) === file)
					.flatMap(({ change, place: at }) => change.hunks.flatMap(({ lines }) => lines.filter(({ kind }) => kind !== (at <= place ? 'removed' : 'added'))))
					.map(({ text }) => text)
					.join('\n'),
			'',
			overrides,
		);
	const isTold = ({ scheme }: TreeProfile) => scheme === 'devmap' || scheme === 'converting';
	const tells = shown.length > 0 && [profileAt(-1), ...changes.map((_, place) => profileAt(place))].some(isTold);
	const unknown: TreeProfile = {
		...noTree,
		...(overrides.scheme === undefined ? {} : { scheme: overrides.scheme }),
		...(overrides.insertApi === undefined ? {} : { insertApi: overrides.insertApi }),
	};
	return { after: (place) => (tells ? profileAt(place) : unknown) };
}
