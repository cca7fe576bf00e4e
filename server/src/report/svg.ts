/** Lays a graph out: Graphviz, as WebAssembly. Loaded only where a picture is asked for: it is large. */

/** A graph in the language of Graphviz as SVG. */
export async function svgOf(dot: string): Promise<string> {
	const { instance } = await import('@viz-js/viz');
	return (await instance()).renderString(dot, { format: 'svg' });
}
