/** The one writer of mail headers: whatever a name, a subject or an identifier holds, it stays inside of its header. */
import type { Mailbox } from '../patch/mail/mail.ts';
import { headerText } from './foreign-text.ts';

/** A header with the items of its value; several are folded, one a line. '' where there is none. */
export function headerLine(name: string, items: readonly string[], separator = ','): string {
	const clean = items.map(headerText).filter((item) => item !== '');
	return clean.length === 0 ? '' : `${name}: ${clean.join(`${separator}\n\t`)}\n`;
}

/** A mailbox as a header has it; where it has no address only the name. */
export function mailboxText({ name, address }: Mailbox): string {
	const shown = headerText(name);
	// Inside of an address nothing may stand that ends it.
	const bare = headerText(address).replace(/[\s<>,;]/g, '');
	if (bare === '') return shown;
	if (shown === '') return bare;
	return `${/^[\w .-]+$/.test(shown) ? shown : `"${shown.replace(/(["\\])/g, '\\$1')}"`} <${bare}>`;
}

/** A Message-ID or a reference: what is no part of one is left out. */
export function messageIdText(id: string): string {
	const bare = id.replace(/[^\u0021-\u007e]|[<>,]/g, '');
	return bare === '' ? '' : `<${bare}>`;
}
