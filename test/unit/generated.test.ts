/** What is generated is what lies there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as z from 'zod';
import { exportName, generatedFiles, ruleFiles } from '../../scripts/generated-files.ts';
import { hasRole, levelOf, namesOf } from '../../server/src/analysis/page-tables/roles.ts';
import { effectNames } from '../../server/src/contracts/effects.ts';
import { rules } from '../../server/src/rules/index.ts';
import { projectRoot } from '../support/engine.ts';

describe('generated files', async () => {
	for (const [path, content] of await generatedFiles(projectRoot)) {
		it(path, () => assert.equal(readFileSync(join(projectRoot, path), 'utf8'), content, 'stale: run npm run generate'));
	}
	it('every file of a rule is named as its rule', () =>
		assert.deepEqual(
			rules.map((rule) => rule.id),
			ruleFiles(projectRoot),
		));
	it('names are made of ids', () => assert.equal(exportName('one-based-idle'), 'oneBasedIdle'));
});

const data = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot, 'server', 'data', name), 'utf8'));

describe('data files', () => {
	it('effects.json', () => {
		const change = z.strictObject({
			on: z.enum(['argument', 'result', 'pointee', 'each']),
			argument: z.int().min(0).optional(),
			change: z.union([z.literal(1), z.literal(-1)]),
			times: z.int().min(0).optional(),
			counts: z.string().min(1),
			when: z.enum(['true', 'non-null', 'not-error', 'valid', 'zero', 'nonzero', 'positive']).optional(),
			member: z.string().optional(),
		});
		const effect = z.strictObject({
			names: z.array(z.string().regex(/^\w+$/)).min(1),
			pack: z.enum(['mm', 'core']),
			effects: z.array(change.refine((each) => (each.on !== 'result') === (each.argument !== undefined), 'an argument if and only if it is about one')),
			same: z.int().min(0).optional(),
			notes: z.string().optional(),
			schemes: z.partialRecord(z.enum(['devmap', 'converting', 'normal']), z.string()).optional(),
			source: z.string().min(1),
		});
		const packs = ['effects.json', 'effects-core.json'].map((name) => z.strictObject({ effects: z.array(effect) }).parse(data(name)));
		const names = packs.flatMap((pack) => pack.effects.flatMap((each) => each.names));
		assert.equal(new Set(names).size, names.length, 'each name once');
		assert.deepEqual([...effectNames].sort(), names.sort());
	});

	it('pure-calls.json, aliases.json, flow.json', () => {
		const names = z.array(z.string().regex(/^\w+$/)).min(1);
		const forms = z.array(z.string().regex(/^\w*\{\}\w*$/)).min(1);
		const source = z.string().min(1);
		const regexps = z.array(z.string().min(1));
		z.strictObject({ source, levels: names, ofEntry: forms, names, fleeting: names, predicates: regexps }).parse(data('pure-calls.json'));
		const lists = {
			same: names,
			takeAway: names,
			keep: names,
			borrow: names,
			lookAtPointer: names,
			handles: names,
			addresses: names,
			takesInReadahead: names,
			holdsNoReference: names,
			freesMemory: names,
		};
		const aliases = z
			.strictObject({
				source,
				...lists,
				lookups: regexps,
				mayTake: z.strictObject({ words: names, never: regexps }),
				mayKeep: names,
				givesReference: names,
				pageTableLookups: regexps,
				onlyReads: regexps,
			})
			.parse(data('aliases.json'));
		for (const form of [...aliases.lookups, ...aliases.mayTake.never, ...aliases.pageTableLookups, ...aliases.onlyReads])
			assert.doesNotThrow(() => new RegExp(form));
		// Who only borrows keeps nothing.
		assert.deepEqual(
			aliases.borrow.filter((name) => aliases.keep.includes(name)),
			[],
		);
		const setsVariable = z.array(z.strictObject({ macro: z.string().min(1), argument: z.int().min(0) }));
		z.strictObject({
			source,
			neverReturn: names,
			stopWhenTrue: names,
			stopWhenFalse: names,
			returnMacros: names,
			guards: names,
			setsVariable,
			errorConstants: regexps,
		}).parse(data('flow.json'));
	});

	it('probes.json', () => {
		const probe = z.strictObject({ fact: z.string(), files: z.array(z.string()).min(1), pattern: z.string(), why: z.string(), source: z.string() });
		const parsed = z.strictObject({ probes: z.array(probe) }).parse(data('probes.json'));
		for (const each of parsed.probes) assert.doesNotThrow(() => new RegExp(each.pattern, 'm'));
	});

	it('api-notes.json', () => {
		const note = z.strictObject({
			names: z.array(z.string()).min(1),
			text: z.string().regex(/[^.]$/),
			schemes: z.partialRecord(z.enum(['devmap', 'converting', 'normal']), z.string().regex(/[^.]$/)).optional(),
			source: z.string(),
		});
		const { notes } = z.strictObject({ notes: z.array(note) }).parse(data('api-notes.json'));
		const names = notes.flatMap((each) => each.names);
		assert.equal(new Set(names).size, names.length, 'each name once');
	});
	it('page-tables.json', () => {
		const names = z.array(z.string().regex(/^[\w{},]+$/)).min(1);
		const place = z.int().min(0).optional();
		const role = z.strictObject({
			role: z.string().regex(/^[a-z-]+$/),
			names,
			mm: place,
			pointer: place,
			value: place,
			table: place,
			which: place,
			amount: place,
			lock: place,
			sign: z.union([z.literal(1), z.literal(-1)]).optional(),
			fails: z.enum(['zero', 'nonzero']).optional(),
			source: z.string().min(1),
		});
		const pattern = z.string().min(1);
		const parsed = z
			.strictObject({
				roles: z.array(role),
				warnings: names,
				neverNull: names,
				absentByName: pattern,
				primitivesByName: pattern,
				unsharesByName: pattern,
				lockedByName: pattern,
				flushFlags: pattern,
				notCounted: z.strictObject({ any: pattern, map: pattern, unmap: pattern }),
				teardown: names,
				hugeZeroPut: names,
				writesProt: z.array(z.strictObject({ names, argument: z.int().min(0), source: z.string() })),
			})
			.parse(data('page-tables.json'));
		for (const each of [parsed.absentByName, parsed.primitivesByName, parsed.unsharesByName, parsed.lockedByName, parsed.flushFlags])
			assert.doesNotThrow(() => new RegExp(each));
		// Nothing does and undoes the same.
		for (const [one, other] of [
			['lock', 'unlock'],
			['rmap-add', 'rmap-remove'],
			['tables-add', 'tables-sub'],
			['lock', 'lock-name'],
		] as const) {
			const both = namesOf(one).filter((name) => hasRole(name, other));
			assert.deepEqual(both, [], `${one} and ${other}`);
		}
		assert.ok(hasRole('folio_add_file_rmap_pud', 'rmap-add') && levelOf('folio_add_file_rmap_pud') === 'pud');
	});

	it('dialect.json', () => {
		const words = z.array(z.string().regex(/^\w+$/)).min(1);
		z.strictObject({
			statementKeywords: words,
			primitiveTypes: words,
			aggregateKeywords: words,
			specifiers: words,
			typeOperators: words,
			typeofSpellings: words,
			asmSpellings: words,
			attributes: words,
			attributesWithArguments: words,
			inferredTypes: words,
			removedWords: words,
			syscallDefinitions: z.string(),
			scopePrefix: z.string(),
		}).parse(data('dialect.json'));
	});
});
