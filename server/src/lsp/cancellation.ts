/** Requests that a client takes back are not worked through. */
import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** A handler that first hears what came with the request: while somebody types, editors cancel most of what they asked. */
export function unlessCancelled<Params, Answer>(answer: (params: Params) => Promise<Answer>): (params: Params, token: CancellationToken) => Promise<Answer> {
	return async (params, token) => {
		// The next message is read in the turn after this one.
		for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setTimeout(resolve));
		if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
		return answer(params);
	};
}
