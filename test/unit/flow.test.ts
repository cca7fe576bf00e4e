/** The flow graph of hand-made functions: which calls a path makes, in which order, and which paths there are. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alternativesOf } from '../../server/src/flow/alternatives.ts';
import { buildFlowGraph } from '../../server/src/flow/build.ts';
import { ENTRY, EXIT, type FlowGraph, STOP } from '../../server/src/flow/graph.ts';
import { walkPaths } from '../../server/src/flow/walk.ts';
import { WalkBudget } from '../../server/src/flow/walk-budget.ts';
import { calleeOf } from '../../server/src/kernel-c/calls.ts';
import { readSource } from '../../server/src/kernel-c/source-file.ts';
import { descendantsOf, type SyntaxNode } from '../../server/src/kernel-c/syntax.ts';
import { testParser } from '../support/engine.ts';

async function graphOf(body: string): Promise<{ graph: FlowGraph; text: string }> {
	const text = `static int toy(int a, int b)\n{\n${body}\n}\n`;
	const source = readSource(text, await testParser());
	const item = source.main.items[0];
	assert.ok(item);
	const syntax = source.syntaxOf(item);
	assert.equal(syntax.hasError, false);
	const graph = buildFlowGraph(syntax.root, text, alternativesOf(source, item));
	assert.ok(graph);
	return { graph, text };
}

/**
 * Every path as the calls that it makes; `!` where it ends in a call that does not return. A path goes over an edge twice at most, so that loops
 * are seen to loop.
 */
async function pathsOf(body: string): Promise<string[]> {
	const { graph, text } = await graphOf(body);
	const found = new Set<string>();
	const follow = (node: number, calls: readonly string[], taken: readonly string[]) => {
		const here = graph.nodes[node];
		assert.ok(here);
		const next = here.syntax === null || here.kind === 'cleanup' ? calls : [...calls, ...callsIn(here.syntax, graph, text)];
		const withCleanup = here.kind === 'cleanup' ? [...next, '~'] : next;
		if (node === EXIT) found.add(withCleanup.join(' '));
		if (node === STOP) found.add([...withCleanup, '!'].join(' '));
		for (const [index, edge] of here.edges.entries()) {
			const key = `${node}/${index}`;
			if (taken.filter((each) => each === key).length < 2) follow(edge.to, withCleanup, [...taken, key]);
		}
	};
	follow(ENTRY, [], []);
	return [...found].sort();
}

/** The calls that evaluating a node makes; what the graph took out of it has nodes of its own. */
function callsIn(syntax: SyntaxNode, graph: FlowGraph, text: string): string[] {
	if (/_statement$/.test(syntax.type) && syntax.type !== 'return_statement') return [];
	const calls: string[] = [];
	const visit = (node: SyntaxNode) => {
		if (graph.lowered.has(node)) return;
		for (const child of node.children) visit(child);
		if (node.type === 'call_expression' && calleeOf(node, text) !== '') calls.push(calleeOf(node, text));
	};
	visit(syntax);
	return calls;
}

