/** The report of an audit as one file for a browser: nothing is loaded from elsewhere, and it reads without script. */
import type { Finding } from '../review/finding.ts';
import { rules } from '../rules/index.ts';
import type { Severity } from '../rules/raw-finding.ts';
import { findingsPicture } from './findings-picture.ts';
import { style } from './html-style.ts';
import type { Report, SourceReader } from './report.ts';
import { rulePageUrl, whyAndSources } from './rule-pages.ts';
import { schemeText } from './scheme-text.ts';

/** Lines of code around a finding's own. */
const AROUND = 2;

/** The report as HTML. `sourceOf` gives the text of a file, for the code around a finding. */
export function htmlReport(report: Report, sourceOf: SourceReader): string {
	const { findings, tree, stats, version, notes } = report;
	const about = tree === null ? 'no kernel tree' : `linux ${tree.profile.version}, ${schemeText(tree.profile.scheme)}`;
	const title = `mm-review: ${counted(findings.length, 'finding')} in ${about}`;
	const byRule = grouped(findings, ({ rule }) => rule);
	const body = [
		`<header><h1>${escaped(title)}</h1>`,
		`<p>${counted(stats.files, 'file')}, ${(stats.milliseconds / 1000).toFixed(1)} s${tree === null ? '' : `, in ${escaped(tree.root)}`}. ${severityCounts(findings)}</p></header>`,
		findings.length === 0
			? ''
			: `<figure role="img" aria-label="Where the findings are: the table by folder says the same">${findingsPicture(findings)}</figure>`,
		`<nav>${ruleTable(byRule)}${folderTable(findings)}</nav>`,
		'<p id="filter" hidden><label>Filter: <input type="search" placeholder="words in file, function or message"></label> <output></output></p>',
		...[...byRule].map(([rule, list]) => ruleSection(rule, list, sourceOf)),
		notes.length === 0
			? ''
			: `<section><h2>Notes</h2><ul>${notes.map(({ level, message }) => `<li>${level}: ${escaped(message)}</li>`).join('')}</ul></section>`,
		`<footer>mm-review ${escaped(version)}</footer>`,
	];
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body.filter((part) => part !== '').join('\n')}
<script>${filterScript}</script>
</body>
</html>
`;
}

/** Shows what holds the words that are typed. Without it everything is shown. */
const filterScript = `
const box = document.getElementById('filter');
const [input, output] = [box.querySelector('input'), box.querySelector('output')];
box.hidden = false;
input.addEventListener('input', () => {
	const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
	let shown = 0;
	for (const each of document.querySelectorAll('article')) {
		each.hidden = !words.every((word) => each.textContent.toLowerCase().includes(word));
		if (!each.hidden) shown++;
	}
	for (const section of document.querySelectorAll('section[data-rule]')) section.hidden = section.querySelector('article:not([hidden])') === null;
	output.textContent = words.length === 0 ? '' : shown + ' shown';
});
`;

function grouped(findings: readonly Finding[], keyOf: (finding: Finding) => string): Map<string, Finding[]> {
	const groups = new Map<string, Finding[]>();
	for (const finding of findings) groups.set(keyOf(finding), [...(groups.get(keyOf(finding)) ?? []), finding]);
	return new Map([...groups].sort(([a, x], [b, y]) => worst(x) - worst(y) || (a < b ? -1 : 1)));
}

const order: readonly Severity[] = ['error', 'warning', 'info'];

/** The place of the worst severity among some findings in {@link order}. */
function worst(findings: readonly Finding[]): number {
	return findings.reduce((least, { severity }) => Math.min(least, order.indexOf(severity)), order.length);
}

function severityCounts(findings: readonly Finding[]): string {
	return order
		.map((severity) => ({ severity, number: findings.filter((finding) => finding.severity === severity).length }))
		.filter(({ number }) => number > 0)
		.map(({ severity, number }) => `<span class="${severity}">${counted(number, severity === 'info' ? 'info' : severity)}</span>`)
		.join(' ');
}

function ruleTable(byRule: ReadonlyMap<string, readonly Finding[]>): string {
	const rows = [...byRule].map(
		([rule, list]) => `<tr><td><a href="#${rule}">${rule}</a></td><td>${severityCounts(list)}</td><td>${escaped(summaryOf(rule))}</td></tr>`,
	);
	return `<table><caption>By rule</caption><thead><tr><th>Rule</th><th>Findings</th><th>What it flags</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function folderTable(findings: readonly Finding[]): string {
	const folderOf = ({ file }: Finding) => file.split('/').slice(0, -1).slice(0, 2).join('/') || '.';
	const rows = [...grouped(findings, folderOf)]
		.sort(([, a], [, b]) => b.length - a.length)
		.map(([folder, list]) => {
			const links = [...grouped(list, ({ rule }) => rule)].map(([rule, own]) => `<a href="#${anchorOf(own[0] as Finding)}">${rule}</a> ${own.length}`);
			return `<tr><td>${escaped(folder)}</td><td>${severityCounts(list)}</td><td>${links.join(', ')}</td></tr>`;
		});
	return `<table><caption>By folder</caption><thead><tr><th>Folder</th><th>Findings</th><th>Rules</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function summaryOf(rule: string): string {
	return rules.find(({ id }) => id === rule)?.summary ?? 'A comment that silences a rule is faulty';
}

function ruleSection(rule: string, findings: readonly Finding[], sourceOf: SourceReader): string {
	const [why, sources] = whyAndSources(rule);
	const reason = why === '' ? '' : `<details><summary>Why</summary><p>${escaped(why)}</p><p>${escaped(sources)}</p></details>`;
	const head = `<h2>${rule} <small>${severityCounts(findings)}</small></h2><p>${escaped(summaryOf(rule))}. <a href="${rulePageUrl(rule)}">Its page</a></p>${reason}`;
	return `<section id="${rule}" data-rule>${head}${findings.map((finding) => article(finding, sourceOf(finding.file))).join('')}</section>`;
}

function anchorOf({ fingerprint }: Finding): string {
	return `f-${escaped(fingerprint)}`;
}

function article(finding: Finding, source: string | null): string {
	const { file, range, function: name, severity, message, steps, fix } = finding;
	const place = `${file}:${range.start.line}:${range.start.column}`;
	const path = steps.map((step) => `<li>${escaped(`${step.file}:${step.range.start.line}: ${step.message}`)}</li>`).join('');
	return [
		`<article id="${anchorOf(finding)}">`,
		`<h3><span class="${severity}">${severity}</span> ${escaped(place)}${name === '' ? '' : ` <code>${escaped(name)}()</code>`}</h3>`,
		`<p>${escaped(message)}</p>`,
		`<pre>${codeOf(finding, source)}</pre>`,
		path === '' ? '' : `<ol>${path}</ol>`,
		fix === undefined ? '' : `<p class="fix">Fix: ${escaped(fix.title)}</p>`,
		'</article>',
	].join('');
}

/** The lines around a finding, its own marked; the line alone where the file is not there any more. */
function codeOf({ range, text }: Finding, source: string | null): string {
	const lines = source?.split('\n');
	if (lines === undefined || lines.length < range.start.line) return `<mark>${escaped(text)}</mark>`;
	const first = Math.max(1, range.start.line - AROUND);
	const last = Math.min(lines.length, range.end.line + AROUND);
	const width = String(last).length;
	return Array.from({ length: last - first + 1 }, (_, at) => {
		const number = first + at;
		const line = escaped(lines[number - 1] ?? '');
		const isOwn = number >= range.start.line && number <= range.end.line;
		return `${String(number).padStart(width)}  ${isOwn ? `<mark>${line}</mark>` : line}`;
	}).join('\n');
}

function counted(number: number, what: string): string {
	return `${number} ${what}${number === 1 || what === 'info' ? '' : 's'}`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
