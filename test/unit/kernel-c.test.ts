/** The dialect: what masking keeps, what conditionals choose, what items are found, in hand-made C. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { settleConditionals } from '../../server/src/kernel-c/conditionals.ts';
import { splitItems } from '../../server/src/kernel-c/items.ts';
import { indexLines } from '../../server/src/kernel-c/line-index.ts';
import { maskMacroBody } from '../../server/src/kernel-c/mask/macro-body.ts';
import { maskItem } from '../../server/src/kernel-c/mask/top-level.ts';
import { readSource, SyntaxMemory } from '../../server/src/kernel-c/source-file.ts';
import { descendantsOf } from '../../server/src/kernel-c/syntax.ts';
import { tokenise } from '../../server/src/kernel-c/tokens.ts';
import { testParser } from '../support/engine.ts';

const itemsOf = (text: string) => {
	const tokens = tokenise(text);
	return splitItems(tokens, settleConditionals(tokens)).map((item) => ({ kind: item.kind, name: item.name, text: text.slice(item.start, item.end) }));
};

async function callsIn(text: string): Promise<string[]> {
	const source = readSource(text, await testParser());
	return source.main.items.flatMap((item) => {
		const { root, hasError } = source.syntaxOf(item);
		assert.equal(hasError, false, `parses: ${source.text.slice(item.start, item.end)}`);
		return [...descendantsOf(root, new Set(['call_expression']))].map((call) => {
			const name = call.children[0];
			return text.slice(item.start + (name?.start ?? 0), item.start + (name?.end ?? 0));
		});
	});
}

describe('tokens', () => {
	it('keeps comments apart, also in directives', () => {
		const text = '#define A 1 /* one */\nint b; // two\n';
		const { comments } = tokenise(text);
		assert.deepEqual([text.slice(comments[0], comments[1]), text.slice(comments[2], comments[3])], ['/* one */', '// two']);
	});
	it('takes a directive with its continuations for one token', () => {
		const tokens = tokenise('#define A \\\n\tb(c)\nint d;');
		assert.equal(tokens.text.slice(tokens.start[0], tokens.end[0]), '#define A \\\n\tb(c)');
		assert.equal(tokens.count, 4);
	});
	it('ends a stray quote at its line', () => {
		const tokens = tokenise('#error don\'t\nchar *a = "open\nint b;');
		assert.ok(tokens.wordIds.has('b'));
	});
	it('takes CRLF', () => {
		const tokens = tokenise('#define A \\\r\n\tb\r\nint c;\r\n');
		assert.equal(tokens.text.slice(tokens.start[0], tokens.end[0]).trimEnd(), '#define A \\\r\n\tb');
		assert.ok(tokens.wordIds.has('c'));
	});
});

describe('items', () => {
	it('finds functions whatever stands before their names', () => {
		const text =
			'static __always_inline int __must_check foo(int a)\n{\n\treturn a;\n}\nSYSCALL_DEFINE2(bar, int, a, int, b)\n{\n\treturn 0;\n}\nvoid (*baz(int a))(int)\n{\n}\n';
		assert.deepEqual(
			itemsOf(text).map((item) => item.name),
			['foo', 'bar', 'baz'],
		);
	});
	it('ends an item whose brace is missing where the next begins', () => {
		const text = 'int a(void)\n{\n\tif (x) {\n\t\treturn 1;\n}\n\nint b(void)\n{\n\treturn 2;\n}\n';
		assert.ok(itemsOf(text).some((item) => item.name === 'b' && item.text.endsWith('return 2;\n}')));
	});
	it('takes macros for items of their own', () => {
		assert.deepEqual(itemsOf('#define A(x) foo(x)\nint b;\n'), [
			{ kind: 'macro', name: 'A', text: '#define A(x) foo(x)' },
			{ kind: 'declaration', name: '', text: 'int b;' },
		]);
	});
});

