/** A file before and after a patch of a series, to be shown side by side. */
import type { TextParser } from '../../kernel-c/syntax.ts';
import { type FileChange, pathOf } from '../../patch/diff/change.ts';
import type { Patch } from '../../patch/series.ts';
import type { SeriesBase } from './review-series.ts';
import { SeriesImages } from './series-images.ts';

/** Both texts; '' where there is no file. */
export interface FileImages {
	readonly before: string;
	readonly after: string;
}

/**
 * The file `path` before and after the patch at a place of the series, with the patches before it applied. Where the tree is not there, or
 * a hunk does not apply, the texts hold the lines of the hunks, at the places that their headers name, and nothing else: so findings are
 * at the same lines in both cases. Null where the patch does not change the file.
 */
export function seriesImagesAt(patches: readonly Patch[], place: number, path: string, base: SeriesBase | null, parser: TextParser): FileImages | null {
	const images = new SeriesImages(base?.read ?? null, parser);
	for (const { diff } of patches.slice(0, place)) images.apply(diff.changes);
	const changes = patches[place]?.diff.changes.filter((change) => pathOf(change) === path) ?? [];
	const [change] = changes;
	if (change === undefined) return null;
	const applied = images.apply(changes);
	const whole = applied.images.find((image) => image.isWhole);
	if (whole !== undefined && applied.failed === 0) return { before: whole.before?.text ?? '', after: whole.after?.text ?? '' };
	return { before: linesOf(change, 'removed', 'oldStart'), after: linesOf(change, 'added', 'newStart') };
}

function linesOf({ hunks }: FileChange, kind: 'removed' | 'added', start: 'oldStart' | 'newStart'): string {
	const lines: string[] = [];
	for (const hunk of hunks) {
		while (lines.length < hunk[start] - 1) lines.push('');
		for (const line of hunk.lines) if (line.kind === 'context' || line.kind === kind) lines.push(line.text);
	}
	return lines.map((line) => `${line}\n`).join('');
}
