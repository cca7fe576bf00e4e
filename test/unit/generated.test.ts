/** What is generated is what lies there. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import * as z from 'zod';
import { exportName, generatedFiles, ruleFiles } from '../../scripts/generated-files.ts';
import { hasRole, levelOf, namesOf } from '../../server/src/analysis/page-tables/roles.ts';
import { contractSchema, kindSchema } from '../../server/src/contracts/schema.ts';
import { declaredContracts, namesOfForm } from '../../server/src/contracts/table.ts';
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
	it('a rule that walks paths says so', () => {
		for (const { id, needs } of rules) {
			const source = readFileSync(join(projectRoot, 'server/src/rules', `${id}.ts`), 'utf8');
			assert.equal(needs === 'paths', /\bcontext\.(?:balance|inTables)\(/.test(source), id);
		}
	});
	it('names are made of ids', () => assert.equal(exportName('one-based-idle'), 'oneBasedIdle'));
});

const data = (name: string): unknown => JSON.parse(readFileSync(join(projectRoot, 'server', 'data', name), 'utf8'));

describe('data files', () => {
	it('contracts: each name once, each form and fact by the schema', () => {
		const files = readdirSync(join(projectRoot, 'server/data/contracts'));
		const contracts = files.flatMap((file) => z.strictObject({ contracts: z.array(contractSchema) }).parse(data(`contracts/${file}`)).contracts);
		const names = contracts.flatMap((each) => each.names.flatMap(namesOfForm));
		assert.deepEqual(
			names.filter((name, at) => names.indexOf(name) !== at),
			[],
		);
		assert.equal(declaredContracts.length, contracts.length, 'every file is read');
		for (const {
			names: [name = ''],
			effects = [],
			instead = {},
			pack,
		} of contracts) {
			assert.ok(effects.length === 0 || pack !== undefined, `${name}: whose effects are these?`);
			for (const other of Object.values(instead)) assert.ok(names.includes(other), `${name}: ${other} has no contract`);
		}
	});

	it('kinds: each name once, by the schema', () => {
		const { kinds } = z.strictObject({ kinds: z.array(kindSchema.required({ source: true })) }).parse(data('kinds.json'));
		const names = kinds.map(({ kind }) => kind);
		assert.equal(new Set(names).size, names.length);
		for (const { kind, rule } of kinds) assert.ok(rule === undefined || rules.some(({ id }) => id === rule), kind);
	});

	it('words.json, flow.json', () => {
		const words = z.array(z.string().regex(/^\w+$/)).min(1);
		const source = z.string().min(1);
		const forms = z.array(z.string().min(1)).min(1);
		const read = z
			.strictObject({
				source,
				lookups: forms,
				pageTableLookups: forms,
				mayTake: z.strictObject({ words, never: forms }),
				mayKeep: words,
				givesReference: words,
				onlyReads: forms,
				predicates: forms,
			})
			.parse(data('words.json'));
		for (const form of [...read.lookups, ...read.mayTake.never, ...read.pageTableLookups, ...read.onlyReads, ...read.predicates])
			assert.doesNotThrow(() => new RegExp(form));
		const setsVariable = z.array(z.strictObject({ macro: z.string().min(1), argument: z.int().min(0) }));
		z.strictObject({ source, guards: words, setsVariable, errorConstants: forms }).parse(data('flow.json'));
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
		const names = z.array(z.string().regex(/^\w+$/)).min(1);
		const pattern = z.string().min(1);
		const parsed = z
			.strictObject({
				absentByName: pattern,
				primitivesByName: pattern,
				unsharesByName: pattern,
				lockedByName: pattern,
				flushFlags: pattern,
				notCounted: z.strictObject({ any: pattern, map: pattern, unmap: pattern }),
				teardown: names,
				hugeZeroPut: names,
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
