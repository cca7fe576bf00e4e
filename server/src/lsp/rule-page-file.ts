/** The pages of the rules on disk, where they are shipped beside the bundle. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** From dist/ in the package, and from server/src/lsp/ in the source. */
const folders = ['../docs/rules/', '../../../docs/rules/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** The path of a rule's page, or null. */
export function rulePageFile(id: string): string | null {
	for (const folder of folders) if (existsSync(`${folder}${id}.md`)) return `${folder}${id}.md`;
	return null;
}
