/** The pages of the rules, as docs/rules has them: what hover, `explain` and SARIF's help show. */
import { pages } from '../../data/rule-pages.ts';
import { version } from '../version.ts';

/** A rule's page as Markdown, or null. */
export function rulePage(id: string): string | null {
	return pages[id] ?? null;
}

/** Where the page can be read on the web. */
export function rulePageUrl(id: string): string {
	return `https://unpkg.com/mm-review@${version}/docs/rules/${id}.md`;
}

/** Ids that have a page. */
export const pageIds: readonly string[] = Object.keys(pages);

/** Why a rule exists, and who said so: the list that ends the section. */
export function whyAndSources(rule: string): [string, string] {
	const section = sectionOf(rulePage(rule) ?? '', 'Why');
	const list = /(?:^- .*(?:\n|$))+$/m.exec(section)?.[0] ?? '';
	return [section.slice(0, section.length - list.length).trim(), list.trim()];
}

/** A section of a rule's page. */
function sectionOf(page: string, title: string): string {
	const match = new RegExp(`^## ${title}\\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page);
	return match?.[1]?.trim() ?? '';
}
