/** Where the findings of a tree are, as a picture: a treemap of its folders, as SVG that needs no script. */
import { TreemapChart } from 'echarts/charts';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Finding } from '../review/finding.ts';

use([TreemapChart, SVGRenderer]);

const WIDTH = 960;
const HEIGHT = 420;

/** A box of the picture. */
interface Box {
	readonly name: string;
	value: number;
	readonly children: Box[];
}

/** The treemap: a box a folder, as large as it has findings; two levels of folders, then files. */
export function findingsPicture(findings: readonly Finding[]): string {
	const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: HEIGHT });
	chart.setOption({
		animation: false,
		// Light, so that dark text reads on all of them.
		color: ['#9ecae1', '#a1d99b', '#fdd0a2', '#dadaeb', '#f7b6d2', '#c7e9c0', '#fdae6b', '#c5b0d5', '#d9d9d9'],
		series: [
			{
				type: 'treemap',
				data: boxesOf(findings),
				left: 0,
				top: 0,
				width: WIDTH,
				height: HEIGHT,
				roam: false,
				nodeClick: false,
				breadcrumb: { show: false },
				visibleMin: 1,
				label: { show: true, formatter: '{b}\n{c}', fontSize: 11, lineHeight: 13, color: '#111' },
				upperLabel: { show: true, height: 18, fontSize: 11, color: '#111' },
				itemStyle: { borderColor: '#fff', borderWidth: 1, gapWidth: 1 },
				levels: [{ itemStyle: { borderWidth: 0, gapWidth: 3 }, upperLabel: { show: false } }, { itemStyle: { gapWidth: 1 } }],
			},
		],
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}

/** Folders down to the second level, and the files below them. */
function boxesOf(findings: readonly Finding[]): Box[] {
	const top: Box[] = [];
	for (const { file } of findings) {
		const parts = file.split('/');
		const folders = parts.slice(0, -1).slice(0, 2);
		let boxes = top;
		for (const name of [...folders, parts.slice(folders.length).join('/')]) {
			let box = boxes.find((each) => each.name === name);
			if (box === undefined) {
				box = { name, value: 0, children: [] };
				boxes.push(box);
			}
			box.value++;
			boxes = box.children;
		}
	}
	return top;
}
