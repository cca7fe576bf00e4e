/** Questions about where a variable's value comes from, asked of every value that the function gives it, and of theirs. */
import { MOST_ORIGINS } from './bounds.ts';
import { valuesOf } from './declarations.ts';
import type { SyntaxNode } from './syntax.ts';

/** The variables that a question went through; null while one is being asked about. */
type Asked = Map<string, boolean | null>;

/** A question about a value: `null` where it only leads back to a variable that is being asked about. */
export type OriginQuestion = (value: SyntaxNode, follow: (variable: string) => boolean | null) => boolean | null;

/**
 * Whether a value answers a question with yes. `follow` asks it of a variable: yes where it has values and all of them say so. A value that
 * leads back to its own variable says nothing: with `page = pud_page(*pud); page = compound_head(page);` the first decides. Each variable is
 * asked about once, so that no text makes this long or endless.
 */
export function isFromAll(root: SyntaxNode, text: string, value: SyntaxNode, question: OriginQuestion): boolean {
	const asked: Asked = new Map();
	const follow = (variable: string): boolean | null => {
		const known = asked.get(variable);
		if (known !== undefined) return known;
		if (asked.size >= MOST_ORIGINS) return false;
		asked.set(variable, null);
		const answers = valuesOf(root, text, variable)
			.map((each) => question(each, follow))
			.filter((answer) => answer !== null);
		const answer = answers.length > 0 && answers.every((each) => each);
		asked.set(variable, answer);
		return answer;
	};
	return question(value, follow) === true;
}
