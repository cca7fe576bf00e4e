/** What bodies say of callees, with a record of what was asked, so that a result is kept for as long as they say the same. */
import type { Bodies } from '../../contracts/callees.ts';
import type { Contract } from '../../contracts/contract.ts';
import type { Recorder } from '../engine/memo.ts';

/** Passes questions about callees on through a recorder. */
export function recordedBodies(recorder: Recorder<Bodies>): Bodies {
	return {
		contract: (name) => recorder.ask(`contract ${name}`, (bodies) => bodies.contract(name), textOfContract),
		constant: (name) => recorder.ask(`constant ${name}`, (bodies) => bodies.constant(name)),
		use: (name, argument) => recorder.ask(`use ${name} ${argument}`, (bodies) => bodies.use(name, argument)),
	};
}

const texts = new WeakMap<Contract, string>();

function textOfContract(contract: Contract | null): string {
	if (contract === null) return '';
	const known = texts.get(contract) ?? JSON.stringify([contract.effects, contract.same ?? null, contract.provenance]);
	texts.set(contract, known);
	return known;
}
