/** Which mails are patches, in which order, and which version of them counts. */
import { type Diff, parseDiff } from './diff/parse-diff.ts';
import type { Mail } from './mail/mail.ts';
import { withQuotedDiff } from './quoted.ts';

/** What a subject says: `[RFC PATCH v2 03/13 net-next] mm: ...`. */
export interface SubjectTag {
	readonly isPatch: boolean;
	readonly isReply: boolean;
	/** 1 where none is written. */
	readonly version: number;
	/** Null where it is no part of a series. */
	readonly index: number | null;
	readonly count: number | null;
	/** The subject without the tag and without `Re:`. */
	readonly title: string;
}

/** A patch to review. */
export interface Patch {
	readonly mail: Mail;
	/** Its number in its series, 1-based; its place in the input where it has none. */
	readonly index: number;
	readonly subject: string;
	readonly diff: Diff;
}

/** The patches of some mails, and what is to be said of the others. */
export interface Series {
	readonly patches: readonly Patch[];
	readonly notes: readonly { readonly mail: Mail; readonly message: string }[];
}

/** Reads a subject. */
export function readSubject(subject: string): SubjectTag {
	const reply = /^\s*(?:(?:re|aw|sv|fwd?|回复)\s*:\s*)+/i.exec(subject);
	let rest = reply === null ? subject.trim() : subject.slice(reply[0].length);
	let [isPatch, version, index, count] = [false, 1, null as number | null, null as number | null];
	for (let tag = /^\s*\[([^\]]*)\]\s*/.exec(rest); tag !== null; tag = /^\s*\[([^\]]*)\]\s*/.exec(rest)) {
		const words = tag[1] as string;
		isPatch ||= /\b(?:PATCH|RFC|RFT)\b/i.test(words);
		version = Number(/\bv(\d+)\b/i.exec(words)?.[1] ?? version);
		const number = /\b(\d+)\s*\/\s*(\d+)\b/.exec(words);
		if (number !== null) [index, count] = [Number(number[1]), Number(number[2])];
		rest = rest.slice(tag[0].length);
	}
	return { isPatch, isReply: reply !== null, version, index, count, title: rest.trim() };
}

interface Candidate {
	readonly mail: Mail;
	readonly tag: SubjectTag;
	readonly diff: Diff;
}

/** The patches of an input in the order in which they apply. */
export function seriesOf(mails: readonly Mail[], isQuoted = false): Series {
	const notes: { mail: Mail; message: string }[] = [];
	const all = mails.map((given): Candidate => {
		const tag = readSubject(given.subject);
		const mail = isQuoted && (tag.isReply || given.subject === '') ? withQuotedDiff(given) : given;
		return { mail, tag, diff: parseDiff(mail.lines.map(({ text }) => text)) };
	});
	const withDiff = all.filter(({ diff, tag }) => diff.changes.length > 0 && !isCover(tag));
	const own = withDiff.filter(({ tag }) => !tag.isReply);
	// A diff in a reply is what somebody suggests; alone it is all that there is to review.
	const chosen = own.length > 0 ? own : isQuoted ? fullest(withDiff) : withDiff;
	for (const { mail, tag } of chosen)
		if (tag.isReply && !isQuoted) notes.push({ mail, message: `"${tag.title}" is a reply; the diff in it is reviewed as a patch` });
	for (const each of all) {
		if (chosen.includes(each)) continue;
		const reason = isQuoted && each.tag.isReply ? whyNotQuoted(each) : whyNone(each, all.length);
		if (reason !== '') notes.push({ mail: each.mail, message: reason });
	}
	const quoting = chosen.length > 0 || notes.length > 0 ? undefined : all.find(({ mail }) => quotesDiff(mail));
	if (quoting !== undefined) notes.push({ mail: quoting.mail, message: onlyQuotes });
	const { latest, superseded } = latestVersions(chosen);
	for (const { mail, tag } of superseded) notes.push({ mail, message: `"${tag.title}" (v${tag.version}) is replaced by a later version` });
	const patches = inOrder(latest).map(({ mail, tag, diff }, place) => ({
		mail,
		index: tag.index ?? place + 1,
		subject: mail.subject || firstPath(diff),
		diff,
	}));
	return { patches, notes };
}

/** `[PATCH 0/3]`: a diff in its text is an example, or what changed since the last version. */
function isCover({ index, count, isReply }: SubjectTag): boolean {
	return index === 0 && count !== null && !isReply;
}

