/** What there is to say of names that change no count: server/data/api-notes.json, by name. */
import data from '../../data/api-notes.json' with { type: 'json' };
import type { Scheme } from './tree-profile.ts';

/** An entry of the table. */
export interface ApiNote {
	readonly names: readonly string[];
	/** A sentence without capital and full stop. */
	readonly text: string;
	/** What it means in trees of a scheme. */
	readonly schemes?: Partial<Record<Scheme, string>>;
	/** Where the fact is from. */
	readonly source: string;
}

const byName = new Map<string, ApiNote>();
for (const note of data.notes as readonly ApiNote[]) for (const name of note.names) byName.set(name, note);

/** The note on a name, or null. */
export function apiNoteOf(name: string): ApiNote | null {
	return byName.get(name) ?? null;
}

/** Every name with a note. */
export const notedNames: readonly string[] = [...byName.keys()];
