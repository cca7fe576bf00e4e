/** The state of an object in a few words, for who debugs a path: `live 1 page, pages[0]; waits for err`. */
import { ERROR, NOTHING, SOMETHING } from '../values/value.ts';
import type { PathState } from './state.ts';

/** An object as a path has it. */
export function stateText({ object, returned }: PathState): string {
	const parts = [object.phase === 'live' ? `live ${object.count}` : object.phase];
	if (object.names.length > 0) parts.push(object.names.map(nameText).join(', '));
	if (object.derived.size > 0) parts.push(`by ${[...object.derived].map(([path, derived]) => `${derived} ${path}`).join(', ')}`);
	const details = [
		object.others.length > 0 ? `also holds ${object.others.join(', ')}` : '',
		object.phase === 'live' && object.mask !== SOMETHING ? `is ${maskText(object.mask)}` : '',
		object.pending === null
			? ''
			: `${object.pending.change > 0 ? 'takes' : 'drops'} by ${nameText(object.pending.by)}${object.pending.isPartial ? ', in part' : ''}`,
		object.transfer === null ? '' : `given to ${object.transfer.callee}() by ${nameText(object.transfer.by)}`,
		object.escaped ? `escaped${object.assumedOwner === '' ? '' : ` to ${object.assumedOwner}()`}${object.isOutOnly ? ' on success' : ''}` : '',
		object.isDropped ? 'dropped' : '',
		returned === null ? '' : `returns ${returned}`,
	];
	return [parts.join(' '), ...details.filter((each) => each !== '')].join('; ');
}

/** What a call gave back goes by no name until it is assigned. */
function nameText(path: string): string {
	return path.startsWith('@') ? 'the result' : path;
}

function maskText(mask: number): string {
	const kinds = [(mask & NOTHING) !== 0 ? 'NULL or 0' : '', (mask & ERROR) !== 0 ? 'an error' : '', (mask & SOMETHING) !== 0 ? 'there' : ''];
	return kinds.filter((each) => each !== '').join(' or ');
}