/** Of replies that quote the same patch the one that quotes most of it. */
function fullest(candidates: readonly Candidate[]): Candidate[] {
	const best = new Map<string, Candidate>();
	const size = ({ diff }: Candidate) => diff.changes.flatMap(({ hunks }) => hunks).reduce((sum, { lines }) => sum + lines.length, 0);
	for (const each of candidates) {
		const key = `${each.tag.version} ${each.tag.index ?? ''} ${each.tag.title.toLowerCase()}`;
		const known = best.get(key);
		if (known === undefined || size(each) > size(known)) best.set(key, each);
	}
	return [...best.values()].filter((each) => size(each) > 0);
}

function firstPath(diff: Diff): string {
	const change = diff.changes[0];
	return change === undefined ? '' : change.newPath || change.oldPath;
}

/** Why a mail is no patch; '' where nothing need be said, as of the replies of a thread. */
function whyNone({ mail, tag, diff }: Candidate, count: number): string {
	if (mail.problems.length > 0) return `${tag.title === '' ? 'the mail' : `"${tag.title}"`} ${mail.problems[0]}`;
	if (diff.problems.length > 0 && !tag.isReply) return `${diff.problems[0]?.message ?? ''}`;
	if (isCover(tag) && diff.changes.length > 0) return `"${tag.title}" is a cover letter: the diff in its text is not reviewed`;
	if (tag.isReply && diff.changes.length > 0) return `"${tag.title}" is a reply with a diff in it, which is not reviewed beside the patches`;
	if (tag.isReply && count > 1) return '';
	if (tag.isPatch && tag.index === 0) return count > 1 ? '' : `"${tag.title}" is a cover letter: there is nothing in it to review`;
	if (mail.lines.some(({ text }) => /^(?:are available in the (?:git|Git) repository|for you to fetch changes)/.test(text)))
		return `"${tag.title}" is a pull request: fetch it and review it with --git`;
	if (count === 1 && quotesDiff(mail)) return onlyQuotes;
	return count > 1 ? '' : 'there is no patch in it';
}

const onlyQuotes = 'holds quoted patches only: --quoted reads them';

function quotesDiff(mail: Mail): boolean {
	return mail.lines.some(({ text }) => /^>(?:[> ])*(?:diff --git |@@ -\d)/.test(text));
}

/** Why a reply is not chosen where patches are read out of quotes; '' where it quotes none. */
function whyNotQuoted({ tag, diff }: Candidate): string {
	return diff.changes.length > 0 ? `"${tag.title}" quotes a patch of which another mail has more` : '';
}

/** The series that a mail is of: who sent it, which version, how many patches; of a thread where the mail says which. */
function seriesKey({ mail, tag }: Candidate): string {
	const sender = mail.from?.address || mail.from?.name || '';
	return tag.count === null ? '' : `${sender} v${tag.version} ${tag.count} ${mail.references[0] ?? ''}`;
}

/** Only the latest version of what has several: a later one has a patch of the same title, or one of its series has. */
function latestVersions(candidates: readonly Candidate[]): { readonly latest: Candidate[]; readonly superseded: Candidate[] } {
	const newest = new Map<string, number>();
	const titleOf = ({ tag }: Candidate) => tag.title.toLowerCase();
	for (const each of candidates) newest.set(titleOf(each), Math.max(newest.get(titleOf(each)) ?? 0, each.tag.version));
	const isOld = (each: Candidate) => each.tag.version < (newest.get(titleOf(each)) ?? 0);
	const oldSeries = new Set(candidates.filter(isOld).map(seriesKey));
	oldSeries.delete('');
	const isSuperseded = (each: Candidate) => isOld(each) || oldSeries.has(seriesKey(each));
	return { latest: candidates.filter((each) => !isSuperseded(each)), superseded: candidates.filter(isSuperseded) };
}

/** Series after series, each by its numbers; a mail that comes twice (from two lists) counts once. */
function inOrder(candidates: readonly Candidate[]): Candidate[] {
	const groups = new Map<string, Candidate[]>();
	const seen = new Set<string>();
	for (const [place, each] of candidates.entries()) {
		const { mail, tag } = each;
		const id = mail.messageId || (tag.index === null ? '' : `${seriesKey(each)} ${tag.index} ${tag.title}`);
		if (id !== '' && seen.size === seen.add(id).size) continue;
		// A patch of no series stands where it comes.
		const key = seriesKey(each) || `alone ${place}`;
		groups.set(key, [...(groups.get(key) ?? []), each]);
	}
	return [...groups.values()].flatMap((group) => group.sort((a, b) => (a.tag.index ?? 0) - (b.tag.index ?? 0)));
}
