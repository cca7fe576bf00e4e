/** Reviews a series patch by patch: the tree, in memory, is what the patches before have made of it. */

import type { TreeProfile } from '../../contracts/tree-profile.ts';
import type { TextParser } from '../../kernel-c/syntax.ts';
import type { TreeOverrides } from '../../kernel-tree/probe.ts';
import type { FileChange } from '../../patch/diff/change.ts';
import { pathOf } from '../../patch/diff/change.ts';
import { reversed } from '../../patch/diff/reverse.ts';
import type { Patch } from '../../patch/series.ts';
import type { PatchContext, PatchDraft } from '../../rules/drafts/patch-context.ts';
import type { Rule } from '../../rules/rule.ts';
import type { Silenced } from '../decide.ts';
import { addStats, compareFindings, type Finding, type Note, noStats, type Origin, type Stats } from '../finding.ts';
import { attempt, failureNote } from '../net.ts';
import { type ReviewSettings, selectPatchRules } from '../settings.ts';
import { type ChangedImage, hunkImage } from './changed-image.ts';
import { decideDrafts, findingsOn, type PatchReviewInput, type PlacedFinding } from './image-findings.ts';
import { namesOfPatch } from './patch-names.ts';
import { type Applied, type AppliedPatch, type BaseReader, SeriesImages } from './series-images.ts';
import { type NamesToSearch, SeriesIndex } from './series-index.ts';
import { type NameSearch, SeriesNames } from './series-names.ts';
import { shownProfiles, treeProfiles } from './series-profile.ts';

/** The tree that a series is applied to. */
export interface SeriesBase {
	readonly profile: TreeProfile;
	readonly read: BaseReader;
	/** The files that hold some names; null where the tree is not searched. */
	search(names: ReadonlySet<string>): Promise<NameSearch | null>;
}

/** What is asked of a review. */
export interface SeriesRequest {
	readonly patches: readonly Patch[];
	readonly base: SeriesBase | null;
	readonly overrides: TreeOverrides;
	readonly settings: ReviewSettings;
	readonly parser: TextParser;
	/** Also what was there before, and what the patches fix. */
	readonly all: boolean;
	/** Takes the series back, the last patch first: what would that bring in? */
	readonly backwards: boolean;
	readonly signal?: AbortSignal | undefined;
}

/** One patch, reviewed. */
export interface ReviewedPatch {
	readonly patch: Patch;
	readonly tree: TreeProfile;
	readonly applied: Applied;
	readonly hunks: number;
	/** Hunks that do not apply. */
	readonly failed: number;
	/** What is shown, in the order of the files. */
	readonly findings: readonly Finding[];
	readonly silenced: readonly Silenced[];
	readonly notes: readonly Note[];
	readonly stats: Stats;
}

/** So many patches wait for the search of the tree. */
const MOST_WAITING = 32;

/** Reviews the patches of a series in their order; each is given out when it is done. */
export async function* reviewSeries(request: SeriesRequest): AsyncGenerator<ReviewedPatch> {
	const { base, parser } = request;
	const images = new SeriesImages(base?.read ?? null, parser);
	if (request.backwards) for (const { diff } of request.patches) images.apply(diff.changes);
	const steps = request.backwards
		? request.patches.toReversed().map((patch) => ({ patch, changes: patch.diff.changes.map(reversed).reverse() }))
		: request.patches.map((patch) => ({ patch, changes: patch.diff.changes }));
	const rules = selectPatchRules(request.settings);
	const index = new SeriesIndex();
	const notesOf = new Map<Patch, Note[]>(request.patches.map((patch) => [patch, []]));
	const guarded = <Result>(what: string, patch: Patch, otherwise: Result, run: () => Result): Result =>
		attempt(`${what} of "${patch.subject}"`, patch.mail.input, notesOf.get(patch) ?? [], otherwise, run);
	if (rules.length > 0)
		for (const { patch, changes } of steps)
			guarded('reading the names', patch, undefined, () => index.add(namesOfPatch(patch.index, hunkImages(changes, parser))));
	const wanted = index.namesToSearch();
	// The tree is searched while the first patches are reviewed.
	const seriesNotes: Note[] = [];
	const notSearchable = (error: unknown) => {
		seriesNotes.push(failureNote('the search of the tree', error));
		return null;
	};
	const searching = base === null || wanted.names.size === 0 ? Promise.resolve(null) : base.search(wanted.names).catch(notSearchable);
	const changes = steps.map((step) => step.changes);
	const profiles = base === null ? shownProfiles(changes, request.overrides) : treeProfiles(base.profile, images, changes, request.overrides);
	let waiting: (() => ReviewedPatch)[] = [];
	let series: SeriesNames | null = null;
	for (const [place, step] of steps.entries()) {
		if (request.signal?.aborted === true) break;
		const applied = guarded('applying', step.patch, notApplied, () => images.apply(step.changes));
		const view = images.view();
		const input: PatchReviewInput = { patch: step.patch, tree: profiles.after(place), settings: request.settings };
		const inCode = guarded('the review', step.patch, nothingFound, () => reviewCodeOf(applied.images, input, request.all));
		waiting.push(() => {
			const context: PatchContext = { tree: input.tree, files: applied.images, series: (series as SeriesNames).contextAt(place, view) };
			const inPatch = guarded('the review', step.patch, nothingFound, () => checkPatch(context, applied.images, rules, input));
			const found = [...inCode.findings, ...inPatch.findings.map((finding): Finding => ({ ...finding, origin: 'introduced' }))];
			return {
				patch: step.patch,
				tree: input.tree,
				applied: base === null ? 'fragment' : applied.applied,
				hunks: applied.hunks,
				failed: applied.failed,
				findings: found.filter(({ origin }) => request.all || origin === 'introduced' || origin === 'moved').sort(compareFindings),
				silenced: [...inCode.silenced, ...inPatch.silenced],
				notes: [
					...(place === 0 ? seriesNotes : []),
					...(place === 0 && series?.isSearched === true ? notSearched(wanted) : []),
					...problemsOf(step.patch),
					...applied.notes,
					...inCode.notes,
					...inPatch.notes,
					...(notesOf.get(step.patch) ?? []),
				],
				stats: inCode.stats,
			};
		});
		// Workers that search are heard in between.
		await new Promise((resolve) => setTimeout(resolve));
		if (waiting.length < (base === null ? 1 : MOST_WAITING)) continue;
		series ??= new SeriesNames(index, await searching, parser);
		for (const finish of waiting) yield finish();
		waiting = [];
	}
	series ??= new SeriesNames(index, await searching, parser);
	for (const finish of waiting) yield finish();
}

