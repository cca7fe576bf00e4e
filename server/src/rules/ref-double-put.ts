import { inKernel } from './drafts/sources.ts';
import { balanceWords, coreBalanceWords, draftOf, hasOwnRule, referenceOf } from './drafts/violations.ts';
import { allSchemes, type Rule } from './rule.ts';

/** A reference that is dropped twice is somebody else's the second time. */
export const refDoublePut: Rule = {
	id: 'ref-double-put',
	group: 'balance',
	needs: 'paths',
	summary: 'A reference is dropped more often than it was taken',
	severity: 'error',
	schemes: allSchemes,
	sources: [inKernel('scsi: libfc: drop extra rport reference in fc_rport_create()', 'drivers/scsi/libfc/fc_rport.c')],
	words: [balanceWords],
	packWords: { core: coreBalanceWords },
	fix: 'none',
	readsParts: true,
	nodes: ['function_definition'],
	*check(context) {
		for (const found of context.balance().violations) {
			if (found.kind === 'never-taken') {
				const why = found.acquisition.on === 'unset' ? 'nothing has set it on this path' : 'on this path it is an error pointer, or NULL';
				yield draftOf(context, found, `${found.name} is ${found.isUsed ? 'used' : 'put'} here, and ${why}`);
			}
			if (found.kind !== 'double-put' || hasOwnRule(context, found)) continue;
			yield draftOf(
				context,
				found,
				`${referenceOf(context, found)} is dropped a second time on this path: the count loses a reference that somebody else holds`,
			);
		}
	},
};
