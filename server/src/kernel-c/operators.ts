/** Operators as the tokeniser codes them. */
import { operatorCode } from './tokens.ts';

/** `&&` */
export const AND_AND = operatorCode('&&');
/** `->` */
export const ARROW = operatorCode('->');
/** `}` */
export const BRACE_CLOSE = operatorCode('}');
/** `{` */
export const BRACE_OPEN = operatorCode('{');
/** `]` */
export const BRACKET_CLOSE = operatorCode(']');
/** `[` */
export const BRACKET_OPEN = operatorCode('[');
/** `^` */
export const CARET = operatorCode('^');
/** `:` */
export const COLON = operatorCode(':');
/** `,` */
export const COMMA = operatorCode(',');
/** `--` */
export const DECREMENT = operatorCode('--');
/** `.` */
export const DOT = operatorCode('.');
/** `...` */
export const ELLIPSIS = operatorCode('...');
/** `=` */
export const EQUALS = operatorCode('=');
/** `++` */
export const INCREMENT = operatorCode('++');
/** `)` */
export const PARENTHESIS_CLOSE = operatorCode(')');
/** `(` */
export const PARENTHESIS_OPEN = operatorCode('(');
/** `%` */
export const PERCENT = operatorCode('%');
/** `?` */
export const QUESTION = operatorCode('?');
/** `;` */
export const SEMICOLON = operatorCode(';');
/** `*` */
export const STAR = operatorCode('*');
