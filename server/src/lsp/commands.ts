/** What a client may ask the server to do; each command has a file of its own. */
import { ErrorCodes, ExecuteCommandRequest, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import { editCommands, runEditCommand } from './edit-commands.ts';
import { openRuleCommand } from './finding-view.ts';
import { composeReplyCommand, patchCommands, patchImages, patchImagesCommand, reviewPatch, reviewPatchCommand } from './patch-commands.ts';
import { showPaths, showPathsCommand } from './paths-command.ts';
import { probedTrees, probesCommand } from './probe-command.ts';
import type { Session } from './session.ts';
import { auditCommand, clearAuditCommand, clearAudits, inventoryCommand, resumeAuditCommand, runTreeCommand, treeCommands } from './tree-commands.ts';

/** Every command of the server. */
export const commands: readonly string[] = [...treeCommands, openRuleCommand, showPathsCommand, ...patchCommands, ...editCommands, probesCommand];

/** Registers the commands. `refresh` is called when an audit has new results. */
export function handleCommands(session: () => Session, refresh: () => void): void {
	session().connection.onRequest(ExecuteCommandRequest.type, async (params, cancellation) => {
		const argument: unknown = params.arguments?.[0];
		const abort = new AbortController();
		cancellation.onCancellationRequested(() => abort.abort());
		switch (params.command) {
			case auditCommand:
			case resumeAuditCommand:
			case inventoryCommand:
				return failing(() => runTreeCommand(session(), params.command, argument, params.workDoneToken, abort, refresh));
			case clearAuditCommand:
				clearAudits(session(), refresh);
				return null;
			case reviewPatchCommand:
			case composeReplyCommand: {
				const answer = await failing(() => reviewPatch(session(), argument, abort.signal));
				return params.command === reviewPatchCommand ? answer : { replies: answer.replies, notes: answer.notes };
			}
			case patchImagesCommand:
				return patchImages(session(), params.arguments ?? []);
			case openRuleCommand:
				return openRule(session(), String(argument));
			case showPathsCommand:
				return showPaths(session(), params.arguments ?? []);
			case probesCommand:
				return probedTrees(session(), argument);
			default:
				if ((editCommands as readonly string[]).includes(params.command))
					return failing(() => runEditCommand(session(), params.command, params.arguments ?? []));
				throw new ResponseError(ErrorCodes.InvalidParams, `mm-review has no command ${params.command}`);
		}
	});
}

/** What goes wrong is told in one line, without the name of the request. */
async function failing<Answer>(run: () => Promise<Answer>): Promise<Answer> {
	try {
		return await run();
	} catch (error) {
		if (error instanceof ResponseError) throw error;
		throw new ResponseError(LSPErrorCodes.RequestFailed, error instanceof Error ? error.message : String(error));
	}
}

async function openRule(session: Session, id: string): Promise<string> {
	const file = session.host.rulePage(id);
	const uri = session.rulePage(id);
	if (session.abilities.showsDocuments) await session.connection.window.showDocument({ uri, external: file === null, takeFocus: true });
	return uri;
}
