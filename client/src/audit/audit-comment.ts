/** A finding as a reviewer writes it into a mail. */
import type { Finding } from '../../../server/src/lsp/protocol.ts';

/** The place, the quoted line, and what there is to say, with the path that leads there. */
export function reviewComment(finding: Finding): string {
	const { file, range, function: name, text, message, steps, fix } = finding;
	const isName = /^\S*[_(>]/.test(message);
	const said = `${isName ? message : message.charAt(0).toUpperCase() + message.slice(1)}${/[.!?]$/.test(message) ? '' : '.'}`;
	const path = steps.map((step) => `  ${step.file}:${step.range.start.line}: ${step.message}`);
	return [
		`${file}:${range.start.line}${name === '' ? '' : `, ${name}()`}:`,
		`> ${text}`,
		'',
		said,
		...path,
		...(fix === undefined ? [] : ['', `${fix.title}?`]),
		'',
	].join('\n');
}
