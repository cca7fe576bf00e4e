/**
 * Puts a real VS Code into .vscode-test: the one inside code-server, from npm, without its native modules. Needs the network once, and
 * Debian's chromium and ripgrep. How this was found out: ../shared/design/vscode-e2e.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { projectRoot } from '../support/engine.ts';

/** Where everything is installed. */
export const installFolder = join(projectRoot, '.vscode-test');

/** The folder of VS Code. */
export const vscodeFolder = join(installFolder, 'node_modules/code-server/lib/vscode');

const versions = ['code-server@4.100.3'];

/** Installs what is not there yet. */
export function installVsCode(): void {
	const done = join(installFolder, 'done');
	if (existsSync(done)) return;
	mkdirSync(installFolder, { recursive: true });
	writeFileSync(join(installFolder, 'package.json'), '{ "private": true }\n');
	npm(installFolder, ['install', '--ignore-scripts', '--save-exact', '--no-audit', '--no-fund', ...versions]);
	npm(vscodeFolder, ['ci', '--legacy-peer-deps', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund']);
	replaceModule('@vscode/spdlog', spdlog);
	replaceModule('native-watchdog', 'exports.start = () => {};\n');
	const bin = join(vscodeFolder, 'node_modules/@vscode/ripgrep/bin');
	mkdirSync(bin, { recursive: true });
	symlinkSync(execFileSync('which', ['rg'], { encoding: 'utf8' }).trim(), join(bin, 'rg'));
	writeFileSync(done, '');
}

function npm(cwd: string, args: readonly string[]): void {
	execFileSync('npm', args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, npm_config_loglevel: 'error' } });
}

/** A stand-in for a native module that is not built here. */
function replaceModule(name: string, source: string): void {
	const folder = join(vscodeFolder, 'node_modules', name);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
	writeFileSync(join(folder, 'index.js'), source);
}

const spdlog = `
const { appendFileSync } = require('node:fs');
class Logger {
	constructor(_name, path) { this.path = path; this.level = 2; }
	write(level, message) { try { appendFileSync(this.path, level + ' ' + message + '\\n'); } catch {} }
	trace(m) {} debug(m) {} info(m) { this.write('info', m); } warn(m) { this.write('warn', m); }
	error(m) { this.write('error', m); } critical(m) { this.write('critical', m); }
	getLevel() { return this.level; } setLevel(level) { this.level = level; } setPattern() {} clearFormatters() {} flush() {} drop() {}
}
const create = async (name, path) => new Logger(name, path);
// One by one: an ES module that imports this sees only names that are assigned so.
exports.Logger = Logger;
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
exports.createRotatingLoggerAsync = create;
`;

/** Playwright, from there. */
export function playwright(): typeof import('playwright-core') {
	return createRequire(join(installFolder, 'package.json'))('playwright-core') as typeof import('playwright-core');
}
