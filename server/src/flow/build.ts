/** Builds the flow graph of a function from its syntax. */
import { argumentsOf, calleeOf } from '../kernel-c/calls.ts';
import { childOf, namedChildren, type SyntaxNode } from '../kernel-c/syntax.ts';
import type { Alternatives } from './alternatives.ts';
import { cleanupOf } from './cleanups.ts';
import { lowerCondition, lowerExpression } from './conditions.ts';
import type { EdgeFact, FlowGraph } from './graph.ts';
import { GraphDraft, type Place } from './graph-draft.ts';
import { isIterator, isOnceMacro, macroNameOf } from './macro-statements.ts';
import { neverReturns, returnsByMacro, stopsWhen } from './no-return.ts';
import { runsAtLeastOnce } from './sure-loops.ts';

/** Where `break` and `continue` lead, and how many scopes are open there. */
interface Target {
	readonly node: number;
	readonly depth: number;
}

interface PendingGoto {
	readonly from: Place;
	readonly label: string;
	readonly scopes: readonly Scope[];
}

/** A block with the variables that are cleaned up at its end, in the order of their declaration. */
interface Scope {
	readonly cleanups: SyntaxNode[];
}

/**
 * The flow graph of a function definition, or null where the syntax holds none. `text` is the text of the item, `alternatives` the `#if`
 * groups inside it.
 */
export function buildFlowGraph(root: SyntaxNode, text: string, alternatives: readonly Alternatives[] = []): FlowGraph | null {
	const definition = root.children.find((child) => child.type === 'function_definition');
	const body = definition === undefined ? null : childOf(definition, 'body');
	return body === null ? null : new Builder(text, alternatives).build(body);
}

class Builder {
	readonly #text: string;
	readonly #alternatives: readonly Alternatives[];
	readonly #draft = new GraphDraft();
	readonly #scopes: Scope[] = [];
	readonly #breaks: Target[] = [];
	readonly #continues: Target[] = [];
	readonly #labels = new Map<string, { readonly node: number; readonly scopes: readonly Scope[] }>();
	readonly #gotos: PendingGoto[] = [];
	/** Cases of the `switch` being built: its value, and where each label stands. */
	readonly #cases: { readonly labels: { readonly value: SyntaxNode | null; readonly node: number }[] }[] = [];

	constructor(text: string, alternatives: readonly Alternatives[]) {
		this.#text = text;
		this.#alternatives = alternatives;
	}

	build(body: SyntaxNode): FlowGraph {
		this.#leave(this.#block(body, this.#draft.entry()));
		this.#linkGotos();
		return this.#draft.finish();
	}

