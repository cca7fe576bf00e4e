/** A mail as the review sees it: who, what, and the text with where each line of it stands in the input. */

/** A line of a mail's text. */
export interface MailLine {
	/** Decoded, without its line end. */
	readonly text: string;
	/** The line of the input that it stands on, 0-based; -1 where the mail is encoded so that no line of the input is it. */
	readonly at: number;
	/** How many characters stand before the text on that line: quotation marks. */
	readonly before?: number;
}

/** A mailbox of a header. */
export interface Mailbox {
	readonly name: string;
	readonly address: string;
}

/** One mail of an input. */
export interface Mail {
	/** The input's name: a path, `-`. */
	readonly input: string;
	/** The first line of the mail in the input, 0-based, and the first after it. */
	readonly firstLine: number;
	readonly endLine: number;
	/** Decoded; '' where there is none, as for a plain diff. */
	readonly subject: string;
	readonly from: Mailbox | null;
	readonly to: readonly Mailbox[];
	readonly cc: readonly Mailbox[];
	/** As it is written. */
	readonly date: string;
	/** With its angle brackets; '' where there is none. */
	readonly messageId: string;
	/** Message-IDs of the mails that this one follows, the oldest first. */
	readonly references: readonly string[];
	/** The text, attached patches after it. */
	readonly lines: readonly MailLine[];
	/** What is wrong with it, in words. */
	readonly problems: readonly string[];
}

/** A mail of which only its text is known. */
export const bareMail = {
	subject: '',
	from: null,
	to: [],
	cc: [],
	date: '',
	messageId: '',
	references: [],
	problems: [],
} as const;
