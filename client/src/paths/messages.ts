/** What the paths panel and its page say to each other. */
import type { PathsAnswer } from '../../../server/src/lsp/protocol.ts';

/** To the page. */
export interface ShowPaths {
	readonly kind: 'show';
	readonly paths: Pick<PathsAnswer, 'function' | 'objects' | 'drawn'>;
	/** The name of the file. */
	readonly file: string;
}

/** From the page. Lines are 1-based. */
export type PageMessage =
	| { readonly kind: 'ready' }
	| { readonly kind: 'jump'; readonly line: number }
	| { readonly kind: 'object'; readonly index: number }
	| { readonly kind: 'export' };
