/** The page of the paths panel. The picture comes as SVG; here its blocks and lines become buttons. */
import type { ToldObjectAnswer } from '../../server/src/lsp/protocol.ts';
import type { PageMessage, ShowPaths } from '../src/paths/messages.ts';

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const { postMessage } = acquireVsCodeApi();
const title = element('title');
const picture = element('picture');
const list = element('list');
const objects = element('object') as HTMLSelectElement;
let zoom = 1;

function element(id: string): HTMLElement {
	const found = document.getElementById(id);
	if (found === null) throw new Error(`the page has no ${id}`);
	return found;
}

// What is shown already stays: whoever reads or clicks is not disturbed by every review.
let last = '';
window.addEventListener('message', ({ data }: MessageEvent<ShowPaths>) => {
	const text = JSON.stringify(data);
	if (data.kind === 'show' && text !== last) show(data);
	last = text;
});
objects.addEventListener('change', () => postMessage({ kind: 'object', index: objects.selectedIndex }));
element('export').addEventListener('click', () => postMessage({ kind: 'export' }));
element('smaller').addEventListener('click', () => scale(zoom / 1.2));
element('larger').addEventListener('click', () => scale(zoom * 1.2));
postMessage({ kind: 'ready' });

function show({ paths, file }: ShowPaths): void {
	title.textContent = `${paths.function}() in ${file}`;
	objects.replaceChildren(...paths.objects.map((object) => option(object)));
	objects.disabled = paths.objects.length < 2;
	objects.selectedIndex = paths.drawn?.object ?? -1;
	draw(paths.drawn);
	tell(paths.drawn === null ? undefined : paths.objects[paths.drawn.object]);
}

function option({ name, counts, line, findings }: ToldObjectAnswer): HTMLOptionElement {
	const made = document.createElement('option');
	const wrong = findings.length === 0 ? '' : ', wrong';
	made.textContent = `${name === '' ? 'what is returned' : name} (${counts}${line === null ? '' : `, line ${line}`}${wrong})`;
	return made;
}

function draw(drawn: ShowPaths['paths']['drawn']): void {
	if (drawn === null) {
		picture.replaceChildren(paragraph('The function takes and drops no reference that is known.'));
		return;
	}
	const svg = document.importNode(new DOMParser().parseFromString(drawn.svg, 'image/svg+xml').documentElement, true);
	svg.setAttribute('role', 'group');
	svg.setAttribute('aria-label', `The paths of ${drawn.title}`);
	// Graphviz names everything in tooltips that say nothing.
	for (const each of svg.querySelectorAll('title')) each.remove();
	const blocks = drawn.blocks.flatMap(({ id, lines, held }) => {
		const block = svg.querySelector<SVGGElement>(`[id="${id}"]`);
		const [first] = lines;
		if (block === null || first === undefined) return [];
		const texts = [...block.querySelectorAll('text')];
		makeButton(block, `${texts.map((text) => text.textContent).join('; ')}; held: ${held.join(' or ')}`, first);
		for (const [index, text] of texts.entries()) {
			const line = lines[index];
			if (line === undefined) text.classList.add('held');
			else
				text.addEventListener('click', (event) => {
					event.stopPropagation();
					postMessage({ kind: 'jump', line });
				});
		}
		return [block];
	});
	for (const [index, block] of blocks.entries()) {
		block.addEventListener('keydown', ({ key }) => {
			const next = key === 'ArrowDown' || key === 'ArrowRight' ? blocks[index + 1] : key === 'ArrowUp' || key === 'ArrowLeft' ? blocks[index - 1] : undefined;
			next?.focus();
		});
	}
	picture.replaceChildren(svg);
	scale(zoom);
}

function makeButton(node: SVGGElement | HTMLElement, label: string, line: number): void {
	node.setAttribute('tabindex', '0');
	node.setAttribute('role', 'button');
	node.setAttribute('aria-label', label);
	node.addEventListener('click', () => postMessage({ kind: 'jump', line }));
	node.addEventListener('keydown', (event) => {
		if ((event as KeyboardEvent).key !== 'Enter' && (event as KeyboardEvent).key !== ' ') return;
		event.preventDefault();
		postMessage({ kind: 'jump', line });
	});
}

/** The paths as lists of steps: those that are wrong first, the right one beside them. */
function tell(object: ToldObjectAnswer | undefined): void {
	if (object === undefined) {
		list.replaceChildren();
		return;
	}
	const wrong = object.paths.filter(({ outcome }) => outcome === 'leaked');
	const right = object.paths.filter(({ outcome }) => outcome !== 'leaked');
	const shown = [...wrong, ...right];
	const sections = shown.map((path, index) => {
		const section = document.createElement('details');
		section.open = index < Math.max(1, wrong.length) || index === wrong.length;
		section.className = path.outcome === 'leaked' ? 'wrong' : 'right';
		const summary = document.createElement('summary');
		summary.textContent = `${path.outcome}${path.returned === 'none' ? '' : `, returns ${path.returned}`}`;
		const steps = document.createElement('ol');
		for (const { line, message } of path.steps) {
			const item = document.createElement('li');
			const button = document.createElement('button');
			button.type = 'button';
			button.textContent = `${line}: ${message}`;
			button.addEventListener('click', () => postMessage({ kind: 'jump', line }));
			item.append(button);
			steps.append(item);
		}
		section.append(summary, steps);
		return section;
	});
	const why = object.whyNot.map(({ because, line }) => paragraph(`Not called a leak: ${because}${line === null ? '' : ` (line ${line})`}`));
	const cut = object.isCut ? [paragraph('There are more paths than can be walked.')] : [];
	list.replaceChildren(...sections, ...why, ...cut);
}

function paragraph(text: string): HTMLElement {
	const made = document.createElement('p');
	made.textContent = text;
	return made;
}

/** Graphviz gives the size in points. */
function scale(wanted: number): void {
	zoom = Math.min(4, Math.max(0.25, wanted));
	const svg = picture.querySelector('svg');
	const box = svg?.getAttribute('viewBox')?.split(/\s+/).map(Number);
	if (svg === null || box === undefined) return;
	svg.setAttribute('width', `${(box[2] ?? 0) * zoom * 1.33}px`);
	svg.setAttribute('height', `${(box[3] ?? 0) * zoom * 1.33}px`);
}
