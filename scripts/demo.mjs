// The main job on the embedded example: audits a tiny kernel tree. Findings are what it is to show, so they are no failure here.
import { spawnSync } from 'node:child_process';

const audit = spawnSync(process.execPath, ['dist/mm-review.js', 'audit', 'test/trees/devmap'], { stdio: 'inherit' });
process.exitCode = audit.status === 1 ? 0 : 1;
