/** Kinds of what is taken and given back: server/data/kinds.json, and those that a configuration declares. */
import type { z } from 'zod';
import data from '../../data/kinds.json' with { type: 'json' };
import type { kindSchema } from './schema.ts';

/** A kind as it is declared. */
export type DeclaredKind = z.infer<typeof kindSchema>;

/** A kind with all that is not declared filled in: a counted reference, on a whole structure, of which nothing is left after the last drop. */
export interface Kind {
	readonly kind: string;
	readonly noun: string;
	readonly phases: 'counted' | 'binary';
	readonly identity: 'container' | 'place';
	readonly afterRelease: 'dead' | 'usable';
	readonly releasedAs: readonly string[];
	readonly isPrimitive: boolean;
	readonly isOnPages: boolean;
	readonly faultsOnNull: boolean;
	/** The rule of its own, or ''. */
	readonly rule: string;
}

function filled(declared: DeclaredKind): Kind {
	return {
		kind: declared.kind,
		noun: declared.noun ?? 'reference',
		phases: declared.phases ?? 'counted',
		identity: declared.identity ?? 'container',
		afterRelease: declared.afterRelease ?? 'dead',
		releasedAs: declared.releasedAs ?? [],
		isPrimitive: declared.isPrimitive ?? false,
		isOnPages: declared.isOnPages ?? false,
		faultsOnNull: declared.faultsOnNull ?? false,
		rule: declared.rule ?? '',
	};
}

/** The kinds of the data file, as they stand there. */
export const builtInKinds = data.kinds as readonly DeclaredKind[];

const builtIn = new Map(builtInKinds.map((each) => [each.kind, filled(each)]));

/** The kinds that a review knows. A name that nobody declares is a counted reference. */
export class Kinds {
	readonly #own: ReadonlyMap<string, Kind>;
	readonly #plain = new Map<string, Kind>();

	constructor(own: readonly DeclaredKind[] = []) {
		this.#own = new Map(own.map((each) => [each.kind, filled(each)]));
	}

	/** The kind of a name; the same object for the same name. */
	of(kind: string): Kind {
		const known = this.#own.get(kind) ?? builtIn.get(kind) ?? this.#plain.get(kind);
		if (known !== undefined) return known;
		const plain = filled({ kind });
		this.#plain.set(kind, plain);
		return plain;
	}
}

/** The built-in kinds alone. */
export const defaultKinds = new Kinds();

/** Whether giving back what is of the second kind gives back what is of the first: `put_device(&pdev->dev)` for `pci_dev_get()`. */
export function isReleasedAs(held: Kind, released: string): boolean {
	return held.kind === released || held.releasedAs.includes(released);
}

/** `a reference`, `a pin`; of what is counted on a structure with its name: `a reference to node`. */
export function nounWithArticle(kind: Kind): string {
	const article = /^[aeiou]/.test(kind.noun) ? 'an' : 'a';
	return `${article} ${kind.noun}${kind.noun === 'reference' && !kind.isOnPages ? ` to ${kind.kind}` : ''}`;
}
