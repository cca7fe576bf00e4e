/** Questions about where a variable's value comes from, asked of every value that the function gives it, and of theirs. */
import { MOST_ORIGINS } from './bounds.ts';
import { valuesOf } from './declarations.ts';
import type { SyntaxNode } from './syntax.ts';

/** So many variables are asked about, those that only lead back again and again included. */
const MOST_QUESTIONS = 1000;

/** The variables that a question went through; null while one is being asked about. */
type Asked = Map<string, boolean | null>;

/** A question about a value: `null` where it only leads back to a variable that is being asked about. */
export type OriginQuestion = (value: SyntaxNode, follow: (variable: string) => boolean | null) => boolean | null;

/**
 * Whether a value answers a question with yes. `follow` asks it of a variable: yes where it has values and all of them say so. A value that
 * leads back to its own variable says nothing: with `page = pud_page(*pud); page = compound_head(page);` the first decides. The number
 * of questions is bounded, so that no text makes this long or endless.
 */
export function isFromAll(root: SyntaxNode, text: string, value: SyntaxNode, question: OriginQuestion): boolean {
	const asked: Asked = new Map();
	let questions = 0;
	const follow = (variable: string): boolean | null => {
		const known = asked.get(variable);
		if (known !== undefined) return known;
		if (asked.size >= MOST_ORIGINS || ++questions > MOST_QUESTIONS) return false;
		asked.set(variable, null);
		const values = valuesOf(root, text, variable);
		const answers = values.map((each) => question(each, follow)).filter((answer) => answer !== null);
		if (values.length > 0 && answers.length === 0) {
			// All of them lead back to who asks: another may be told more.
			asked.delete(variable);
			return null;
		}
		const answer = answers.length > 0 && answers.every((each) => each);
		asked.set(variable, answer);
		return answer;
	};
	return question(value, follow) === true;
}