describe('flow graph', () => {
	const cases: Record<string, [string, string[]]> = {
		'if and else': ['\tif (a)\n\t\tx();\n\telse\n\t\ty();\n\tz();', ['x z', 'y z']],
		'if without else': ['\tif (a)\n\t\tx();\n\tz();', ['x z', 'z']],
		'&& evaluates its right side only where the left is true': ['\tif (x() && y())\n\t\tz();', ['x', 'x y', 'x y z']],
		'|| evaluates its right side only where the left is false': ['\tif (x() || y())\n\t\tz();', ['x y', 'x y z', 'x z']],
		'! turns round': ['\tif (!x())\n\t\treturn y();\n\tz();', ['x y', 'x z']],
		'likely() is looked through': ['\tif (likely(x()) && !unlikely(y()))\n\t\tz();', ['x', 'x y', 'x y z']],
		'?: takes one side': ['\ta = b ? x() : y();\n\tz();', ['x z', 'y z']],
		'&& as a value': ['\ta = x() && y();\n\tz();', ['x y z', 'x z']],
		'a statement expression': ['\ta = ({ x(); y(); });\n\tz();', ['x y z']],
		'early return': ['\tif (a)\n\t\treturn x();\n\treturn y();', ['x', 'y']],
		'goto forwards': ['\tif (a)\n\t\tgoto out;\n\tx();\nout:\n\ty();', ['x y', 'y']],
		'goto backwards': ['again:\n\tx();\n\tif (a)\n\t\tgoto again;\n\ty();', ['x x y', 'x y']],
		'switch falls through': [
			'\tswitch (a) {\n\tcase 1:\n\t\tx();\n\tcase 2:\n\t\ty();\n\t\tbreak;\n\tdefault:\n\t\tz();\n\t}\n\tw();',
			['x y w', 'y w', 'z w'],
		],
		'switch without default': ['\tswitch (a) {\n\tcase 1 ... 4:\n\t\tx();\n\t\tbreak;\n\t}\n\tw();', ['w', 'x w']],
		while: ['\twhile (x())\n\t\ty();\n\tz();', ['x y x z', 'x z']],
		'break and continue': ['\twhile (x()) {\n\t\tif (a)\n\t\t\tbreak;\n\t\tif (b)\n\t\t\tcontinue;\n\t\ty();\n\t}\n\tz();', ['x x z', 'x y x z', 'x z']],
		'do runs once at least': ['\tdo {\n\t\tx();\n\t} while (a);\n\tz();', ['x x z', 'x z']],
		for: ['\tfor (a = x(); y(); z())\n\t\tw();', ['x y', 'x y w z y']],
		'for to a constant is entered': ['\tfor (a = 0; a < 4; a++)\n\t\tx();\n\ty();', ['x x y', 'x y']],
		'an iterator macro': ['\tlist_for_each_entry(p, &head, list) {\n\t\tx();\n\t}\n\ty();', ['x y', 'y']],
		'a call that does not return': ['\tif (a)\n\t\tpanic("toy");\n\tx();', ['panic !', 'x']],
		'BUG_ON() goes on where it is false': ['\tBUG_ON(x());\n\ty();', ['x !', 'x y']],
		'while (1) is left by break only': ['\twhile (1) {\n\t\tif (x())\n\t\t\tbreak;\n\t}\n\ty();', ['x x y', 'x y']],
		'a guard ends with its scope': ['\t{\n\t\tguard(mutex)(&lock);\n\t\tx();\n\t}\n\ty();', ['guard x ~ y']],
		'__free() ends with the function, on every way': [
			'\tstruct page *page __free(put_page) = x();\n\n\tif (a)\n\t\treturn 1;\n\ty();\n\treturn 0;',
			['x y ~', 'x ~'],
		],
		'goto out of a scope cleans up': ['\t{\n\t\tguard(mutex)(&lock);\n\t\tif (a)\n\t\t\tgoto out;\n\t\tx();\n\t}\nout:\n\ty();', ['guard x ~ y', 'guard ~ y']],
		'scoped_guard() runs its block once': ['\tscoped_guard(mutex, &lock) {\n\t\tx();\n\t}\n\ty();', ['x y']],
		'of an #if one side': ['#ifdef CONFIG_X\n\tx();\n#else\n\ty();\n#endif\n\tz();', ['x z', 'y z']],
		'of an #if without #else both': ['#ifdef CONFIG_X\n\tx();\n#endif\n\tz();', ['x z', 'z']],
		'of #elif one': ['#if defined(X)\n\tx();\n#elif defined(Y)\n\ty();\n#endif\n\tz();', ['x z', 'y z', 'z']],
	};
	for (const [name, [body, expected]] of Object.entries(cases)) {
		it(name, async () => assert.deepEqual(await pathsOf(body), [...expected].sort()));
	}
});

describe('walk', () => {
	it('ends where states repeat, and says where it is cut', async () => {
		const { graph } = await graphOf('\twhile (a)\n\t\tx();');
		const counting = { start: 0, keyOf: String, step: (count: number) => ({ state: count + 1, events: [] }), assume: (count: number) => count };
		assert.equal(walkPaths(graph, counting, 100, new WalkBudget(1000)).isCut, true);
		const forgetting = { ...counting, step: () => ({ state: 0, events: [] }) };
		const walk = walkPaths(graph, forgetting, 100, new WalkBudget(1000));
		assert.equal(walk.isCut, false);
		assert.equal(walk.visits.filter((visit) => visit.node === EXIT).length, 1);
	});

	it('leaves paths that contradict the state', async () => {
		const { graph, text } = await graphOf('\tif (a)\n\t\tx();\n\tif (a)\n\t\ty();\n\telse\n\t\tz();');
		const domain = {
			start: '' as string,
			keyOf: (state: string) => state,
			step: (state: string, node: { syntax: SyntaxNode | null }) => {
				const calls = node.syntax === null ? [] : [...descendantsOf(node.syntax, new Set(['call_expression']))];
				return { state: state + calls.map((call) => calleeOf(call, text)).join(''), events: [] };
			},
			assume: (state: string, fact: { kind: string; truth?: boolean }) => {
				if (fact.kind !== 'condition') return state;
				const known = /[TF]/.exec(state)?.[0];
				const now = fact.truth === true ? 'T' : 'F';
				return known === undefined ? state + now : known === now ? state : null;
			},
		};
		const walk = walkPaths(graph, domain as never, 1000, new WalkBudget(1000));
		const ends = walk.visits.filter((visit) => visit.node === EXIT).map((visit) => visit.before as unknown as string);
		assert.deepEqual(ends.sort(), ['Fz', 'Txy']);
	});
});