function notSearched({ names, left }: NamesToSearch): Note[] {
	const message = `who uses what the patches change is known of ${names.size} names, not of ${left} more`;
	return left === 0 ? [] : [{ level: 'info', message }];
}

function hunkImages(changes: readonly FileChange[], parser: TextParser): ChangedImage[] {
	return changes.flatMap((change) => change.hunks.map((hunk) => hunkImage(pathOf(change), hunk, parser)));
}

/** What is wrong with a patch's mail and diff. */
function problemsOf(patch: Patch): Note[] {
	const file = patch.mail.input;
	const inDiff = patch.diff.problems.map(({ message, at }): Note => {
		const line = patch.mail.lines[at]?.at ?? -1;
		return { level: 'warning', message: `${file}${line < 0 ? '' : `:${line + 1}`}: ${message}`, file };
	});
	return [...patch.mail.problems.map((problem): Note => ({ level: 'warning', message: `${file}: the mail ${problem}`, file })), ...inDiff];
}

interface FoundInCode {
	readonly findings: readonly Finding[];
	readonly silenced: readonly Silenced[];
	readonly notes: readonly Note[];
	readonly stats: Stats;
}

const nothingFound: FoundInCode = { findings: [], silenced: [], notes: [], stats: noStats };

const notApplied: AppliedPatch = { images: [], applied: 'fragment', notes: [], hunks: 0, failed: 0 };

/** What the rules of code find in what a patch touches. */
function reviewCodeOf(images: readonly ChangedImage[], input: PatchReviewInput, all: boolean): FoundInCode {
	const after = images.map((image) => findingsOn(image, 'after', input));
	// Most patches bring nothing in: then nothing need be known of what was there before.
	const isCompared = all || after.some(({ findings }) => findings.length > 0);
	const before = isCompared ? images.map((image) => findingsOn(image, 'before', input)) : [];
	return {
		findings: compare(
			after.flatMap(({ findings }) => findings),
			before.flatMap(({ findings }) => findings),
		),
		silenced: after.flatMap(({ silenced }) => silenced),
		notes: after.flatMap(({ notes }) => notes),
		stats: after.reduce((sum, side) => addStats(sum, side.stats), noStats),
	};
}

/** What the rules of patches find. */
function checkPatch(context: PatchContext, images: readonly ChangedImage[], rules: readonly Rule[], input: PatchReviewInput): FoundInCode {
	const notes: Note[] = [];
	const drafts: { rule: Rule; draft: PatchDraft }[] = [];
	for (const rule of rules) {
		attempt(`rule ${rule.id} on "${input.patch.subject}"`, input.patch.mail.input, notes, undefined, () => {
			for (const draft of rule.checkPatch?.(context) ?? []) drafts.push({ rule, draft });
		});
	}
	const decided = decideDrafts(drafts, images, input);
	return { ...decided, findings: decided.findings.map(({ finding }) => finding), notes };
}

/** What is new: not there before in the same function, nor gone from another at the same time. */
function compare(after: readonly PlacedFinding[], before: readonly PlacedFinding[]): Finding[] {
	const left = [...before];
	const take = (matches: (other: PlacedFinding) => boolean): boolean => {
		const at = left.findIndex(matches);
		if (at >= 0) left.splice(at, 1);
		return at >= 0;
	};
	const isSame = (one: PlacedFinding) => (other: PlacedFinding) =>
		one.what === other.what && one.finding.function === other.finding.function && one.finding.file === other.finding.file;
	const unmatched = after.map((one): [PlacedFinding, Origin] => [one, take(isSame(one)) ? 'existing' : 'introduced']);
	const found = unmatched.map(([one, origin]): Finding => {
		const isMoved = origin === 'introduced' && take((other) => other.what === one.what);
		return { ...one.finding, origin: isMoved ? 'moved' : origin };
	});
	return [...found, ...left.map(({ finding }): Finding => ({ ...finding, origin: 'fixed' }))];
}
