/** Draws the paths of objects as a graph in the language of Graphviz. */
import type { Birth } from '../refs/balance/births.ts';
import type { PathBlock, PathGraph } from '../refs/balance/path-graph.ts';
import { nameOf } from './paths-text.ts';

/** An object with its graph, to be drawn, and how to read the function that it is in. */
export interface DrawnObject {
	readonly object: { readonly birth: Pick<Birth, 'path' | 'counts'>; readonly graph: PathGraph };
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
		const { birth, graph } = drawn.object;
		const title = `${nameOf(birth.path)} (${birth.counts})`;
		const name = (block: number) => `b${index}_${block}`;
		const blocks = graph.blocks.map((block, at) => `\t\t${name(at)} [${attributes(blockAttributes(block, drawn))}];\n`);
		const edges = graph.edges.map(({ from, to, label, isWrong, isRight }) => {
			const color = isWrong
				? { color: '#c62828', fontcolor: '#c62828', penwidth: '2.5' }
				: isRight
					? { color: '#2e7d32', fontcolor: '#2e7d32', penwidth: '1.8' }
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
	const lines = block.code.map(({ start, end }) => `${lineOf(start)}: ${shortened(textOf(start, end))}`);
	const shown = lines.length <= MOST_LINES ? lines : [...lines.slice(0, MOST_LINES - 1), `… ${lines.length - MOST_LINES + 1} more`];
	const held = block.held.join(' or ');
	// `\l` ends a line that is set to the left.
	return {
		label: [...shown, held === 'none' ? '' : `held: ${held}`].filter((line) => line !== '').join('\n'),
		...(block.held.includes('lost') ? { color: '#c62828' } : {}),
	};
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
