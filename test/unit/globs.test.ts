/** Globs of a configuration: what they mean, and what is refused. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { globMatcher, globProblem, globsProblem } from '../../server/src/kernel-tree/globs.ts';

/** A glob, paths that it means, and paths that it does not. */
const globs: readonly (readonly [glob: string, meant: readonly string[], others: readonly string[]])[] = [
	['drivers/**', ['drivers/a/b.c', 'drivers'], ['driversx/a', 'x/drivers/a']],
	['**/*.mod.c', ['a/b.mod.c', 'b.mod.c'], ['b.mod.cc']],
	['*.c', ['b.c', '.b.c'], ['a/b.c']],
	['tools/{perf,testing}', ['tools/perf', 'tools/testing'], ['tools/x', 'tools/perf/x']],
	['tools/{perf,testing}/**', ['tools/testing/x/y.c'], ['tools/x/y.c']],
	['{drivers/gpu/**,fs/**}', ['drivers/gpu/a/b', 'drivers/gpu', 'fs/ext4/x.c'], ['drivers/net']],
	['{**/selftests,**/kunit}/**', ['tools/testing/selftests/x.c', 'kunit/y.c'], ['tools/x.c']],
	['a?c', ['abc'], ['a/c', 'ac']],
	['[ab].c', ['a.c'], ['c.c']],
	['[!ab].c', ['c.c'], ['a.c']],
	['drivers[!x]gpu', ['drivers-gpu'], ['drivers/gpu']],
	['a/**/b', ['a/b', 'a/x/y/b'], ['axb']],
	['a/**/**/b', ['a/b', 'a/x/b'], ['ab']],
	['a**b', ['ab', 'axxb'], ['a/b']],
	['**', ['x', 'x/y'], []],
	['./mm/', ['mm'], ['mm/x']],
	['a\\*b', ['a*b'], ['axb']],
	['a.c', ['a.c'], ['abc']],
	['x[', ['x['], ['x']],
	['a\nb', ['a\nb'], ['a']],
];

describe('globs', () => {
	for (const [glob, meant, others] of globs) {
		it(JSON.stringify(glob), () => {
			assert.equal(globProblem(glob), '');
			const matches = globMatcher([glob]);
			for (const path of meant) assert.ok(matches(path), path);
			for (const path of others) assert.ok(!matches(path), path);
		});
	}
	it('are one of several', () => assert.ok(globMatcher(['a/**', 'b/**'])('b/x') && !globMatcher(['a/**', 'b/**'])('c/x')));
	it('that are refused say why, and mean nothing', () => {
		for (const [glob, why] of [
			['', /names nothing/],
			['/', /names nothing/],
			['./', /names nothing/],
			['!x', /negation/],
			['@(a|b)', /extended/],
			['(a|b)', /extended/],
			['{1..3}', /range/],
			['[z-a]', /no glob/],
			['a'.repeat(1001), /characters/],
		] as const) {
			assert.match(globProblem(glob), why);
			for (const path of ['', 'x', glob, 'a', '1']) assert.ok(!globMatcher([glob])(path), `${glob} ${path}`);
		}
	});
	it('that are too many are told, and mean nothing', () => {
		assert.match(globsProblem(Array.from({ length: 1001 }, (_, i) => `a${i}`)), /there are 1001 globs/);
		const long = Array.from({ length: 100 }, () => '*a'.repeat(400));
		assert.match(globsProblem(long), /the globs have 80000 characters/);
		assert.ok(!globMatcher(['mm/**', ...long])('mm/x'));
	});
	it('match in time linear to the path', () => {
		const matches = globMatcher([`${'*a'.repeat(490)}b`, `${'**/'.repeat(300)}x`]);
		const started = process.cpuUsage();
		for (let i = 0; i < 20; i++) assert.ok(!matches('a'.repeat(4000)));
		assert.ok(process.cpuUsage(started).user < 10_000_000);
	});
});
