/** Draws the paths of objects as a graph in the language of Graphviz. */
import type { Acquisition } from '../analysis/typestate/acquisitions.ts';
import type { PathBlock, PathGraph } from '../analysis/typestate/path-graph.ts';
import { nameOf } from './paths-text.ts';

/** An object with its graph, to be drawn, and how to read the function that it is in. */
export interface DrawnObject {
	readonly object: { readonly acquisition: Pick<Acquisition, 'path' | 'counts'>; readonly graph: PathGraph };
	/** The line (1-based, of the file) of an offset in the function. */
	lineOf(offset: number): number;
	/** The text between two offsets in the function. */
	textOf(start: number, end: number): string;
}

/** Most lines of a block that are drawn. */
const MOST_LINES = 8;
/** Most characters of a line. */
const WIDEST = 60;

/** The graphs as one, each in a frame. */
export function pathsDot(objects: readonly DrawnObject[]): string {
	const body = objects.map((drawn, index) => {
		const { acquisition, graph } = drawn.object;
		const title = `${nameOf(acquisition.path)} (${acquisition.counts})`;
		const name = (block: number) => `b${index}_${block}`;
		const blocks = graph.blocks.map((block, at) => `\t\t${name(at)} [${attributes({ id: name(at), ...blockAttributes(block, drawn) })}];\n`);
		const edges = graph.edges.map(({ from, to, label, isWrong, isRight }) => {
			const color = isWrong
				? { class: 'wrong', color: '#c62828', fontcolor: '#c62828', penwidth: '2.5' }
				: isRight
					? { class: 'right', color: '#2e7d32', fontcolor: '#2e7d32', penwidth: '1.8' }
					: {};
			return `\t\t${name(from)} -> ${name(to)} [${attributes({ label, ...color })}];\n`;
		});
		return `\tsubgraph cluster_${index} {\n\t\t${attributes({ label: title, labeljust: 'l', color: '#9e9e9e' }, ';\n\t\t')};\n${blocks.join('')}${edges.join('')}\t}\n`;
	});
	return `digraph paths {\n\tnode [shape=box, fontname="Courier", fontsize=10];\n\tedge [fontname="sans-serif", fontsize=9];\n\tfontname="sans-serif";\n${body.join('')}}\n`;
}

function blockAttributes(block: PathBlock, { lineOf, textOf }: DrawnObject): Record<string, string> {
	if (block.kind === 'code' && block.code.length === 0) return { shape: 'point' };
	if (block.kind !== 'code') return { label: block.kind, shape: 'oval' };
	const lines = blockLines(block, { lineOf, textOf }).map(({ line, code }) => `${line}: ${code}`);
	const left = block.code.length - lines.length;
	const shown = left === 0 ? lines : [...lines, `… ${left} more`];
	const held = block.held.join(' or ');
	// `\l` ends a line that is set to the left.
	return {
		label: [...shown, held === 'none' ? '' : `held: ${held}`].filter((line) => line !== '').join('\n'),
		...(block.held.includes('lost') ? { class: 'wrong', color: '#c62828' } : {}),
	};
}

/** The lines of a block that are drawn: 1-based, of the file, with their code. */
export function blockLines(block: PathBlock, { lineOf, textOf }: Pick<DrawnObject, 'lineOf' | 'textOf'>): { readonly line: number; readonly code: string }[] {
	const shown = block.code.length <= MOST_LINES ? block.code : block.code.slice(0, MOST_LINES - 1);
	// `*folio = get()` of a declaration sets folio, not what it points to.
	const written = (type: string, code: string) => (type === 'init_declarator' ? code.replace(/^[*\s]+/, '') : code);
	return shown.map(({ type, start, end }) => ({ line: lineOf(start), code: shortened(written(type, textOf(start, end))) }));
}

function shortened(code: string): string {
	const line = code.replace(/\s+/g, ' ').trim();
	return line.length <= WIDEST ? line : `${line.slice(0, WIDEST - 1)}…`;
}

function attributes(values: Record<string, string>, separator = ', '): string {
	return Object.entries(values)
		.map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\l')}${value.includes('\n') ? '\\l' : ''}"`)
		.join(separator);
}