	/** The end of the function without `return`. */
	#leave(place: Place | null): void {
		if (place !== null) this.#draft.link(place, this.#draft.exit);
	}

	#block(block: SyntaxNode, place: Place | null): Place | null {
		const scope: Scope = { cleanups: [] };
		this.#scopes.push(scope);
		const end = this.#sequence(namedChildren(block), place);
		const closed = end === null ? null : this.#cleanUp(end, [scope]);
		this.#scopes.pop();
		return closed;
	}

	/** Statements one after the other; of an `#if` group one branch. */
	#sequence(statements: readonly SyntaxNode[], start: Place | null, within: Alternatives | null = null): Place | null {
		let place = start;
		let at = 0;
		while (at < statements.length) {
			const statement = statements[at] as SyntaxNode;
			const group = this.#groupAround(statement, within);
			if (group === null) {
				place = this.#statement(statement, place);
				at++;
				continue;
			}
			const inside: SyntaxNode[] = [];
			while (at < statements.length && (statements[at] as SyntaxNode).start < group.end) inside.push(statements[at++] as SyntaxNode);
			place = this.#alternative(group, inside, place);
		}
		return place;
	}

	/** The outermost group around a statement that lies inside of `within`. */
	#groupAround(statement: SyntaxNode, within: Alternatives | null): Alternatives | null {
		for (const group of this.#alternatives) {
			if (group.start > statement.start) break;
			if (statement.end > group.end) continue;
			if (within === null || (within.start <= group.start && group.end <= within.end && group !== within)) return group;
		}
		return null;
	}

	#alternative(group: Alternatives, statements: readonly SyntaxNode[], place: Place | null): Place | null {
		const ends: (Place | null)[] = [];
		let rest = place;
		for (const branch of group.branches) {
			const inside = statements.filter((statement) => branch.start <= statement.start && statement.start < branch.end);
			const isElse = branch.condition === 'else';
			ends.push(this.#sequence(inside, isElse ? rest : this.#under(rest, configFact(branch.condition, true)), group));
			rest = isElse ? null : this.#under(rest, configFact(branch.condition, false));
		}
		ends.push(rest);
		return this.#draft.join(ends);
	}

	#under(place: Place | null, fact: EdgeFact): Place | null {
		return place === null ? null : this.#draft.under(place, fact);
	}

	/** A statement that cannot be reached is still read: a label inside it can be. */
	#statement(statement: SyntaxNode, place: Place | null): Place | null {
		switch (statement.type) {
			case 'compound_statement':
				return this.#block(statement, place);
			case 'declaration':
				return this.#declaration(statement, place);
			case 'expression_statement':
				return this.#expressionStatement(statement, place);
			case 'if_statement':
				return this.#if(statement, place);
			case 'while_statement':
				return isIterator(statement, this.#text) ? this.#iterate(statement, place) : this.#while(statement, place);
			case 'do_statement':
				return this.#do(statement, place);
			case 'for_statement':
				return this.#for(statement, place);
			case 'switch_statement':
				return this.#switch(statement, place);
			case 'case_statement':
				return this.#case(statement, place);
			case 'labeled_statement':
				return this.#label(statement, place);
			case 'goto_statement':
				return this.#goto(statement, place);
			case 'break_statement':
				return this.#jump(this.#breaks.at(-1), this.#evaluate(statement, place));
			case 'continue_statement':
				return this.#jump(this.#continues.at(-1), place);
			case 'return_statement':
				return this.#return(statement, place);
			case 'else_clause':
				return this.#sequence(namedChildren(statement), place);
			default:
				return place;
		}
	}

	#declaration(declaration: SyntaxNode, place: Place | null): Place | null {
		let at = place;
		for (const declarator of declaration.children) {
			if (declarator.field !== 'declarator') continue;
			const value = declarator.type === 'init_declarator' ? childOf(declarator, 'value') : null;
			if (value !== null) at = this.#lowered(value, at);
			at = this.#evaluate(declarator, at);
		}
		if (cleanupOf(declaration, this.#text) !== null) this.#scopes.at(-1)?.cleanups.push(declaration);
		return at;
	}

	#expressionStatement(statement: SyntaxNode, place: Place | null): Place | null {
		const expression = namedChildren(statement)[0];
		if (expression === undefined) return place;
		if (cleanupOf(statement, this.#text) !== null) {
			this.#scopes.at(-1)?.cleanups.push(statement);
			return this.#evaluate(expression, place);
		}
		const name = expression.type === 'call_expression' ? calleeOf(expression, this.#text) : '';
		const stops = stopsWhen(name);
		const asserted = argumentsOf(expression)[0];
		if (stops !== null && asserted !== undefined) {
			const { whenTrue, whenFalse } = this.#condition(asserted, place);
			this.#draft.linkIfReached(stops ? whenTrue : whenFalse, this.#draft.stop);
			return stops ? whenFalse : whenTrue;
		}
		const at = this.#evaluate(expression, this.#lowered(expression, place));
		if (returnsByMacro(name) && at !== null) return this.#returnFrom(statement, at);
		if (neverReturns(expression, this.#text) && at !== null) {
			this.#draft.link(at, this.#draft.stop);
			return null;
		}
		return at;
	}

	#evaluate(syntax: SyntaxNode, place: Place | null): Place | null {
		return place === null ? null : this.#draft.node('evaluate', syntax, place);
	}

	/** Takes `&&`, `||`, `?:` and statement expressions with effects out of an expression, before it is evaluated. */
	#lowered(expression: SyntaxNode, place: Place | null): Place | null {
		return lowerExpression(this.#draft, expression, this.#text, place, (block, at) => this.#block(block, at));
	}

	/** Where a condition leads: the places of its truth and of its falsehood. */
	#condition(expression: SyntaxNode, place: Place | null): { readonly whenTrue: Place | null; readonly whenFalse: Place | null } {
		return lowerCondition(this.#draft, expression, this.#text, place, (block, at) => this.#block(block, at));
	}

	#if(statement: SyntaxNode, place: Place | null): Place | null {
		const consequence = childOf(statement, 'consequence');
		const alternative = childOf(statement, 'alternative');
		const macro = macroNameOf(statement, 'if', this.#text);
		if (macro !== null) {
			// `scoped_guard(...) { }`: its body runs once, or with `cond` in its name perhaps.
			const entered = this.#evaluate(childOf(statement, 'condition') ?? statement, place);
			const end = consequence === null ? entered : this.#statement(consequence, entered);
			return isOnceMacro(macro) ? end : this.#draft.join([end, entered]);
		}
		const condition = childOf(statement, 'condition');
		const { whenTrue, whenFalse } = condition === null ? { whenTrue: place, whenFalse: place } : this.#condition(condition, place);
		const after = consequence === null ? whenTrue : this.#statement(consequence, whenTrue);
		const otherwise = alternative === null ? whenFalse : this.#statement(alternative, whenFalse);
		return this.#draft.join([after, otherwise]);
	}

	#loopBody(body: SyntaxNode | null, place: Place | null, breakTo: number, continueTo: number): Place | null {
		const depth = this.#scopes.length;
		this.#breaks.push({ node: breakTo, depth });
		this.#continues.push({ node: continueTo, depth });
		const end = body === null ? place : this.#statement(body, place);
		this.#breaks.pop();
		this.#continues.pop();
		return end;
	}

	#while(statement: SyntaxNode, place: Place | null): Place | null {
		const head = this.#draft.meeting(place);
		const after = this.#draft.meeting(null);
		const condition = childOf(statement, 'condition');
		const { whenTrue, whenFalse } = condition === null ? { whenTrue: { node: head, fact: null }, whenFalse: null } : this.#condition(condition, at(head));
		this.#draft.linkIfReached(whenFalse, after);
		this.#draft.linkIfReached(this.#loopBody(childOf(statement, 'body'), whenTrue, after, head), head);
		return at(after);
	}

	#do(statement: SyntaxNode, place: Place | null): Place | null {
		const head = this.#draft.meeting(place);
		const after = this.#draft.meeting(null);
		const test = this.#draft.meeting(null);
		this.#draft.linkIfReached(this.#loopBody(childOf(statement, 'body'), at(head), after, test), test);
		const condition = childOf(statement, 'condition');
		const { whenTrue, whenFalse } = condition === null ? { whenTrue: null, whenFalse: at(test) } : this.#condition(condition, at(test));
		this.#draft.linkIfReached(whenTrue, head);
		this.#draft.linkIfReached(whenFalse, after);
		return at(after);
	}

	#for(statement: SyntaxNode, place: Place | null): Place | null {
		const initializer = childOf(statement, 'initializer');
		let start = place;
		if (initializer !== null) start = initializer.type === 'declaration' ? this.#declaration(initializer, start) : this.#evaluateWhole(initializer, start);
		const isCertainlyEntered = runsAtLeastOnce(statement, this.#text);
		const head = this.#draft.meeting(isCertainlyEntered ? null : start);
		const after = this.#draft.meeting(null);
		const step = this.#draft.meeting(null);
		const condition = childOf(statement, 'condition');
		const update = childOf(statement, 'update');
		const { whenTrue, whenFalse } = condition === null ? { whenTrue: at(head), whenFalse: null } : this.#condition(condition, at(head));
		this.#draft.linkIfReached(whenFalse, after);
		const entered = isCertainlyEntered ? this.#draft.join([start, whenTrue]) : whenTrue;
		this.#draft.linkIfReached(this.#loopBody(childOf(statement, 'body'), entered, after, step), step);
		const stepped = update === null ? at(step) : this.#evaluateWhole(update, at(step));
		this.#draft.linkIfReached(stepped, head);
		return at(after);
	}

	#iterate(statement: SyntaxNode, place: Place | null): Place | null {
		const head = this.#draft.meeting(place);
		const after = this.#draft.meeting(null);
		const taken = this.#draft.node('iterate', statement, at(head));
		this.#draft.link(this.#draft.under(taken, { kind: 'iteration', loop: statement, enters: false }), after);
		const inside = this.#draft.under(taken, { kind: 'iteration', loop: statement, enters: true });
		this.#draft.linkIfReached(this.#loopBody(childOf(statement, 'body'), inside, after, head), head);
		return at(after);
	}

	#evaluateWhole(expression: SyntaxNode, place: Place | null): Place | null {
		return this.#evaluate(expression, this.#lowered(expression, place));
	}

	#switch(statement: SyntaxNode, place: Place | null): Place | null {
		const condition = childOf(statement, 'condition');
		const value = condition === null ? null : (namedChildren(condition)[0] ?? condition);
		const decided = value === null ? place : this.#evaluateWhole(value, place);
		const after = this.#draft.meeting(null);
		const cases: { readonly labels: { readonly value: SyntaxNode | null; readonly node: number }[] } = { labels: [] };
		this.#cases.push(cases);
		this.#breaks.push({ node: after, depth: this.#scopes.length });
		const body = childOf(statement, 'body');
		const end = body === null ? null : this.#block(body, null);
		this.#breaks.pop();
		this.#cases.pop();
		this.#draft.linkIfReached(end, after);
		if (decided !== null && value !== null) {
			const others = cases.labels.flatMap((label) => (label.value === null ? [] : [label.value]));
			for (const label of cases.labels) {
				const fact: EdgeFact = { kind: 'case', value, labels: label.value === null ? [] : [label.value], others };
				this.#draft.link(this.#draft.under(decided, fact), label.node);
			}
			if (!cases.labels.some((label) => label.value === null)) {
				this.#draft.link(this.#draft.under(decided, { kind: 'case', value, labels: [], others }), after);
			}
		}
		return at(after);
	}

	#case(statement: SyntaxNode, place: Place | null): Place | null {
		const value = childOf(statement, 'value');
		const node = this.#draft.meeting(place);
		this.#cases.at(-1)?.labels.push({ value, node });
		return this.#sequence(
			namedChildren(statement).filter((child) => child !== value),
			at(node),
		);
	}

	#label(statement: SyntaxNode, place: Place | null): Place | null {
		const label = childOf(statement, 'label');
		const node = this.#draft.meeting(place);
		if (label !== null) this.#labels.set(this.#text.slice(label.start, label.end), { node, scopes: [...this.#scopes] });
		return this.#sequence(
			namedChildren(statement).filter((child) => child !== label),
			at(node),
		);
	}

	#goto(statement: SyntaxNode, place: Place | null): null {
		const label = childOf(statement, 'label');
		if (place !== null && label !== null) {
			const from = this.#draft.node('evaluate', statement, place);
			this.#gotos.push({ from, label: this.#text.slice(label.start, label.end), scopes: [...this.#scopes] });
		}
		return null;
	}

	#jump(target: Target | undefined, place: Place | null): null {
		if (place !== null && target !== undefined) this.#draft.link(this.#cleanUp(place, this.#scopes.slice(target.depth)), target.node);
		return null;
	}

	#return(statement: SyntaxNode, place: Place | null): null {
		const value = namedChildren(statement)[0];
		const evaluated = value === undefined ? place : this.#lowered(value, place);
		return evaluated === null ? null : this.#returnFrom(statement, evaluated);
	}

	#returnFrom(statement: SyntaxNode, place: Place): null {
		const returned = this.#draft.node('return', statement, place);
		this.#draft.link(this.#cleanUp(returned, this.#scopes), this.#draft.exit);
		return null;
	}

	/** What goes out of scope, innermost first. */
	#cleanUp(place: Place, scopes: readonly Scope[]): Place {
		let at = place;
		for (const scope of scopes.toReversed()) for (const variable of scope.cleanups.toReversed()) at = this.#draft.node('cleanup', variable, at);
		return at;
	}

	#linkGotos(): void {
		for (const { from, label, scopes } of this.#gotos) {
			const target = this.#labels.get(label);
			// A label that the function lacks leads nowhere: the path ends there.
			if (target !== undefined) this.#draft.link(this.#cleanUp(from, scopes.slice(commonDepth(scopes, target.scopes))), target.node);
		}
	}
}

function at(node: number): Place {
	return { node, fact: null };
}

function commonDepth(a: readonly Scope[], b: readonly Scope[]): number {
	let depth = 0;
	while (depth < a.length && a[depth] === b[depth]) depth++;
	return depth;
}

function configFact(condition: string, truth: boolean): EdgeFact {
	return condition.startsWith('!') ? { kind: 'config', condition: condition.slice(1), truth: !truth } : { kind: 'config', condition, truth };
}
