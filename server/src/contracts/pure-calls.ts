/** Functions that only tell something: server/data/pure-calls.json. Anything else may do something, and is not dropped unasked. */
import data from '../../data/pure-calls.json' with { type: 'json' };

const names: ReadonlySet<string> = new Set([...data.names, ...data.ofEntry.flatMap((form) => data.levels.map((level) => form.replace('{}', level)))]);

/** Whether a call of a function of this name does nothing but give back a value. */
export function isPureCall(name: string): boolean {
	return names.has(name);
}

const fleeting: ReadonlySet<string> = new Set(data.fleeting);

/** Whether a call reads what others may change at any time: asked again it may answer otherwise. */
export function isFleeting(name: string): boolean {
	return fleeting.has(name);
}

const predicates = new RegExp(`^(?:${data.predicates.join('|')})$`);

/** Whether a call is a question by the form of its name: asked twice it answers the same. */
export function isPredicate(name: string): boolean {
	return predicates.test(name);
}
