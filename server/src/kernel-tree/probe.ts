/** Asks a kernel tree what it is, by the probes of server/data/probes.json. */
import data from '../../data/probes.json' with { type: 'json' };
import type { InsertApi, PgmapAccessor, Scheme, TreeProfile } from '../contracts/tree-profile.ts';

/** Settings that override what the probes say. */
export interface TreeOverrides {
	readonly scheme?: 'devmap' | 'normal' | undefined;
	readonly insertApi?: InsertApi | undefined;
}

/** The files that probes read, relative to the root: a change in one of them changes the profile. */
export const probedFiles: readonly string[] = [...new Set(['Makefile', ...data.probes.flatMap((probe) => probe.files)])];

/**
 * How much of a file is probed, in UTF-16 code units: the largest of Linux 7.2 has 200,000. Patterns repeat anything a bounded number of times
 * only, since a tree may be made so that they try it from every place.
 */
const LONGEST_PROBED = 1_000_000;

/** A question that a tree is asked. */
export interface Probe {
	/** The name of the fact. */
	readonly fact: string;
	/** Relative to the root; the first that matches answers. */
	readonly files: readonly string[];
	readonly pattern: string;
	/** What the fact tells. */
	readonly why: string;
}

/** The questions. */
export const probes: readonly Probe[] = data.probes;

/** The version that the text of a top Makefile states, `6.12.117`, or ''. */
export function versionIn(makefile: string): string {
	const text = makefile.slice(0, 4096);
	const part = (name: string) => new RegExp(`^${name}[ \\t]*=[ \\t]*(\\S*)`, 'm').exec(text)?.[1] ?? '';
	const version = part('VERSION');
	const patchLevel = part('PATCHLEVEL');
	if (!/^\d+$/.test(version) || !/^\d+$/.test(patchLevel)) return '';
	const subLevel = part('SUBLEVEL');
	return `${version}.${patchLevel}${/^\d+$/.test(subLevel) ? `.${subLevel}` : ''}${plainly(part('EXTRAVERSION'))}`;
}

/** `-rc2`: what a Makefile writes there is shown, so it is a short plain word or nothing. */
function plainly(extra: string): string {
	return /^[\w.+~-]{0,40}$/.test(extra) ? extra : '';
}

/** The profile of a tree whose files `read` gives; '' for one that is not there. */
export function probeFiles(read: (file: string) => string, version: string, overrides: TreeOverrides = {}): TreeProfile {
	const facts: Record<string, string | false> = {};
	for (const probe of probes) {
		const pattern = new RegExp(probe.pattern, 'm');
		facts[probe.fact] = false;
		for (const file of probe.files) {
			const match = pattern.exec(read(file).slice(0, LONGEST_PROBED));
			if (match === null) continue;
			facts[probe.fact] = match[0].length > 200 ? probe.fact : match[0].replace(/\s+/g, ' ');
			break;
		}
	}
	return profileFrom(version, facts, overrides);
}

/** What the facts add up to. */
export function profileFrom(version: string, facts: Readonly<Record<string, string | false>>, overrides: TreeOverrides = {}): TreeProfile {
	return {
		version,
		scheme: overrides.scheme ?? schemeOf(facts),
		insertApi: overrides.insertApi ?? insertApiOf(facts),
		pgmapAccessor: accessorOf(facts),
		facts,
	};
}

const has = (facts: Readonly<Record<string, string | false>>, fact: string) => typeof facts[fact] === 'string';

function schemeOf(facts: Readonly<Record<string, string | false>>): Scheme {
	const marksDevmap = has(facts, 'pmd_devmap') || has(facts, 'ARCH_HAS_PTE_DEVMAP');
	const mapsWithReference = has(facts, 'dax_insert_pfn') || has(facts, 'vmf_insert_page_mkwrite') || has(facts, 'vmf_insert_folio_pmd');
	if (marksDevmap) return mapsWithReference ? 'converting' : 'devmap';
	// Neither: devmap entries are gone and nothing maps a DAX page in another way. How it counts them cannot be told.
	return mapsWithReference ? 'normal' : 'unknown';
}

function insertApiOf(facts: Readonly<Record<string, string | false>>): InsertApi {
	if (has(facts, 'dax_insert_pfn')) return 'dax_insert_pfn';
	return has(facts, 'vmf_insert_page_mkwrite') || has(facts, 'vmf_insert_folio_pmd') ? 'mainline' : 'dax_insert_pfn';
}

function accessorOf(facts: Readonly<Record<string, string | false>>): PgmapAccessor {
	if (has(facts, 'page_pgmap')) return 'page_pgmap';
	if (has(facts, 'page_dev_pagemap')) return 'page_dev_pagemap';
	return has(facts, 'folio_pgmap') ? 'folio->pgmap' : 'page->pgmap';
}