describe('masking', () => {
	const cases: Record<string, { readonly text: string; readonly calls: readonly string[] }> = {
		'attributes between words': {
			text: 'static noinline __must_check FOO_INIT int a(struct b __user *c, int d __maybe_unused)\n{\n\treturn e(c);\n}\n',
			calls: ['e'],
		},
		'iterators as loops': {
			text: 'void a(void)\n{\n\tlist_for_each_entry(b, c, d)\n\t\te(b);\n\tscoped_guard(f, g) {\n\t\th();\n\t}\n}\n',
			calls: ['list_for_each_entry', 'e', 'scoped_guard', 'h'],
		},
		'types as arguments': {
			text: 'void a(void)\n{\n\tb = container_of(c, struct d, e.f);\n\tg = min_t(unsigned long, h, i());\n}\n',
			calls: ['container_of', 'min_t', 'i'],
		},
		'statement expressions and typeof': { text: 'void a(void)\n{\n\tint b = ({ typeof(c) d = e(); d; });\n}\n', calls: ['e'] },
		'asm with goto': {
			text: 'void a(void)\n{\n\tasm_volatile_goto("1: nop" : : "i"(b) : : out);\n\tasm volatile("nop" ::: "memory");\nout:\n\tc();\n}\n',
			calls: ['asm_volatile_goto', 'c'],
		},
		'case ranges and strings by macros': {
			text: 'void a(int b)\n{\n\tswitch (b) {\n\tcase 1 ... 3:\n\t\tpr_info("%" PRIu64 "\\n" KERN_CONT, c());\n\t}\n}\n',
			calls: ['pr_info', 'c'],
		},
	};
	for (const [name, { text, calls }] of Object.entries(cases)) {
		it(name, async () => {
			const found = await callsIn(text);
			const wanted = calls.filter((call) => !/^(?:list_for_each|scoped_|asm_)/.test(call));
			for (const call of wanted) assert.ok(found.includes(call), `${call} in ${found}`);
		});
	}
	it('keeps length and line ends', () => {
		const text = '/* a */ static int __init b(void) /* c\n d */\n{\n#ifdef E\n\tif (f) {\n#else\n\tif (g) {\n#endif\n\t\th();\n\t}\n}\n';
		const tokens = tokenise(text);
		for (const item of splitItems(tokens, settleConditionals(tokens))) {
			const original = text.slice(item.start, item.end);
			const masked = maskItem(tokens, item);
			assert.equal(masked.length, original.length);
			assert.deepEqual(
				[...masked.matchAll(/\n/g)].map((match) => match.index),
				[...original.matchAll(/\n/g)].map((match) => match.index),
			);
		}
	});
	it('reads a macro body as statements', () => {
		const directive = '#define a(b) \\\n\tdo { c(#b); d(b ## e); } while (0)';
		const masked = maskMacroBody(directive);
		assert.equal(masked.length, directive.length);
		assert.match(masked, /c\( b\);\s+d\(b {5}\);/);
	});
});

describe('conditionals', () => {
	const kept = (text: string, prefer?: 'first' | 'last') => {
		const tokens = tokenise(text);
		const { fate } = settleConditionals(tokens, prefer);
		return [...fate.keys()].filter((token) => fate[token] === 0).map((token) => text.slice(tokens.start[token], tokens.end[token]));
	};
	it('keeps both sides where both are whole', () => assert.deepEqual(kept('#ifdef A\nint b;\n#else\nint c;\n#endif\n'), ['int', 'b', ';', 'int', 'c', ';']));
	it('takes one side where they are halves', () => {
		const text = 'if (a\n#ifdef B\n\t&& b\n#else\n\t&& c\n#endif\n\t) d();\n';
		assert.deepEqual(kept(text).join(' '), 'if ( a && b ) d ( ) ;');
		assert.deepEqual(kept(text, 'last').join(' '), 'if ( a && c ) d ( ) ;');
	});
	it('goes the same way at the same condition', () => {
		const text = '#ifdef A\nif (b) {\n#endif\nc();\n#ifdef A\n}\n#endif\n';
		assert.deepEqual(kept(text).join(' '), 'if ( b ) { c ( ) ; }');
		assert.deepEqual(kept(text, 'last').join(' '), 'c ( ) ;');
	});
	it('leaves out what is never C', () => assert.deepEqual(kept('#if 0\nint a;\n#endif\n#ifndef __ASSEMBLY__\nint b;\n#endif\n'), ['int', 'b', ';']));
});

describe('syntax memory', () => {
	it('parses only the item that changed', async () => {
		const parser = await testParser();
		let parses = 0;
		const counting = {
			backend: parser.backend,
			parse(text: string, shift?: number) {
				parses++;
				return parser.parse(text, shift);
			},
		};
		const memory = new SyntaxMemory();
		const parseAll = (text: string) => {
			const source = readSource(text, counting, memory);
			for (const item of source.main.items) source.syntaxOf(item);
		};
		const before = 'int a(void)\n{\n\treturn b();\n}\n\nint c(void)\n{\n\treturn d();\n}\n';
		parseAll(before);
		assert.equal(parses, 2);
		parseAll(before.replace('d()', 'e()'));
		assert.equal(parses, 3);
	});
	it('holds two texts and no more', async () => {
		const parser = await testParser();
		const memory = new SyntaxMemory();
		for (let round = 0; round < 50; round++) {
			const source = readSource(`int a(void)\n{\n\treturn ${round};\n}\n`, parser, memory);
			for (const item of source.main.items) source.syntaxOf(item);
		}
		assert.equal(memory.size, 2);
	});
});

describe('line index', () => {
	it('counts UTF-16 and leaves line ends out', () => {
		const lines = indexLines('a\r\n\u{1F600}b\n');
		assert.deepEqual(lines.positionAt(5), { line: 1, character: 2 });
		assert.equal(lines.lineEnd(0), 1);
		assert.equal(lines.lineCount, 3);
	});
});
