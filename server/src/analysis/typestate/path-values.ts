/** What a path knows of an expression, without evaluating it. */

import type { Contract, When } from '../../contracts/contract.ts';
import { argumentsOf, bareExpression, calleeOf, operatorOf, textOf } from '../../kernel-c/calls.ts';
import { childOf, namedChildren, type SyntaxNode } from '../../kernel-c/syntax.ts';
import { compared, constantMask, isComparison, turned } from '../values/comparison.ts';
import { ANYTHING, ERROR, maskOfNumber, NOTHING, negated, SOMETHING, type Test, unknownValue, type Value, valueOfMask } from '../values/value.ts';
import { isElementOf } from './arrays.ts';
import { type FunctionFacts, pathOf } from './function-facts.ts';
import type { PathState } from './state.ts';

/** The path of what a call gave back, until it is assigned. */
export function resultPath(call: SyntaxNode): string {
	return `@${call.start}`;
}

/** What is known of an expression that has been evaluated already. */
export function valueIn(state: PathState, expression: SyntaxNode, facts: FunctionFacts): Value {
	const { text } = facts;
	const bare = bareExpression(expression);
	const choice = state.choices.get(bare.start);
	if (choice !== undefined && facts.graph.lowered.has(bare)) return choice;
	switch (bare.type) {
		case 'number_literal':
			return numberValue(textOf(bare, text));
		case 'null':
		case 'false':
			return valueOfMask(NOTHING);
		case 'true':
		case 'string_literal':
		case 'concatenated_string':
			return valueOfMask(SOMETHING);
		case 'identifier':
			if (textOf(bare, text) === 'NULL') return valueOfMask(NOTHING);
			if (isConstantName(textOf(bare, text)) && !facts.variables.has(textOf(bare, text)) && !state.object.names.includes(textOf(bare, text)))
				return constantValue(textOf(bare, text), facts);
			return atPath(state, textOf(bare, text));
		case 'field_expression':
		case 'subscript_expression':
			return atPath(state, pathOf(facts, bare));
		case 'pointer_expression':
			return operatorOf(bare) === '&' ? addressOf(state, bare, facts) : atPath(state, pathOf(facts, bare));
		case 'unary_expression':
			return unary(state, bare, facts);
		case 'binary_expression':
			return isComparison(operatorOf(bare)) ? comparison(state, bare, facts) : arithmetic(state, bare, facts);
		case 'assignment_expression': {
			const left = childOf(bare, 'left');
			const right = childOf(bare, 'right');
			const path = left === null ? '' : pathOf(facts, left);
			if (path !== '') return atPath(state, path);
			return right === null ? unknownValue : valueIn(state, right, facts);
		}
		case 'comma_expression': {
			const last = namedChildren(bare).at(-1);
			return last === undefined ? unknownValue : valueIn(state, last, facts);
		}
		case 'call_expression':
			return call(state, bare, facts);
		default:
			return unknownValue;
	}
}

/** What is known of what a path names. */
function atPath(state: PathState, path: string): Value {
	if (path === '') return unknownValue;
	if (state.object.names.includes(path)) return { mask: state.object.mask, path, isObject: true, test: null };
	// Of one element of several it is not known whether it is there.
	const isObject = isElementOf(state.object, path);
	const constant = state.constants.get(path);
	const derived = state.object.derived.get(path);
	return {
		mask: state.masks.get(path) ?? ANYTHING,
		path,
		isObject,
		test: state.tests.get(path) ?? null,
		...(constant === undefined ? {} : { constant }),
		...(derived === undefined ? {} : { derived }),
	};
}

/** `pfn << PAGE_SHIFT`, `page + 1`, `addr | flags`: of what leads to the object it leads there too. */
function arithmetic(state: PathState, bare: SyntaxNode, facts: FunctionFacts): Value {
	if (!/^(?:[-+|&^]|<<|>>)$/.test(operatorOf(bare))) return unknownValue;
	const operands = namedChildren(bare).map((operand) => valueIn(state, operand, facts));
	const derived = operands.some((value) => value.isObject) ? 'address' : operands.find((value) => value.derived !== undefined)?.derived;
	return derived === undefined ? unknownValue : { ...unknownValue, derived };
}

/** A number as it is written: `0x10UL`. */
function numberValue(written: string): Value {
	const number = Number(written.replace(/[uUlL]+$/, ''));
	return { ...valueOfMask(maskOfNumber(number)), ...(Number.isNaN(number) ? {} : { constant: `${number}` }) };
}

/** A constant by its name, and what it is where it is one of an enumeration of the file. */
function constantValue(name: string, facts: FunctionFacts): Value {
	const value = facts.callees.constant(name);
	return { ...(value === null ? unknownValue : valueOfMask(maskOfNumber(value))), constant: name };
}

/** Constants are written in capitals. */
function isConstantName(name: string): boolean {
	return /^[A-Z][A-Z0-9_]{2,}$/.test(name);
}

/** The call of which the address of a part is taken: `&alloc_folio()->page`. */
function callOf(expression: SyntaxNode): SyntaxNode | null {
	let at = childOf(expression, 'argument');
	while (at?.type === 'field_expression') at = childOf(at, 'argument');
	const bare = at === null ? null : bareExpression(at);
	return bare?.type === 'call_expression' ? bare : null;
}

function addressOf(state: PathState, expression: SyntaxNode, facts: FunctionFacts): Value {
	const owner = pathOf(facts, expression);
	const made = callOf(expression);
	if (made !== null) return valueIn(state, made, facts);
	if (owner !== '' && state.object.names.includes(owner)) return { mask: state.object.mask, path: owner, isObject: true, test: null };
	return valueOfMask(SOMETHING);
}

