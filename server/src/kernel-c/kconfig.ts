/** Lines of a Kconfig file that name a symbol, and how to take the symbol away. */
import type { TextEdit } from './rewrite/text-edit.ts';

/** A line that names the symbol; offsets are of the word, in UTF-16 code units from the start of the file. */
export interface SymbolUse {
	readonly kind: 'config' | 'select' | 'depends' | 'other';
	readonly start: number;
	readonly end: number;
	/** What takes the use away, or null where a person must decide. */
	readonly edit: TextEdit | null;
}

const entryStart = /^(?:config|menuconfig|choice|endchoice|menu|endmenu|if|endif|source|comment|mainmenu)\b/;

/** Every use of a symbol in a Kconfig file, help texts excluded. */
export function symbolUses(text: string, name: string): SymbolUse[] {
	const uses: SymbolUse[] = [];
	const lines = text.split('\n');
	const word = new RegExp(`\\b${name}\\b`);
	let at = 0;
	let helpIndent = -1;
	for (const [index, line] of lines.entries()) {
		const indent = /^\s*/.exec(line)?.[0].replace(/\t/g, '        ').length ?? 0;
		if (helpIndent >= 0 && line.trim() !== '' && indent <= helpIndent) helpIndent = -1;
		const isHelp = helpIndent >= 0;
		const code = line.replace(/#.*$/, '');
		const match = isHelp ? null : word.exec(code);
		if (match !== null) {
			const start = at + match.index;
			uses.push({ ...useOf(code, lines, index, at, name), start, end: start + name.length });
		}
		if (/^\s*(?:---)?help(?:---)?\s*$/.test(line)) helpIndent = indent;
		at += line.length + 1;
	}
	return uses;
}

function useOf(code: string, lines: readonly string[], index: number, at: number, name: string): Pick<SymbolUse, 'kind' | 'edit'> {
	const whole = { start: at, end: at + (lines[index] as string).length + 1, newText: '' };
	if (new RegExp(`^\\s*(?:menu)?config\\s+${name}\\s*$`).test(code)) {
		let end = index + 1;
		while (end < lines.length && !entryStart.test(lines[end] as string)) end++;
		const length = lines.slice(index, end).reduce((sum, line) => sum + line.length + 1, 0);
		return { kind: 'config', edit: { start: at, end: at + length, newText: '' } };
	}
	if (new RegExp(`^\\s*select\\s+${name}\\b`).test(code)) return { kind: 'select', edit: whole };
	if (new RegExp(`^\\s*depends\\s+on\\s+${name}\\s*$`).test(code)) return { kind: 'depends', edit: whole };
	return { kind: /^\s*depends\s/.test(code) ? 'depends' : 'other', edit: null };
}
