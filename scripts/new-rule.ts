/** `npm run new-rule -- ID`: makes a rule's source, page and fixtures, and registers it. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { exportName } from './generated-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const id = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(id)) {
	console.error('usage: npm run new-rule -- ID, with ID in lower case and dashes');
	process.exit(2);
}
if (existsSync(`${root}/server/src/rules/${id}.ts`)) {
	console.error(`there is a rule ${id} already`);
	process.exit(2);
}

const source = `import { calleeOf } from '../kernel-c/calls.ts';
import { inSeries } from './drafts/sources.ts';
import { allSchemes, type Rule } from './rule.ts';

const names = ['name_of_an_api'];

/** Why this rule exists, in a line. */
export const ${exportName(id)}: Rule = {
	id: '${id}',
	group: 'scheme',
	summary: 'What it flags, in one line',
	severity: 'warning',
	schemes: allSchemes,
	sources: [inSeries('Who said it, and in reply to what')],
	words: [names],
	fix: 'none',
	nodes: ['call_expression'],
	*check(context, node) {
		if (!names.includes(calleeOf(node, context.text))) return;
		yield context.at(node, 'what happens to the count, on which path');
	},
};
`;

const page = `# ${id}

<!-- summary -->
<!-- /summary -->

## What it flags

## Why

<!-- sources -->
<!-- /sources -->

## Flagged

\`\`\`c devmap
static void example(struct page *page)
{
	name_of_an_api(page);
     /* ^^^^^^^^^^^^^^^^^^^^ ${id} */
}
\`\`\`

## Not flagged

\`\`\`c devmap
static void example(struct page *page)
{
	another_api(page);
}
\`\`\`

## Fix

There is none.

## Trees

<!-- trees -->
<!-- /trees -->

## How to silence

<!-- silence -->
<!-- /silence -->
`;

writeFileSync(`${root}/server/src/rules/${id}.ts`, source);
writeFileSync(`${root}/docs/rules/${id}.md`, page);
mkdirSync(`${root}/test/rules/${id}`, { recursive: true });
const flag = `/* tree: devmap */

static void example(struct page *page)
{
	name_of_an_api(page);
     /* ^^^^^^^^^^^^^^^^^^^^ ${id} */
}
`;
writeFileSync(`${root}/test/rules/${id}/flag.c`, flag);
writeFileSync(`${root}/test/rules/${id}/clean.c`, '/* tree: devmap */\n\nstatic void example(struct page *page)\n{\n\tanother_api(page);\n}\n');
// Twice: the list of rules first, then what follows from the list.
for (let round = 0; round < 2; round++) spawnSync(process.execPath, ['--import', 'tsx', `${root}/scripts/generate.ts`], { stdio: 'inherit', cwd: root });
console.log(`made ${id}: write server/src/rules/${id}.ts, docs/rules/${id}.md and test/rules/${id}`);
