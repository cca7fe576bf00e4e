// Takes the pictures of the README from those that the tests in editors have left in test-output/.
import { copyFileSync, mkdirSync } from 'node:fs';

const pictures = { 'node-hover': 'hover', 'node-series': 'series', 'node-paths': 'paths', terminal: 'terminal' };
mkdirSync('docs/images', { recursive: true });
for (const [from, to] of Object.entries(pictures)) copyFileSync(`test-output/${from}.png`, `docs/images/${to}.png`);
