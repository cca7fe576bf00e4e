/**
 * Text from outside (mails, code, file names) on its way to people: to a terminal, into a mail's header, into Markdown. What would steer
 * the reader's program is made visible or taken out here, and nowhere else.
 */

/** Controls but for tab and line feed, and signs that are not seen or turn the direction of writing. */
const steering = /(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text of several lines, each control as one visible sign (ESC as U+241B), so that columns (UTF-16) stay what they were. */
export function visible(text: string): string {
	return text.replace(steering, (sign) => {
		const code = sign.charCodeAt(0);
		return code < 32 ? String.fromCharCode(0x2400 + code) : code === 127 ? '\u2421' : '\ufffd'.repeat(sign.length);
	});
}

/** The same on one line: a name, a message, a subject. Line feeds and tabs are visible too. */
export function oneLine(text: string): string {
	return visible(text).replace(/\n/g, '\u240a').replace(/\t/g, ' ');
}

const ownColours = new RegExp(`(${String.fromCharCode(27)}\\[[\\d;]*m)`);

/** Terminal text that may hold colours of our own (SGR); everything else that steers is made visible. */
export function coloured(text: string): string {
	return text
		.split(ownColours)
		.map((part, at) => (at % 2 === 1 ? part : visible(part)))
		.join('');
}

/** Text for one header of a mail: no control, no line end, so that it can neither end the header nor begin another. */
export function headerText(text: string): string {
	return text.replace(steering, ' ').replace(/\s+/g, ' ').trim();
}

/**
 * Text as Markdown that shows just that: no link with a text of its own, image, code, HTML or block. Underscores stay as they are: in C they
 * are everywhere, and a reader of the source should not meet a backslash before each.
 */
export function markdownText(text: string): string {
	return oneLine(text)
		.replace(/[\\`*[\]<>!|~&]/g, '\\$&')
		.replace(/^(\s*)([#+\-=]|\d+[.)])/, '$1\\$2');
}

/** A value as JSON for people and programs: also what JSON allows and a terminal obeys is escaped. Tabs and line feeds are the form's own. */
export function jsonText(value: unknown): string {
	const escaped = JSON.stringify(value, null, '\t').replace(steering, (sign) =>
		Array.from({ length: sign.length }, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
	);
	return `${escaped}\n`;
}
