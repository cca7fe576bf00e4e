/** Bodies of `#define`: statements or an expression, read as the inside of a function. */
import { checkBrackets, checkSize } from '../bounds.ts';
import { tokenise } from '../tokens.ts';
import { maskedText, startMask } from './item-tokens.ts';
import { maskStatements } from './statements.ts';

const head = /^#\s*define\s+\w+(?:\([^)]*\))?/;
const notCode = /"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\/\*[\s\S]*?(?:\*\/|$)|\/\/.*|##\s*\w+|#/g;

/** The body of a `#define` directive as statements; the length and the line ends of the directive. Throws `OutOfBounds`. */
export function maskMacroBody(directive: string): string {
	const name = head.exec(directive)?.[0] ?? '';
	const body = blanked(name) + directive.slice(name.length).replace(notCode, (part) => (part.startsWith('#') ? blanked(part) : part));
	const tokens = tokenise(body);
	checkSize(tokens.count);
	const kept = Int32Array.from({ length: tokens.count }, (_, index) => index);
	const m = startMask(tokens, { start: 0, end: body.length, tokens: kept });
	checkBrackets(m.match);
	maskStatements(m, 0, m.count);
	return maskedText(m);
}

function blanked(text: string): string {
	return text.replace(/[^\n]/g, ' ');
}