function unary(state: PathState, bare: SyntaxNode, facts: FunctionFacts): Value {
	const operand = childOf(bare, 'argument');
	if (operand === null) return unknownValue;
	const operator = operatorOf(bare);
	if (operator === '-') {
		// `-EINVAL`
		const inner = bareExpression(operand);
		if (inner.type === 'number_literal') return valueOfMask(maskOfNumber(-Number(textOf(inner, facts.text))));
		const name = inner.type === 'identifier' ? textOf(inner, facts.text) : '';
		return /^E[A-Z0-9]+$/.test(name) ? { ...valueOfMask(ERROR), constant: `-${name}` } : unknownValue;
	}
	if (operator !== '!') return unknownValue;
	const inner = valueIn(state, operand, facts);
	return { ...unknownValue, mask: NOTHING | SOMETHING, test: negated(truthTest(inner)) };
}

/** The test that a value is true. */
export function truthTest(value: Value): Test {
	return value.test ?? { path: value.path, whenTrue: ERROR | SOMETHING, whenFalse: NOTHING };
}

/** `x < 0`, `p == NULL`, `ret != 0`, and the same the other way round. */
function comparison(state: PathState, bare: SyntaxNode, facts: FunctionFacts): Value {
	const operator = operatorOf(bare);
	const left = childOf(bare, 'left');
	const right = childOf(bare, 'right');
	if (left === null || right === null) return unknownValue;
	const isTurned = constantMask(left, facts.text) !== null && constantMask(right, facts.text) === null;
	const [asked, other] = isTurned ? [right, left] : [left, right];
	const a = valueIn(state, errorOf(asked, facts.text), facts);
	return compared(isTurned ? turned(operator) : operator, a, valueIn(state, other, facts), constantMask(other, facts.text));
}

/** `PTR_ERR(p) == -EBUSY` asks of `p`. */
function errorOf(expression: SyntaxNode, text: string): SyntaxNode {
	const bare = bareExpression(expression);
	return bare.type === 'call_expression' && calleeOf(bare, text) === 'PTR_ERR' ? (argumentsOf(bare)[0] ?? bare) : bare;
}

function call(state: PathState, bare: SyntaxNode, facts: FunctionFacts): Value {
	const name = calleeOf(bare, facts.text);
	const argument = argumentsOf(bare)[0];
	const contract = facts.callees.contract(name);
	const given = argument === undefined ? unknownValue : valueIn(state, argument, facts);
	// Where it is the object that begins there.
	if (state.object.names.includes(resultPath(bare))) return atPath(state, resultPath(bare));
	if (facts.callees.same(name) === 0 && contract?.pack === undefined && argument !== undefined)
		return { ...given, path: given.isObject ? given.path : resultPath(bare) };
	if (contract?.same !== undefined) {
		const back = argumentsOf(bare)[contract.same];
		const isPending = state.object.pending?.by === resultPath(bare);
		const value = back === undefined || back === argument ? given : valueIn(state, back, facts);
		if (back !== undefined) return { ...value, ...(isPending ? { path: resultPath(bare), mask: ANYTHING } : {}) };
	}
	const told = contract === null ? null : resultOf(contract, given);
	if (told !== null) return told;
	// `phys_to_page(addr)` of its address is the page.
	if (contract?.result === 'found' && given.derived !== undefined)
		return { mask: SOMETHING, path: state.object.names[0] ?? resultPath(bare), isObject: true, test: null };
	const gives = contract?.effects.find((change) => change.on === 'result');
	const value = atPath(state, resultPath(bare));
	return gives === undefined || value.isObject || value.mask !== ANYTHING ? value : { ...value, mask: maskOfResult(gives.when) };
}

/** What a contract says of the value that a call gives for its first argument; null where it says nothing. */
function resultOf({ trueFor, result }: Contract, given: Value): Value | null {
	if (trueFor !== undefined) {
		const whenTrue = trueFor.reduce((mask, each) => mask | (each === 'error' ? ERROR : NOTHING), 0);
		return {
			...unknownValue,
			mask: result === 'errno' ? ERROR | NOTHING : NOTHING | SOMETHING,
			test: { path: given.path, whenTrue, whenFalse: ANYTHING & ~whenTrue },
		};
	}
	switch (result) {
		case 'argument':
			return given;
		case 'address':
		case 'number':
			return given.isObject || given.derived !== undefined ? { ...valueOfMask(SOMETHING), derived: result } : valueOfMask(SOMETHING);
		case 'errno':
			return valueOfMask(given.mask & ERROR ? ERROR : ANYTHING);
		case 'error-pointer':
			// What is not 0 is an error there.
			return valueOfMask(given.mask === ANYTHING || (given.mask & NOTHING) === 0 ? ERROR : given.mask === NOTHING ? NOTHING : NOTHING | ERROR);
		case 'error':
			return valueOfMask(ERROR);
		default:
			return null;
	}
}

/** What a pointer can be that a function gives with a reference. */
export function maskOfResult(when: When | undefined): number {
	if (when === 'not-error') return ERROR | SOMETHING;
	if (when === 'non-null') return NOTHING | SOMETHING;
	return when === undefined ? SOMETHING : ANYTHING;
}

/** With which results of a call its effect has taken place. */
export function maskWhen(when: When): number {
	switch (when) {
		case 'true':
		case 'non-null':
			return SOMETHING | ERROR;
		case 'zero':
			return NOTHING;
		case 'nonzero':
			return ERROR | SOMETHING;
		case 'not-error':
			return NOTHING | SOMETHING;
		default:
			return SOMETHING;
	}
}
