/** The pages of the rules, as docs/rules has them: what hover, `explain` and SARIF's help show. */
import { pages } from '../../data/rule-pages.ts';

/** A rule's page as Markdown, or null. */
export function rulePage(id: string): string | null {
	return pages[id] ?? null;
}

/** Where the page can be read on the web. */
export function rulePageUrl(id: string): string {
	return `https://unpkg.com/mm-review/docs/rules/${id}.md`;
}

/** Ids that have a page. */
export const pageIds: readonly string[] = Object.keys(pages);
